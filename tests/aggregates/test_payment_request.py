"""What a request for payment promises (S1-02..S1-04, S1-21..S1-26)."""

from __future__ import annotations

from datetime import date

import pytest
from examples import (
    ANN,
    BOB,
    CAROL,
    HEAD,
    ID,
    MONDAY,
    PLAYBOOK,
    TUESDAY,
    ann,
    bob,
    carol,
    changed,
    head,
    importer,
    policy,
    roubles,
    standing_in,
)
from payment_facts import (
    FORM,
    adopted,
    approved,
    drafted,
    paid,
    rejected,
    returned,
    returned_by_accounting,
    submitted,
    withdrawn,
)
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    AdoptPaymentRequest,
    ApprovePaymentRequest,
    CommentPaymentRequest,
    DraftPaymentRequest,
    Form,
    PaymentRequestCommented,
    PaymentRequestDrafted,
    PaymentRequestEvent,
    PaymentRequestRevised,
    PayPaymentRequest,
    RejectPaymentRequest,
    ReturnPaymentRequest,
    RevisePaymentRequest,
    Status,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.money import Money
from crm_es.playbook import Payments

spec = Spec(payment_request.decider, ann())
draft = DraftPaymentRequest(payment_request_id=ID, form=FORM)
submit = SubmitPaymentRequest(payment_request_id=ID)
approve = ApprovePaymentRequest(payment_request_id=ID)
send_back = ReturnPaymentRequest(payment_request_id=ID, reason="Which printer?")
reject = RejectPaymentRequest(payment_request_id=ID, reason="Too dear")
withdraw = WithdrawPaymentRequest(payment_request_id=ID)
pay = PayPaymentRequest(payment_request_id=ID, payment_order="31")
comment = CommentPaymentRequest(payment_request_id=ID, comment="It is urgent")

dearer = FORM.model_copy(update={"amount": roubles(41_000)})
revise = RevisePaymentRequest(payment_request_id=ID, form=dearer)
revised = PaymentRequestRevised(payment_request_id=ID, form=dearer)

WEEK = (MONDAY.date(), date(2026, 11, 27))
AGAIN = {"round": 2}


def test_a_request_begins_as_a_draft() -> None:
    """S1-03"""
    spec.given().when(draft).then(drafted)
    spec.given(drafted).when(draft).then_nothing()
    spec.given(drafted).when(draft, bob()).then_refused("begun already")


def test_a_request_entered_for_somebody_is_theirs() -> None:
    """S0-46"""
    for_bob = PaymentRequestDrafted(payment_request_id=ID, author_id=BOB, form=FORM)
    spec.given().when(draft, importer(on_behalf_of=BOB)).then(for_bob)
    spec.given().when(draft, importer()).then_refused("on whose behalf")


@pytest.mark.parametrize("command", [revise, submit, approve, send_back, reject, withdraw, pay, comment])
def test_nothing_happens_to_a_request_that_is_not_there(command: payment_request.PaymentRequestCommand) -> None:
    spec.given().when(command).then_refused("no such payment request")


@pytest.mark.parametrize("history", [(), (submitted, rejected), (submitted, returned), (submitted, withdrawn)])
def test_the_author_revises_what_is_not_under_approval(history: tuple[PaymentRequestEvent, ...]) -> None:
    spec.given(drafted, *history).when(revise).then(revised)


def test_a_deputy_revises_too_and_nobody_else() -> None:
    by_bob = revised.model_copy(update={"entered_by": BOB})
    spec.given(drafted).when(revise, bob(directory=standing_in(BOB, ANN, *WEEK))).then(by_bob)
    spec.given(drafted).when(revise, head()).then_refused("its author")


def test_the_same_form_is_nothing_new() -> None:
    spec.given(drafted, revised).when(revise).then_nothing()


def test_under_approval_and_after_payment_the_form_stands() -> None:
    spec.given(drafted, submitted).when(revise).then_refused("withdraw it to change it")
    spec.given(drafted, submitted, approved).when(revise).then_refused("approved", rule="revised under approval")
    spec.given(drafted, submitted, approved, paid).when(revise).then_refused("stays paid", rule="already paid")


def test_the_author_submits_it_and_the_chain_that_applies_is_told() -> None:
    """S1-21, S1-35"""
    spec.given(drafted).when(submit).then(submitted)


