"""What is left of each line of an act."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from act_facts import accepted, answered, cancelled, credited, disputed
from billing_facts import NETWORK, PREPARED, PRINTER
from examples import CAROL, MONDAY
from fold import fold, recorded

from crm_es.aggregates.work_act import OpenDispute
from crm_es.messages import Corrupt
from crm_es.projections import act_lines
from crm_es.projections.act_lines import LineFact


def after(*events: LineFact) -> Any:
    return fold(act_lines, *map(recorded, (PREPARED, *events)))


def test_lines_have_their_places() -> None:
    lines = after()
    assert (lines[PRINTER].n, lines[NETWORK].n) == (1, 2)
    assert (lines[PRINTER].what, lines[PRINTER].quantity, lines[PRINTER].left_minutes) == (
        "T-1 Printer",
        Decimal("1.08"),
        65,
    )


def test_a_dispute_is_shown_with_its_answer() -> None:
    line = after(disputed)[PRINTER]
    assert (line.disputed, line.comment, line.disputed_by, line.disputed_at) == (
        True,
        "It never worked.",
        "Vera",
        MONDAY,
    )
    line = after(disputed, answered)[PRINTER]
    assert (line.disputed, line.answer, line.answered_by_id) == (False, "We tried it with you.", CAROL)


def test_disputes_end_with_the_act() -> None:
    dropped = accepted.model_copy(update={"dropped": (OpenDispute(line_id=PRINTER, dispute=1),)})
    for event in (cancelled, dropped):
        assert not after(disputed, event)[PRINTER].disputed


def test_what_is_left_after_a_credit_is_again_hours_at_the_rate() -> None:
    some = credited.model_copy(update={"lines": (credited.lines[0].model_copy(update={"minutes": 5}),)})
    line = after(some)[PRINTER]
    assert (line.left_minutes, line.left_amount, line.left_vat) == (60, Decimal("3000.00"), Decimal("500.00"))
    assert line.amount == Decimal("3240.00")


def test_history_fits() -> None:
    with pytest.raises(Corrupt):
        fold(act_lines, recorded(disputed))
