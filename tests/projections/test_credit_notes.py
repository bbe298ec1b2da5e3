"""Credit notes and what they are for."""

from __future__ import annotations

from decimal import Decimal

from act_facts import NOTE, credit_note
from billing_facts import ACT
from examples import CAROL
from fold import fold, recorded

from crm_es.projections import credit_notes


def test_a_note_tells_its_act_and_why() -> None:
    row = fold(credit_notes, recorded(credit_note))[NOTE]
    assert (row.number, row.work_act_id, row.act_number, row.reason) == ("К-1", ACT, "1", "Not theirs.")
    assert (row.total, row.vat, row.minutes, row.issued_by_id) == (Decimal("3240.00"), Decimal("540.00"), 65, CAROL)
