"""What became of an act."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from act_facts import accepted, answered, cancelled, credited, delivered, disputed, opened
from billing_facts import ACT, INVOICE, PREPARED, invoiced, sent
from examples import CAROL, CLIENT, FRIDAY
from fold import fold, recorded

from crm_es.aggregates.work_act import WorkActEvent
from crm_es.messages import Corrupt
from crm_es.projections import work_acts

HISTORY = (PREPARED, invoiced, sent, delivered)


def after(*events: WorkActEvent) -> Any:
    return fold(work_acts, *(recorded(event, FRIDAY) for event in events))[ACT]


def test_an_act_is_shown_from_the_start() -> None:
    act = after(PREPARED)
    assert (act.number, act.client_id, act.biller_id, act.status) == ("1", CLIENT, CAROL, "prepared")
    assert (act.total, act.left_amount, act.minutes, act.lines) == (Decimal("7414.98"), Decimal("7414.98"), 165, 2)


def test_it_is_sent_and_delivered() -> None:
    act = after(*HISTORY, opened)
    assert (act.status, act.invoice_id, act.invoice_number) == ("sent", INVOICE, "2026-00017")
    assert (act.delivered, act.delivery, act.silent_until) == (True, "250 OK", delivered.accepted_at)
    assert act.opened_at == FRIDAY
    again = after(*HISTORY, sent.model_copy(update={"round": 2}))
    assert (again.round, again.delivered, again.silent_until) == (2, None, None)


def test_disputes_are_counted_until_they_are_answered() -> None:
    assert (after(*HISTORY, disputed).disputed, after(*HISTORY, disputed).silent_until) == (1, None)
    assert after(*HISTORY, disputed, answered).disputed == 0


def test_what_is_left_is_told() -> None:
    act = after(*HISTORY, credited)
    assert (act.left_amount, act.credited_amount) == (Decimal("4174.98"), Decimal("3240.00"))


def test_it_ends_accepted_or_cancelled() -> None:
    done = after(*HISTORY, disputed, accepted)
    assert (done.status, done.accepted_by, done.disputed, done.silent_until) == ("accepted", "Vera", 0, None)
    over = after(*HISTORY, cancelled)
    assert (over.status, over.left_amount, over.cancelled_because) == ("cancelled", 0, "Wrong client.")


def test_history_fits() -> None:
    with pytest.raises(Corrupt):
        after(sent)
