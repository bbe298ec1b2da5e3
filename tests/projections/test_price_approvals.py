"""Wishes to sell below the floor, with their answers (S0-23, S0-24)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, BOB, CLIENT, DIRECTOR, HEAD, ID, LAWYER, MONDAY, TUESDAY, roubles
from fold import fold, recorded

from crm_es.aggregates.invoice_desk import GrantReturned, GrantSpent
from crm_es.aggregates.price_approval import (
    PriceApproversReminded,
    PriceEscalated,
    PriceExpired,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    PriceWithdrawn,
)
from crm_es.approval_route import RouteStepAsked
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
}
because: dict[str, Any] = about | {"floor": roubles(50), "reason": "They buy a lot."}
steps = (
    RouteStepAsked(name="head", role="head_of_sales", approvers=(HEAD,)),
    RouteStepAsked(name="law", role="lawyer", approvers=(LAWYER,), optional=True),
    RouteStepAsked(name="top", role="director", approvers=(DIRECTOR,)),
)
requested = PriceRequested(**because, route="long", steps=steps, asked=(HEAD,))
answer: dict[str, Any] = about | {"approver_id": HEAD, "decided_by": BOB, "was_asked": (HEAD,)}
granted = PriceGranted(**answer, step="top", comment="This once.", valid_until=date(2026, 12, 31))
refused = PriceRefused(**answer, reason="Too low.")


def approval(*later: Any) -> PriceApproval:
    found: PriceApproval = fold(price_approvals, recorded(requested, MONDAY), *later)[ID]
    return found


def test_a_request_shows_price_floor_and_who_may_answer() -> None:
    found = approval()
    assert (found.status, found.price, found.floor, found.currency) == ("requested", Decimal(45), Decimal(50), "RUB")
    assert (found.asker_id, found.approvers, found.reason) == (ANN, (HEAD,), "They buy a lot.")
    assert (found.route, found.steps, found.asked) == ("long", ("head", "(law)", "top"), (HEAD,))


def test_a_step_shows_what_is_left_and_who_is_asked_now() -> None:
    """S0-50: whoever was asked before, or decided, still sees it."""
    said: dict[str, Any] = because | {"step": "head", "approver_id": HEAD, "decided_by": BOB, "was_asked": (HEAD,)}
    said |= {"valid_until": date(2026, 12, 31)}
    found = approval(recorded(PriceStepApproved(**said, asked=(LAWYER, DIRECTOR)), TUESDAY))
    assert (found.status, found.steps, found.asked) == ("requested", ("(law)", "top"), (LAWYER, DIRECTOR))
    assert found.approvers == (HEAD, BOB, LAWYER, DIRECTOR)
    partly = approval(recorded(PriceStepApproved(**said, passed=False, asked=()), TUESDAY))
    assert partly.steps == ("head", "(law)", "top")


def test_whom_it_is_forwarded_or_escalated_to_is_asked() -> None:
    """X-37"""
    forwarded = PriceForwarded(
        **because, step="head", from_id=HEAD, to_id=BOB, decided_by=HEAD, comment=None, was_asked=(HEAD,), asked=(BOB,)
    )
    escalated = PriceEscalated(**because, step="head", to=(DIRECTOR,), was_asked=(BOB,), asked=(BOB, DIRECTOR))
    reminded = PriceApproversReminded(**because, step="head", asked=(BOB, DIRECTOR))
    found = approval(recorded(forwarded), recorded(escalated), recorded(reminded))
    assert (found.asked, found.approvers) == ((BOB, DIRECTOR), (HEAD, BOB, DIRECTOR))


def test_a_grant_shows_until_when_and_who_gave_it_for_whom() -> None:
    """S0-26."""
    found = approval(recorded(granted, TUESDAY))
    assert (found.status, found.answered_at, found.valid_until) == ("granted", TUESDAY, date(2026, 12, 31))
    assert (found.approver_id, found.decided_by, found.answer) == (HEAD, BOB, "This once.")
    assert (found.asked, found.steps, found.approvers) == ((), (), (HEAD, BOB))


def test_a_refusal_shows_why() -> None:
    found = approval(recorded(refused, TUESDAY))
    assert (found.status, found.answer, found.valid_until) == ("refused", "Too low.", None)


def test_a_grant_shows_how_much_of_it_is_left() -> None:
    desk: dict[str, Any] = {"invoice_desk_id": ID, "manager_id": ANN, "price_approval_id": ID, "invoice_id": ID}
    spent = GrantSpent(**desk, quantity=Decimal(4), left=Decimal(6))
    returned = GrantReturned(**desk, quantity=Decimal(4), left=Decimal(10))
    assert approval(recorded(granted)).quantity_left == 10
    assert approval(recorded(granted), recorded(spent)).quantity_left == 6
    assert approval(recorded(granted), recorded(spent), recorded(returned)).quantity_left == 10


def test_what_is_over_without_an_answer_is_asked_of_nobody() -> None:
    withdrawn = approval(recorded(PriceWithdrawn(**about, was_asked=(HEAD,)), TUESDAY))
    assert (withdrawn.status, withdrawn.asked, withdrawn.steps, withdrawn.approvers) == ("withdrawn", (), (), (HEAD,))
    unanswered = approval(recorded(PriceExpired(**about, granted=False, was_asked=(HEAD,)), TUESDAY))
    assert (unanswered.status, unanswered.asked, unanswered.answered_at) == ("expired", (), None)
    used_up = approval(recorded(granted, TUESDAY), recorded(PriceExpired(**about, granted=True, was_asked=())))
    assert (used_up.status, used_up.answered_at, used_up.answer) == ("expired", TUESDAY, "This once.")


def test_a_request_shows_the_listed_price() -> None:
    listed = requested.model_copy(update={"list_price": roubles(60)})
    assert fold(price_approvals, recorded(listed))[ID].list_price == 60


def test_nothing_is_granted_that_was_not_requested() -> None:
    with pytest.raises(Corrupt):
        fold(price_approvals, recorded(granted))
