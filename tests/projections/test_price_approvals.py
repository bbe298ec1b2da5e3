"""Wishes to sell below the floor, with their answers (S0-23, S0-24)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, BOB, CLIENT, HEAD, ID, MONDAY, TUESDAY, roubles
from fold import fold, recorded

from crm_es.aggregates.price_approval import PriceGranted, PriceRefused, PriceRequested
from crm_es.messages import Corrupt
from crm_es.projections import price_approvals
from crm_es.projections.price_approvals import PriceApproval

about: dict[str, Any] = {
    "price_approval_id": ID,
    "asker_id": ANN,
    "client_id": CLIENT,
    "product": "flour",
    "quantity": Decimal(10),
    "price": roubles(45),
    "approvers": (HEAD,),
}
requested = PriceRequested(**about, floor=roubles(50), reason="They buy a lot.")
answer: dict[str, Any] = about | {"approver_id": HEAD, "decided_by": BOB}
granted = PriceGranted(**answer, comment="This once.", valid_until=date(2026, 12, 31))
refused = PriceRefused(**answer, reason="Too low.")


def approval(*later: Any) -> PriceApproval:
    found: PriceApproval = fold(price_approvals, recorded(requested, MONDAY), *later)[ID]
    return found


def test_a_request_shows_price_floor_and_who_may_answer() -> None:
    found = approval()
    assert (found.status, found.price, found.floor, found.currency) == ("requested", Decimal(45), Decimal(50), "RUB")
    assert (found.asker_id, found.approvers, found.reason) == (ANN, (HEAD,), "They buy a lot.")


def test_a_grant_shows_until_when_and_who_gave_it_for_whom() -> None:
    """S0-26."""
    found = approval(recorded(granted, TUESDAY))
    assert (found.status, found.answered_at, found.valid_until) == ("granted", TUESDAY, date(2026, 12, 31))
    assert (found.approver_id, found.decided_by, found.answer) == (HEAD, BOB, "This once.")


def test_a_refusal_shows_why() -> None:
    found = approval(recorded(refused, TUESDAY))
    assert (found.status, found.answer, found.valid_until) == ("refused", "Too low.", None)


def test_nothing_is_granted_that_was_not_requested() -> None:
    with pytest.raises(Corrupt):
        fold(price_approvals, recorded(granted))
