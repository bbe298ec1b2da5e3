"""The registry of payments: the last word of each request (S1-28)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from examples import (
    ANN,
    BOB,
    CAROL,
    CONTRACTOR,
    DIRECTOR,
    FRIDAY,
    HEAD,
    MONDAY,
    REQUEST,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    roubles,
)
from fold import fold, recorded

from crm_es.aggregates.payment_request import (
    Form,
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestCommented,
    PaymentRequestDrafted,
    PaymentRequestPaid,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestRevised,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.approval_route import RouteStepAsked
from crm_es.bank_details import BankDetails
from crm_es.messages import Corrupt
from crm_es.projections import payment_registry
from crm_es.projections.payment_registry import Payment

details = BankDetails(inn="7707083893", account="40702810900000002851")
form = Form(what_for="Flour bags", amount=roubles("1250.50"), contractor_id=CONTRACTOR, details=details)
whose: dict[str, Any] = {"payment_request_id": REQUEST, "author_id": ANN, "round": 1}
about = whose | {"what_for": "Flour bags", "amount": roubles("1250.50")}
steps = (
    RouteStepAsked(name="budget", role="manager", approvers=(BOB,), optional=True),
    RouteStepAsked(name="head", role="head_of_sales", approvers=(HEAD,)),
    RouteStepAsked(name="director", role="director", approvers=(DIRECTOR,)),
)
back: dict[str, Any] = {"decided_by": HEAD, "reason": "Which bags?", "from_status": "submitted", "was_asked": (HEAD,)}

drafted = PaymentRequestDrafted(payment_request_id=REQUEST, author_id=ANN, form=form)
submitted = PaymentRequestSubmitted(**about, route="large", steps=steps, asked=(BOB, HEAD))
step_approved = PaymentRequestStepApproved(
    **about, step="head", approver_id=HEAD, decided_by=BOB, was_asked=(BOB, HEAD), asked=(DIRECTOR,)
)
approved = PaymentRequestApproved(
    **about, pay_by=None, step="director", approver_id=DIRECTOR, decided_by=DIRECTOR, was_asked=(), accountants=(CAROL,)
)
paid = PaymentRequestPaid(
    **about, paid_by=CAROL, paid_on=date(2026, 11, 26), payment_order="17", approvers=(HEAD,), accountants=(CAROL,)
)
returned = PaymentRequestReturned(**about, **back)
rejected = PaymentRequestRejected(**about, **back)
withdrawn = PaymentRequestWithdrawn(**whose, from_status="submitted", reason="Not needed", was_asked=())


def request(*later: Any) -> Payment:
    found: Payment = fold(payment_registry, recorded(drafted, MONDAY), *later)[REQUEST]
    return found


def test_a_draft_shows_the_form() -> None:
    """S1-03, S1-05..S1-16."""
    found = request()
    assert (found.status, found.author_id, found.drafted_at) == ("draft", ANN, MONDAY)
    assert (found.what_for, found.amount, found.currency) == ("Flour bags", Decimal("1250.50"), "RUB")
    assert (found.contractor_id, found.inn, found.account) == (CONTRACTOR, details.inn, details.account)


def test_a_revised_draft_shows_the_last_form() -> None:
    bare = Form(what_for="Bags", amount=roubles(5))
    found = request(recorded(PaymentRequestRevised(payment_request_id=REQUEST, form=bare)))
    assert (found.what_for, found.amount, found.contractor_id, found.inn) == ("Bags", Decimal(5), None, None)


def test_a_submitted_request_shows_who_may_decide_and_what_is_to_come() -> None:
    """S1-21, S1-35."""
    found = request(recorded(submitted, TUESDAY))
    assert (found.status, found.route, found.round, found.submitted_at) == ("submitted", "large", 1, TUESDAY)
    assert (found.steps, found.asked) == (("(budget)", "head", "director"), (BOB, HEAD))


def test_after_a_step_the_next_is_asked() -> None:
    """Passing over an optional one."""
    found = request(recorded(submitted), recorded(step_approved, WEDNESDAY))
    assert (found.steps, found.asked, found.decided_at) == (("director",), (DIRECTOR,), WEDNESDAY)


def test_an_approved_request_waits_for_nobody_but_accounting() -> None:
    """S1-30."""
    found = request(recorded(submitted), recorded(step_approved), recorded(approved, THURSDAY))
    assert (found.status, found.approved_at, found.steps, found.asked) == ("approved", THURSDAY, (), ())


def test_everybody_who_was_asked_or_decided_is_involved_once() -> None:
    assert request(recorded(submitted)).involved == (ANN, BOB, HEAD)
    found = request(recorded(submitted), recorded(step_approved), recorded(approved))
    assert found.involved == (ANN, BOB, HEAD, DIRECTOR)


def test_a_paid_request_shows_when_and_by_which_payment_order() -> None:
    """S1-26."""
    found = request(recorded(submitted), recorded(approved), recorded(paid, FRIDAY))
    assert (found.status, found.paid_at, found.paid_on, found.payment_order) == (
        "paid",
        FRIDAY,
        date(2026, 11, 26),
        "17",
    )


@pytest.mark.parametrize(("event", "status"), [(returned, "rework"), (rejected, "rejected"), (withdrawn, "withdrawn")])
def test_a_request_that_comes_back_shows_why_and_asks_nobody(event: Any, status: str) -> None:
    """S1-04, S1-25."""
    found = request(recorded(submitted), recorded(approved), recorded(event))
    assert (found.status, found.reason, found.approved_at) == (status, event.reason, None)
    assert (found.steps, found.asked) == ((), ())


def test_a_request_submitted_again_begins_anew() -> None:
    again = submitted.model_copy(update={"round": 2})
    found = request(recorded(submitted), recorded(returned), recorded(again, THURSDAY))
    assert (found.status, found.round, found.submitted_at) == ("submitted", 2, THURSDAY)
    assert (found.decided_at, found.reason) == (None, None)


def test_comments_are_counted() -> None:
    said = PaymentRequestCommented(payment_request_id=REQUEST, comment="Is it urgent?")
    assert request(recorded(said), recorded(said)).comments == 2


@pytest.mark.parametrize("status", ["approved", "paid", "rejected", "draft"])
def test_a_state_taken_over_from_other_books_stands(status: Any) -> None:
    adopted = PaymentRequestAdopted(
        **whose, from_status="submitted", to_status=status, reason="The log says so.", was_asked=(HEAD,)
    )
    found = request(recorded(submitted), recorded(adopted, FRIDAY))
    assert (found.status, found.asked, found.reason) == (status, (), "The log says so.")
    assert (found.approved_at is not None) == (status in ("approved", "paid"))
    assert (found.paid_at is not None) == (status == "paid")


def test_a_request_that_was_never_drafted_cannot_be_paid() -> None:
    with pytest.raises(Corrupt):
        fold(payment_registry, recorded(paid))
