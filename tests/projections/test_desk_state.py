"""Whose invoice desk is blocked, by how much, since when (S0-28, S0-29)."""

from typing import Any

import pytest
from examples import ANN, ID, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, recorded

from crm_es.aggregates.invoice_desk import DeskBlocked, DeskUnblocked
from crm_es.ids import desk_of
from crm_es.messages import Corrupt
from crm_es.projections import desk_state
from crm_es.projections.desk_state import Desk

DESK = desk_of(ANN)
entry: dict[str, Any] = {"invoice_desk_id": DESK, "manager_id": ANN, "entry_id": ID}
blocked = DeskBlocked(**entry, kind="price decision", text="Granted: 45 RUB.")
one_less = DeskUnblocked(**entry, free=False)
freed = DeskUnblocked(**entry, free=True)


def desk(*history: Any) -> Desk:
    found: Desk = fold(desk_state, *history)[DESK]
    return found


def test_a_desk_is_blocked_since_the_first_entry() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(blocked, TUESDAY))
    assert found == Desk(DESK, ANN, blocked_by=2, since=MONDAY, times_blocked=1)


def test_closing_one_of_two_entries_leaves_it_blocked() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(blocked, TUESDAY), recorded(one_less, WEDNESDAY))
    assert (found.blocked_by, found.since) == (1, MONDAY)


def test_closing_the_last_entry_frees_it() -> None:
    assert desk(recorded(blocked), recorded(freed)) == Desk(DESK, ANN, times_blocked=1)


def test_blocked_again_it_is_blocked_since_then() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(freed, TUESDAY), recorded(blocked, THURSDAY))
    assert (found.blocked_by, found.since, found.times_blocked) == (1, THURSDAY, 2)


def test_a_desk_that_was_never_blocked_is_not_freed() -> None:
    with pytest.raises(Corrupt):
        fold(desk_state, recorded(freed))
