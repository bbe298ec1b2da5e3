"""How an approved request is looked up, ordered and paid, at once or in parts (S1-20, S1-26, S0-44, X-37)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
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
    standing_in,
)
from payment_facts import DETAILS, FORM, approved, drafted, paid, returned_by_accounting, submitted, told
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    AttachPaymentFile,
    DoubtPaymentRequest,
    DraftPaymentRequest,
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
    RevisePaymentRequest,
    SettlePaymentDoubt,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.bank_details import ForeignBankDetails
from crm_es.ids import budget_of, invoice_register_of
from crm_es.money import Money
from crm_es.playbook import Limit, RequestField
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


NOTHING_REQUIRED = {
    1: PLAYBOOK.model_copy(
        update={"payments": PLAYBOOK.payments.model_copy(update={"required": frozenset[RequestField]()})}
    )
}


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


@pytest.mark.parametrize(
    ("form", "payee"),
    [
        ({}, DETAILS.inn),
        ({"contractor_id": OTHER_ID}, DETAILS.inn),
        ({"contractor_id": None}, DETAILS.inn),
        ({"details": ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000")}, "DE89370400440532013000"),
        ({"details": ForeignBankDetails(swift="BOFAUS3N", account="00-12/34")}, "001234"),
        ({"details": None}, str(CONTRACTOR)),
    ],
)
def test_an_invoice_number_is_looked_up_among_the_invoices_of_who_is_paid(form: dict[str, Any], payee: str) -> None:
    """Whichever contractor is named: the money goes where the bank details say."""
    event = submitting({"invoice_number": "17", **form}, playbooks=NOTHING_REQUIRED)
    assert (event.checks, event.register_id) == (("duplicate",), invoice_register_of(payee))
    assert submitting(form, playbooks=NOTHING_REQUIRED).checks == ()


def test_an_invoice_of_nobody_knows_whom_is_looked_up_nowhere() -> None:
    unknown = {"invoice_number": "17", "contractor_id": None, "details": None}
    assert submitting(unknown, playbooks=NOTHING_REQUIRED).checks == ()


def test_a_limit_is_looked_up_in_the_period_of_the_day_to_pay_by() -> None:
    """X-37"""
    limit = Limit(name="ads", budget_lines=("marketing",), amount=roubles(1), per="quarter", keeper_role="director")
    payments = PLAYBOOK.payments.model_copy(update={"limits": (limit,)})
    playbooks = {1: PLAYBOOK.model_copy(update={"payments": payments})}
    event = submitting({"budget_line": "marketing"}, playbooks=playbooks)
    assert (event.checks, event.budget_ids) == (("over budget",), (budget_of("ads", "2026-Q4"),))
    assert submitting({"budget_line": "rent"}, playbooks=playbooks).checks == ()
    soon = submitting({"budget_line": "marketing", "pay_by": date(2027, 1, 11)}, playbooks=playbooks)
    assert soon.budget_ids == (budget_of("ads", "2027-Q1"),)
    assert submitting({"budget_line": " Marketing "}, playbooks=playbooks).checks == ("over budget",)


def test_a_far_day_to_pay_by_hides_nothing_in_the_budget_of_another_year() -> None:
    """X-37: it may be paid today all the same."""
    limit = Limit(name="ads", amount=roubles(1), per="year", keeper_role="director")
    payments = PLAYBOOK.payments.model_copy(update={"limits": (limit,)})
    event = submitting({"pay_by": date(2035, 1, 1)}, playbooks={1: PLAYBOOK.model_copy(update={"payments": payments})})
    assert event.budget_ids == (budget_of("ads", "2026"),)


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


def test_who_wrote_or_revised_it_for_the_author_decides_as_little_either() -> None:
    """S0-46: whoever submits it then."""
    approve = ApprovePaymentRequest(payment_request_id=ID)
    stands_in = standing_in(HEAD, ANN, MONDAY.date(), MONDAY.date())
    revise = RevisePaymentRequest(payment_request_id=ID, form=FORM.model_copy(update={"purpose": "Invoice 18"}))
    (revised,) = spec.given(drafted).when(revise, head(directory=stands_in)).events()
    spec.given(drafted, revised, submitted).when(approve, head()).then_refused("of their own")
    draft = DraftPaymentRequest(payment_request_id=ID, form=FORM)
    (entered,) = spec.given().when(draft, operator(on_behalf_of=ANN)).events()
    step = submitted.steps[0].model_copy(update={"approvers": (HEAD, OPERATOR)})
    asked_too = submitted.model_copy(update={"steps": (step,)})
    spec.given(entered, asked_too).when(approve, operator()).then_refused("of their own")


def test_days_and_currencies_that_cannot_be_are_refused() -> None:
    """S1-08, S1-09"""
    for wrong, words, rule in (
        ({"pay_by": date(2026, 11, 20)}, "20.11.2026", "day to pay by is past"),
        ({"invoice_date": date(2026, 11, 26)}, "26.11.2026", "invoice of the future"),
        ({"amount": Money(amount=Decimal(1), currency="XYZ")}, "XYZ", "unknown currency"),
    ):
        revised = PaymentRequestRevised(payment_request_id=ID, form=FORM.model_copy(update=wrong))
        spec.given(drafted, revised).when(submit, ann()).then_refused(words, rule=rule)
    long_ago = PaymentRequestRevised(payment_request_id=ID, form=FORM.model_copy(update={"pay_by": date(2017, 1, 1)}))
    assert spec.given(drafted, long_ago).when(submit, importer(on_behalf_of=ANN)).events()


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


def test_a_doubt_always_finds_somebody_who_may_settle_it() -> None:
    """Where the only keeper wrote the request, the heads are asked."""
    to_the_author = doubtful.model_copy(update={"settlers": (ANN,)})
    spec.given(*awaiting).when(to_the_author, policy()).then(doubted.model_copy(update={"settlers": (HEAD,)}))


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
    spec.given(*ready, ordered).when(elsewhere).then_refused("31", rule="ordered from another account")
    elsewhere_again = elsewhere.model_copy(update={"again": True})
    spec.given(*ready, ordered).when(elsewhere_again).then_refused("31", rule="ordered from another account")
    again = other.model_copy(update={"again": True})
    spec.given(*ready, ordered).when(again).then(ordered.model_copy(update={"number": "32"}))


def test_nobody_orders_the_payment_of_a_request_of_their_own() -> None:
    stands_in = standing_in(ANN, CAROL, MONDAY.date(), MONDAY.date())
    spec.given(*ready).when(order, ann(directory=stands_in)).then_refused("own", rule="nobody orders own request")


def test_what_the_bank_was_told_to_pay_is_not_taken_back_and_ordered_anew_unnoticed() -> None:
    withdraw = WithdrawPaymentRequest(payment_request_id=ID)
    spec.given(*ready, ordered).when(withdraw, ann()).then_refused("accounting", rule="withdrawn when ordered")
    again = submitted.model_copy(update={"round": 2})
    back = (*ready, ordered, returned_by_accounting, again, approved)
    other = order.model_copy(update={"number": "32"})
    spec.given(*back).when(other).then_refused("31", rule="ordered already")
    elsewhere = other.model_copy(update={"payer_account_id": OTHER_ID, "again": True})
    (event,) = spec.given(*back).when(elsewhere).events()
    assert isinstance(event, PaymentRequestOrdered)
    assert (event.round, event.number, event.payer_account_id) == (2, "32", OTHER_ID)


def test_an_order_that_goes_to_the_bank_once_more_is_told_once_more() -> None:
    spec.given(*ready, ordered).when(order.model_copy(update={"again": True})).then(ordered)


def test_the_rest_of_a_part_payment_is_ordered_anew() -> None:
    other = order.model_copy(update={"number": "32"})
    rest = ordered.model_copy(update={"number": "32", "part": roubles(25_000)})
    spec.given(*ready, ordered, part_paid).when(other).then(rest)


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
    spec.given(*ready).when(from_bank, carol()).then_refused("statement", rule="bank payment entered by hand")
    elsewhere = from_bank.model_copy(update={"payee_account": "40702810900000009999", "payee_inn": "7827004526"})
    spec.given(*ready).when(elsewhere, machine).then_refused("somebody else", rule="other payee")
    same_inn = elsewhere.model_copy(update={"payee_inn": DETAILS.inn})
    spec.given(*ready).when(same_inn, machine).then(by_bank)
    own = from_bank.model_copy(update={"named_by": ANN})
    spec.given(*ready).when(own, machine).then_refused("of their own")
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
    next_week = pay_part.model_copy(update={"paid_on": date(2026, 11, 30)})
    spec.given(*ready).when(next_week).then_refused("30.11.2026", rule="paid in the future")


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
    spec.given(drafted).when(attach, bob()).then_refused("its author", rule="put to a request by somebody else")