def test_submitting_twice_is_nothing_new() -> None:
    spec.given(drafted, submitted).when(submit).then_nothing()


def test_only_the_author_submits() -> None:
    spec.given(drafted).when(submit, bob(directory=standing_in(BOB, ANN, *WEEK))).then_refused("its author")


@pytest.mark.parametrize("ending", [returned, rejected, withdrawn])
def test_it_may_be_submitted_again_after(ending: PaymentRequestEvent) -> None:
    """S1-04"""
    again = submitted.model_copy(update=AGAIN)
    spec.given(drafted, submitted, ending).when(submit).then(again)


def test_what_is_approved_or_paid_is_not_submitted_again() -> None:
    spec.given(drafted, submitted, approved).when(submit).then_refused("approved already", rule="already approved")
    spec.given(drafted, submitted, approved, paid).when(submit).then_refused("stays paid")


def test_all_that_is_missing_is_said_at_once() -> None:
    """S1-05..S1-16"""
    empty = PaymentRequestDrafted(payment_request_id=ID, author_id=ANN, form=Form(what_for="Ink", amount=roubles(0)))
    lacking = ("an amount above zero", "the contractor", "the bank details", "the purpose", "the day to pay by")
    spec.given(empty).when(submit).then_refused(*lacking, rule="form incomplete")


def test_the_playbook_says_what_has_to_be_filled_in() -> None:
    bare = PaymentRequestDrafted(payment_request_id=ID, author_id=ANN, form=Form(what_for="Ink", amount=roubles(1)))
    lenient = PLAYBOOK.payments.model_copy(update={"required": frozenset({"pay_by"})})
    spec.given(bare).when(submit, playbooks=_with(lenient)).then_refused(
        "Fill in before submitting: the day to pay by."
    )


def test_an_amount_that_no_route_fits_is_refused() -> None:
    euros = FORM.model_copy(update={"amount": Money(amount=FORM.amount.amount, currency="EUR")})
    in_euros = PaymentRequestRevised(payment_request_id=ID, form=euros)
    spec.given(drafted, in_euros).when(submit).then_refused("40 000.00 EUR", rule="no route fits")


def test_where_only_the_author_could_approve_it_is_refused() -> None:
    directory = changed(HEAD, roles=frozenset({"director"}))
    spec.given(drafted).when(submit, directory=directory).then_refused(
        "head_of_sales", rule="nobody may approve a step"
    )


def test_an_approver_approves_it_and_accounting_may_pay() -> None:
    """S1-22"""
    spec.given(drafted, submitted).when(approve, head()).then(approved)


def test_a_comment_goes_with_the_approval() -> None:
    """S1-22"""
    with_comment = approve.model_copy(update={"comment": "Fine"})
    spec.given(drafted, submitted).when(with_comment, head()).then(approved.model_copy(update={"comment": "Fine"}))


def test_a_draft_is_not_approved() -> None:
    spec.given(drafted).when(approve, head()).then_refused("submit it first", rule="not submitted")
    spec.given(drafted).when(reject, head()).then_refused("submit it first", rule="not submitted")


def test_what_is_approved_is_not_approved_again() -> None:
    spec.given(drafted, submitted, approved).when(approve, head()).then_refused("waits to", rule="already approved")


@pytest.mark.parametrize(("command", "event"), [(send_back, returned), (reject, rejected)])
def test_an_approver_sends_it_back_or_says_no(
    command: payment_request.PaymentRequestCommand, event: PaymentRequestEvent
) -> None:
    """S1-02, S1-04"""
    spec.given(drafted, submitted).when(command, head()).then(event)
    spec.given(drafted, submitted, event).when(command, head()).then_nothing()
    spec.given(drafted, submitted).when(command, bob()).then_refused("those who are asked", rule="not an approver")
    spec.given(drafted, submitted).when(command).then_refused("withdraw it instead", rule="nobody decides own request")
    spec.given(drafted, submitted, approved).when(command, head()).then_refused("accountant", rule="not accounting")


def test_accounting_returns_what_is_approved() -> None:
    """S1-25"""
    command = ReturnPaymentRequest(payment_request_id=ID, reason="No such account")
    spec.given(drafted, submitted, approved).when(command, carol()).then(returned_by_accounting)


