"""Whose books were compared, and where they differ (S0-35)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, CLIENT, ID, MONDAY, roubles
from fold import fold, recorded

from crm_es.aggregates.reconciliation import DifferenceSettled, ReconciliationAgreed, ReconciliationDiffered
from crm_es.messages import Corrupt
from crm_es.projections import reconciliation_registry
from crm_es.projections.reconciliation_registry import Reconciliation
from crm_es.row import replace

books: dict[str, Any] = {
    "reconciliation_id": ID,
    "client_id": CLIENT,
    "manager_id": ANN,
    "since": date(2026, 7, 1),
    "until": date(2026, 9, 30),
    "our_balance": roubles(100),
    "their_balance": roubles(40),
}
differed = recorded(ReconciliationDiffered(**books, difference=roubles(60), told_before=None))
settled = recorded(DifferenceSettled(**books, difference=roubles(60), settled_by=ANN, reason="A credit note"))
row = Reconciliation(
    reconciliation_id=ID,
    client_id=CLIENT,
    manager_id=ANN,
    since=date(2026, 7, 1),
    until=date(2026, 9, 30),
    status="differs",
    our_balance=Decimal(100),
    their_balance=Decimal(40),
    difference=Decimal(60),
    currency="RUB",
    reconciled_at=MONDAY,
)


def test_a_difference_is_shown_until_it_is_settled() -> None:
    assert fold(reconciliation_registry, differed) == {ID: row}
    explained = replace(row, status="settled", settled_by_id=ANN, reason="A credit note")
    assert fold(reconciliation_registry, differed, settled) == {ID: explained}


def test_what_agrees_shows_no_difference() -> None:
    same = books | {"our_balance": roubles(40)}
    shown = fold(reconciliation_registry, differed, recorded(ReconciliationAgreed(**same, told_before=ANN)))[ID]
    assert (shown.status, shown.difference) == ("agreed", 0)
    with pytest.raises(Corrupt):
        fold(reconciliation_registry, settled)
