"""What the author of a request for payment may do: fill in, submit, withdraw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from crm_es.aggregates.payment_request.commands import (
    DraftPaymentRequest,
    RevisePaymentRequest,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.aggregates.payment_request.events import (
    Check,
    PaymentRequestDrafted,
    PaymentRequestRevised,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.aggregates.payment_request.form import Form, missing
from crm_es.aggregates.payment_request.state import PaymentRequest
from crm_es.approving import ask, other_hand
from crm_es.bank_details import BankDetails, Fault, ForeignBankDetails, doubts, faults, purpose_fault
from crm_es.context import IMPORT, Context
from crm_es.ids import budget_of, invoice_register_of
from crm_es.messages import Refused
from crm_es.money import CURRENCIES
from crm_es.playbook import Matter, counted_on


def draft(command: DraftPaymentRequest, context: Context) -> PaymentRequestDrafted:
    author_id = context.person_id
    return PaymentRequestDrafted(
        payment_request_id=command.payment_request_id,
        author_id=author_id,
        form=command.form,
        entered_by=other_hand(author_id, context),
    )


def revise(request: PaymentRequest, command: RevisePaymentRequest, context: Context) -> Iterator[PaymentRequestRevised]:
    if not context.is_or_stands_in_for(request.author_id):
        raise only_the_author()
    if command.form == request.form:
        return
    if request.status in ("submitted", "approved"):
        raise Refused(f"This request is {request.status}: withdraw it to change it.", "revised under approval")
    if request.parts and command.form.amount != request.form.amount:
        raise Refused("Part of this request is paid: its amount stays as it is.", "amount of a part-paid request")
    hand = other_hand(request.author_id, context)
    yield PaymentRequestRevised(payment_request_id=command.payment_request_id, form=command.form, entered_by=hand)


def submit(
    request: PaymentRequest, command: SubmitPaymentRequest, context: Context
) -> Iterator[PaymentRequestSubmitted]:
    if context.person != request.author_id:
        raise only_the_author()
    if request.status == "submitted":
        return
    if request.status == "approved":
        raise Refused("This request is approved already: there is nothing left to ask.", "already approved")
    form, payments = request.form, context.playbook.payments
    must_be_complete(request, context)
    matter = Matter(form.amount, form.kind, form.department, form.contractor_id)
    route = payments.route(matter)
    if route is None:
        raise Refused(
            f"The playbook has no approval route for {form.amount}: ask who keeps the playbook for one.",
            "no route fits",
        )
    yield PaymentRequestSubmitted(
        payment_request_id=command.payment_request_id,
        author_id=request.author_id,
        round=request.round + 1,
        what_for=form.what_for,
        amount=form.amount,
        contractor_id=form.contractor_id,
        kind=form.kind,
        department=form.department,
        budget_line=form.budget_line,
        invoice_number=form.invoice_number,
        pay_by=form.pay_by,
        doubts=tuple(doubts(form.details, context.banks, context.at.date())) if form.details else (),
        **books(form, context),
        **ask(route, request.author_id, context, request.written_by),
    )


def must_be_complete(request: PaymentRequest, context: Context) -> None:
    """Refuse a form that lacks something, or whose bank details cannot be right."""
    form, required = request.form, context.playbook.payments.required
    has_invoice = any(kind == "invoice" for kind, _ in request.files)
    if lacking := missing(form, required, has_invoice=has_invoice):
        raise Refused(f"Fill in before submitting: {', '.join(lacking)}.", "form incomplete")
    if context.by != IMPORT:
        must_be_of_today(form, context.at.date())
    wrong: list[Fault] = faults(form.details, context.banks, context.at.date()) if form.details else []
    if form.purpose and (fault := purpose_fault(form.purpose)):
        wrong.append(fault)
    if wrong:
        raise Refused(" ".join(fault.sentence for fault in wrong), wrong[0].rule)


def must_be_of_today(form: Form, today: date) -> None:
    """Refuse days and currencies that cannot be meant. A day more is allowed: it is tomorrow elsewhere already."""
    if form.pay_by and form.pay_by < today - timedelta(1):
        raise Refused(
            f"The day to pay by, {form.pay_by:%d.%m.%Y}, is past: give today or a later one.", "day to pay by is past"
        )
    if form.invoice_date and form.invoice_date > today + timedelta(1):
        raise Refused(
            f"The invoice is of {form.invoice_date:%d.%m.%Y}, which is yet to come: correct its date.",
            "invoice of the future",
        )
    if form.amount.currency not in CURRENCIES:
        raise Refused(
            f"{form.amount.currency} is no currency of ISO 4217: take one such as RUB, USD or EUR.", "unknown currency"
        )


def books(form: Form, context: Context) -> dict[str, Any]:
    """In which other books the request is looked up and noted: invoices of who is paid, and budgets.

    A log of another system brings what was paid there: nobody is to be warned of it.
    """
    if context.by == IMPORT:
        return {}
    day = counted_on(form.pay_by, context.at.date())
    counting = [
        limit
        for limit in context.playbook.payments.limits
        if limit.counts(form.amount, form.budget_line, form.department)
    ]
    known = payee(form) if form.invoice_number else None
    checks: list[Check] = ["duplicate"] if known else []
    if counting:
        checks.append("over budget")
    return {
        "checks": tuple(checks),
        "register_id": invoice_register_of(known) if known else None,
        "budget_ids": tuple(budget_of(limit.name, limit.period(day)) for limit in counting),
    }


def payee(form: Form) -> str | None:
    """What tells who is paid: the bank details, for one may be written down as two contractors."""
    match form.details:
        case BankDetails(inn=inn):
            return inn
        case ForeignBankDetails(iban=str() as account) | ForeignBankDetails(account=str() as account):
            return account.replace("/", "").replace("-", "")
        case _:
            return str(form.contractor_id) if form.contractor_id else None


def withdraw(
    request: PaymentRequest, command: WithdrawPaymentRequest, context: Context
) -> Iterator[PaymentRequestWithdrawn]:
    if context.person != request.author_id:
        raise only_the_author()
    if request.status == "withdrawn":
        return
    if request.ordered:
        raise Refused(
            "A payment order for this went to the bank: have accounting return it for rework instead.",
            "withdrawn when ordered",
        )
    if request.parts:
        raise Refused("Part of this request is paid: have it returned for rework instead.", "withdrawn when part-paid")
    yield PaymentRequestWithdrawn(
        payment_request_id=command.payment_request_id,
        author_id=request.author_id,
        round=request.round,
        from_status=request.status,
        reason=command.reason,
        was_asked=request.asked,
        **request.ending,
    )


def only_the_author() -> Refused:
    return Refused("This request is somebody else's: its author has to do this.", "only the author")
