"""How an approved request is looked up, ordered and paid, at once or in parts (S1-20, S1-26, S0-44, X-37)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    CAROL,
    CONTRACTOR,
    HEAD,
    ID,
    MONDAY,
    OPERATOR,
    OTHER_ID,
    PLAYBOOK,
    TUESDAY,
    ann,
    bob,
    carol,
    head,
    importer,
    operator,
    policy,
    roubles,
)
from payment_facts import DETAILS, FORM, approved, drafted, paid, returned_by_accounting, submitted, told
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    AttachPaymentFile,
    DoubtPaymentRequest,
    OrderPayment,
    PassPaymentCheck,
    PaymentRequestChecked,
    PaymentRequestDoubted,
    PaymentRequestDoubtSettled,
    PaymentRequestFileAttached,
    PaymentRequestOrdered,
    PaymentRequestPaid,
    PaymentRequestPartPaid,
    PaymentRequestRevised,
    PaymentRequestSubmitted,
    PayPaymentRequest,
    RejectPaymentRequest,
    SettlePaymentDoubt,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.ids import budget_of, invoice_register_of
from crm_es.playbook import Limit
from crm_es.stored_file import StoredFile

spec = Spec(payment_request.decider, carol())
PAYER, BANK_LINE = UUID(int=71), UUID(int=72)
INVOICE = StoredFile(sha256="0" * 64, name="Invoice 17.pdf", type="application/pdf", size=48_213)

submit = SubmitPaymentRequest(payment_request_id=ID)
pay_all = PayPaymentRequest(payment_request_id=ID, payment_order="31")
pay_part = PayPaymentRequest(payment_request_id=ID, payment_order="30", amount=roubles(15_000))
order = OrderPayment(payment_request_id=ID, payer_account_id=PAYER, number="31")
doubtful = DoubtPaymentRequest(
    payment_request_id=ID,
    round=1,
    check="duplicate",
    sentence="Invoice 17 is asked for twice.",
    other_id=OTHER_ID,
    settlers=(CAROL, HEAD, ANN),
)
settle = SettlePaymentDoubt(payment_request_id=ID, doubt="duplicate", reason="Two deliveries, one number")

ready = (drafted, submitted, approved)
looked_up = submitted.model_copy(update={"checks": ("duplicate", "over budget")})
awaiting = (drafted, looked_up, approved)
doubted = PaymentRequestDoubted(
    **told, doubt="duplicate", sentence=doubtful.sentence, other_id=OTHER_ID, settlers=(CAROL, HEAD)
)
settled = PaymentRequestDoubtSettled(
    **told, doubt="duplicate", reason=settle.reason, decided_by=CAROL, settlers=(CAROL, HEAD)
)
in_budget = PaymentRequestChecked(payment_request_id=ID, author_id=ANN, round=1, check="over budget")
ordered = PaymentRequestOrdered(
    **told,
    contractor_id=CONTRACTOR,
    payer_account_id=PAYER,
    number="31",
    ordered_on=MONDAY.date(),
    part=roubles(40_000),
    details=DETAILS,
    purpose="Invoice 17",
)
part_paid = PaymentRequestPartPaid(
    **paid.model_dump(exclude={"part", "payment_order"}),
    part=roubles(15_000),
    payment_order="30",
    left=roubles(25_000),
)
rest_paid = paid.model_copy(update={"part": roubles(25_000)})


def submitting(form: dict[str, Any], **asking: Any) -> PaymentRequestSubmitted:
    revised = PaymentRequestRevised(payment_request_id=ID, form=FORM.model_copy(update=form))
    (event,) = spec.given(drafted, revised).when(submit, ann(**asking)).events()
    assert isinstance(event, PaymentRequestSubmitted)
    return event


# ── The form ────────────────────────────────────────────────────────────────


def test_bank_details_that_cannot_be_right_are_refused_with_what_to_do() -> None:
    """S1-20"""
    wrong = FORM.model_copy(update={"details": DETAILS.model_copy(update={"inn": "7707083894"})})
    revised = PaymentRequestRevised(payment_request_id=ID, form=wrong)
    spec.given(drafted, revised).when(submit, ann()).then_refused("7707083894")


def test_letters_that_no_payment_order_takes_are_refused() -> None:
    """S1-16"""
    wrong = PaymentRequestRevised(payment_request_id=ID, form=FORM.model_copy(update={"purpose": "Invoice 17 → paid"}))
    spec.given(drafted, wrong).when(submit, ann()).then_refused("→")


def test_the_playbook_may_ask_for_the_invoice_itself() -> None:
    """S1-17"""
    payments = PLAYBOOK.payments.model_copy(update={"required": frozenset({"invoice_file", "invoice_number"})})
    strict = ann(playbooks={1: PLAYBOOK.model_copy(update={"payments": payments})})
    spec.given(drafted).when(submit, strict).then_refused("the number of the invoice, the invoice as a file")


def test_an_invoice_number_is_looked_up_among_the_contractors_invoices() -> None:
    event = submitting({"invoice_number": "17"})
    assert (event.checks, event.register_id) == (("duplicate",), invoice_register_of(CONTRACTOR))


def test_a_limit_is_looked_up_in_the_period_of_the_day_to_pay_by() -> None:
    """X-37"""
    limit = Limit(name="ads", budget_lines=("marketing",), amount=roubles(1), per="quarter", keeper_role="director")
    payments = PLAYBOOK.payments.model_copy(update={"limits": (limit,)})
    playbooks = {1: PLAYBOOK.model_copy(update={"payments": payments})}
    event = submitting({"budget_line": "marketing"}, playbooks=playbooks)
    assert (event.checks, event.budget_ids) == (("over budget",), (budget_of("ads", "2026-Q4"),))
    assert submitting({"budget_line": "rent"}, playbooks=playbooks).checks == ()


def test_a_log_of_another_system_is_looked_up_nowhere() -> None:
    revised = PaymentRequestRevised(payment_request_id=ID, form=FORM.model_copy(update={"invoice_number": "17"}))
    asking = importer(on_behalf_of=ANN)
    (event,) = spec.given(drafted, revised).when(submit, asking).events()
    assert isinstance(event, PaymentRequestSubmitted)
    assert event.checks == ()


def test_who_entered_it_for_the_author_decides_as_little_as_the_author() -> None:
    """S0-46: an operator who also approves would be approving what they wrote."""
    (entered,) = spec.given(drafted).when(submit, operator(on_behalf_of=ANN)).events()
    assert isinstance(entered, PaymentRequestSubmitted)
    assert entered.submitted_by == OPERATOR
    step = entered.steps[0].model_copy(update={"approvers": (HEAD, OPERATOR)})
    may_approve = entered.model_copy(update={"steps": (step,)})
    approve = ApprovePaymentRequest(payment_request_id=ID)
    spec.given(drafted, may_approve).when(approve, operator()).then_refused("of their own")


# ── Other books ─────────────────────────────────────────────────────────────


def test_nothing_is_paid_or_ordered_before_other_books_have_answered() -> None:
    for command in (pay_all, order):
        spec.given(*awaiting).when(command).then_refused("duplicate, over budget", rule="checks not answered")


def test_what_other_books_speak_against_is_not_paid_before_somebody_answers_for_it() -> None:
    spec.given(*awaiting).when(doubtful, policy()).then(doubted)
    held = (*awaiting, doubted, in_budget)
    spec.given(*held).when(pay_all).then_refused("duplicate", rule="paid in doubt")
    spec.given(*held).when(settle).then(settled)
    spec.given(*held, settled).when(pay_all).then(paid)


def test_only_those_who_may_settle_a_doubt_do_and_never_the_author() -> None:
    held = (*awaiting, doubted)
    spec.given(*held).when(settle, bob()).then_refused("Carol, Helen", rule="not a settler of the doubt")
    spec.given(*held).when(settle, ann()).then_refused("of their own", rule="nobody settles own doubt")
    spec.given(*awaiting).when(settle).then_refused("nothing to settle", rule="no such doubt")


def test_an_answer_counts_once_and_for_its_round_only() -> None:
    passed = PassPaymentCheck(payment_request_id=ID, round=1, check="over budget")
    spec.given(*awaiting).when(passed, policy()).then(in_budget)
    spec.given(*awaiting, in_budget).when(passed, policy()).then_nothing()
    spec.given(*awaiting).when(passed.model_copy(update={"round": 2}), policy()).then_nothing()
    spec.given(*ready).when(doubtful, policy()).then_nothing()


def test_submitted_again_it_is_looked_up_again() -> None:
    again = looked_up.model_copy(update={"round": 2, "checks": ("duplicate",)})
    history = (drafted, looked_up, doubted, approved, returned_by_accounting, again)
    once_more = doubtful.model_copy(update={"round": 2})
    spec.given(*history).when(once_more, policy()).then(doubted.model_copy(update={"round": 2}))


# ── Orders ──────────────────────────────────────────────────────────────────


def test_a_payment_order_tells_the_bank_what_was_approved_and_nothing_else() -> None:
    spec.given(*ready).when(order).then(ordered)
    spec.given(*ready, ordered).when(order).then_nothing()
    spec.given(drafted, submitted).when(order).then_refused("not approved", rule="paid before approval")
    spec.given(*ready).when(order, head()).then_refused("accountant", rule="not accounting")


def test_an_order_goes_to_the_bank_once_unless_it_is_said() -> None:
    other = order.model_copy(update={"number": "32"})
    spec.given(*ready, ordered).when(other).then_refused("31", rule="ordered already")
    elsewhere = order.model_copy(update={"payer_account_id": OTHER_ID})
    spec.given(*ready, ordered).when(elsewhere).then_refused("31", rule="ordered already")
    again = other.model_copy(update={"again": True})
    spec.given(*ready, ordered).when(again).then(ordered.model_copy(update={"number": "32"}))


# ── Parts ───────────────────────────────────────────────────────────────────


def test_it_may_be_paid_in_parts() -> None:
    spec.given(*ready).when(pay_part).then(part_paid)
    spec.given(*ready, part_paid).when(pay_all).then(rest_paid)
    by_amount = pay_all.model_copy(update={"amount": roubles(25_000)})
    spec.given(*ready, part_paid).when(by_amount).then(rest_paid)


@pytest.mark.parametrize("amount", [roubles(25_001), roubles(0), roubles(-1)])
def test_nobody_pays_more_than_is_left(amount: Any) -> None:
    wrong = pay_all.model_copy(update={"amount": amount})
    spec.given(*ready, part_paid).when(wrong).then_refused("25 000.00 RUB is left", rule="more than is left")


def test_the_same_part_is_recorded_once() -> None:
    spec.given(*ready, part_paid).when(pay_part).then_nothing()
    spec.given(*ready, part_paid, rest_paid).when(pay_part).then_nothing()


def test_a_line_of_the_banks_statement_pays_once_and_knows_what_was_entered_by_hand() -> None:
    """S0-44"""
    from_bank = pay_all.model_copy(update={"bank_payment_id": BANK_LINE, "amount": roubles(40_000)})
    machine = policy(by="pay_matched_requests")
    (by_bank,) = spec.given(*ready).when(from_bank, machine).events()
    assert isinstance(by_bank, PaymentRequestPaid)
    assert (by_bank.paid_by, by_bank.bank_payment_id) == ("pay_matched_requests", BANK_LINE)
    spec.given(*ready, by_bank).when(from_bank, machine).then_nothing()
    spec.given(*ready, paid).when(from_bank, machine).then_nothing()
    another = from_bank.model_copy(update={"bank_payment_id": OTHER_ID})
    spec.given(*ready, by_bank).when(another, machine).then_refused("check before paying twice", rule="already paid")


def test_what_is_part_paid_is_neither_withdrawn_nor_rejected_but_may_come_back_for_rework() -> None:
    history = (*ready, part_paid)
    withdraw = WithdrawPaymentRequest(payment_request_id=ID)
    spec.given(*history).when(withdraw, ann()).then_refused("rework", rule="withdrawn when part-paid")
    reject = RejectPaymentRequest(payment_request_id=ID, reason="Too dear")
    spec.given(*history).when(reject).then_refused("rework", rule="rejected when part-paid")
    back = (*history, returned_by_accounting, submitted.model_copy(update={"round": 2}), approved)
    (rest,) = spec.given(*back).when(pay_all).events()
    assert isinstance(rest, PaymentRequestPaid)
    assert rest.part == roubles(25_000)


def test_the_day_of_payment_may_be_another_than_today() -> None:
    on_tuesday = pay_part.model_copy(update={"paid_on": TUESDAY.date()})
    later = part_paid.model_copy(update={"paid_on": TUESDAY.date()})
    spec.given(*ready).when(on_tuesday).then(later)


# ── Files ───────────────────────────────────────────────────────────────────


def test_those_concerned_put_files_to_it_each_once() -> None:
    """S1-17, S1-18"""
    attach = AttachPaymentFile(payment_request_id=ID, kind="invoice", file=INVOICE)
    facts: dict[str, Any] = {
        "payment_request_id": ID,
        "author_id": ANN,
        "contractor_id": CONTRACTOR,
        "kind": "invoice",
    }
    attached = PaymentRequestFileAttached(**facts, file=INVOICE, attached_by=ANN, invoice_date=None)
    spec.given(drafted).when(attach, ann()).then(attached)
    spec.given(drafted, attached).when(attach, carol()).then_nothing()
    by_head = attached.model_copy(update={"attached_by": HEAD})
    spec.given(drafted, submitted).when(attach, head()).then(by_head)
    spec.given(*ready, paid).when(attach).then(attached.model_copy(update={"attached_by": CAROL}))
    spec.given(drafted).when(attach, bob()).then_refused("its author", rule="attached by somebody else")
