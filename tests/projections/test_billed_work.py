"""By which act each piece of work is billed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from act_facts import released
from billing_facts import ACT, BILLED, PRINTER, more, network, printer
from examples import CLIENT, MONDAY
from fold import fold, recorded

from crm_es.ids import derived
from crm_es.messages import Corrupt
from crm_es.projections import billed_work


def test_each_piece_of_work_knows_its_line_and_price() -> None:
    rows = fold(billed_work, recorded(BILLED))
    row = rows[derived(ACT, printer.work_id)]
    assert (row.work_id, row.line_id, row.client_id, row.number) == (printer.work_id, PRINTER, CLIENT, "1")
    assert (row.minutes, row.quantity, row.rate, row.amount) == (
        50,
        Decimal("0.83"),
        Decimal(3000),
        Decimal("2490.00"),
    )
    assert len(rows) == len(BILLED.works)


def test_released_work_stays_in_sight() -> None:
    rows = fold(billed_work, recorded(BILLED), recorded(released))
    free = {row.work_id for row in rows.values() if row.released_at == MONDAY}
    assert free == {printer.work_id, more.work_id}
    assert rows[derived(ACT, network.work_id)].released_because is None


def test_history_fits() -> None:
    with pytest.raises(Corrupt):
        fold(billed_work, recorded(released))