@pytest.mark.parametrize(
    ("history", "status", "was_asked"),
    [
        ((), "draft", ()),
        ((submitted,), "submitted", (HEAD,)),
        ((submitted, returned), "rework", ()),
        ((submitted, rejected), "rejected", ()),
        ((submitted, approved), "approved", (CAROL,)),
    ],
)
def test_the_author_takes_it_back(
    history: tuple[PaymentRequestEvent, ...], status: Status, was_asked: tuple[object, ...]
) -> None:
    facts = {"from_status": status, "was_asked": was_asked, "round": 1 if history else 0}
    taken_back = withdrawn.model_copy(update=facts)
    spec.given(drafted, *history).when(withdraw).then(taken_back)
    spec.given(drafted, *history, taken_back).when(withdraw).then_nothing()


def test_nobody_else_takes_it_back_nor_after_payment() -> None:
    spec.given(drafted, submitted).when(withdraw, head()).then_refused("its author", rule="only the author")
    spec.given(drafted, submitted, approved, paid).when(withdraw).then_refused("stays paid")


def test_accounting_pays_what_is_approved() -> None:
    """S1-26"""
    spec.given(drafted, submitted, approved).when(pay, carol()).then(paid)
    on_tuesday = pay.model_copy(update={"paid_on": TUESDAY.date()})
    later = paid.model_copy(update={"paid_on": TUESDAY.date()})
    spec.given(drafted, submitted, approved).when(on_tuesday, carol()).then(later)


def test_a_deputy_of_the_accountant_pays_within_the_dates() -> None:
    directory = standing_in(BOB, CAROL, *WEEK)
    by_bob = paid.model_copy(update={"paid_by": BOB})
    spec.given(drafted, submitted, approved).when(pay, bob(directory=directory)).then(by_bob)
    late = bob(directory=directory, at=MONDAY.replace(day=28))
    spec.given(drafted, submitted, approved).when(pay, late).then_refused("accountant", rule="not accounting")


def test_nothing_is_paid_before_approval() -> None:
    """S0-44"""
    for history in ((drafted,), (drafted, submitted), (drafted, submitted, rejected)):
        spec.given(*history).when(pay, carol()).then_refused("not approved", rule="paid before approval")


def test_nobody_pays_a_request_of_their_own() -> None:
    directory = standing_in(ANN, CAROL, *WEEK)
    spec.given(drafted, submitted, approved).when(pay, directory=directory).then_refused(
        "of their own", rule="nobody pays own request"
    )


def test_what_is_paid_is_not_paid_twice() -> None:
    history = (drafted, submitted, approved, paid)
    spec.given(*history).when(pay, carol()).then_nothing()
    other = pay.model_copy(update={"payment_order": "32"})
    spec.given(*history).when(other, carol()).then_refused("another payment order", rule="already paid")


def test_whoever_it_concerns_may_say_something_at_any_time() -> None:
    """S1-25"""
    commented = PaymentRequestCommented(payment_request_id=ID, comment="It is urgent")
    for history in ((drafted,), (drafted, submitted, approved, paid), (drafted, commented)):
        for asking in (spec.context, head(), carol()):
            spec.given(*history).when(comment, asking).then(commented)
    spec.given(drafted).when(comment, bob()).then_refused("its author", rule="put to a request by somebody else")


def test_an_import_takes_over_what_the_books_show() -> None:
    adopt = AdoptPaymentRequest(payment_request_id=ID, status="paid", reason="The books say so")
    spec.given(drafted, submitted).when(adopt, importer()).then(adopted)
    spec.given(drafted, submitted, adopted).when(adopt, importer()).then_nothing()
    spec.given(drafted, submitted, adopted).when(submit).then_refused("stays paid")


def test_what_was_taken_over_as_submitted_waits_for_the_first_step() -> None:
    again = adopted.model_copy(update={"from_status": "rejected", "to_status": "submitted", "was_asked": ()})
    spec.given(drafted, submitted, rejected, again).when(approve, head()).then(approved)


def test_a_policy_or_clock_is_no_approver() -> None:
    spec.given(drafted, submitted).when(approve, policy(by="somebody")).then_refused("those who are asked")


def _with(payments: Payments) -> dict[int, object]:
    return {1: PLAYBOOK.model_copy(update={"payments": payments})}
