"""What the author of a request for payment may do: fill in, submit, withdraw."""

from __future__ import annotations

from collections.abc import Iterator
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
from crm_es.approving import ask
from crm_es.bank_details import Fault, doubts, faults, purpose_fault
from crm_es.context import IMPORT, Context
from crm_es.ids import budget_of, invoice_register_of
from crm_es.messages import Refused
from crm_es.playbook import Matter


def draft(command: DraftPaymentRequest, context: Context) -> PaymentRequestDrafted:
    return PaymentRequestDrafted(
        payment_request_id=command.payment_request_id, author_id=context.person_id, form=command.form
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
    yield PaymentRequestRevised(payment_request_id=command.payment_request_id, form=command.form)


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
        **ask(route, request.author_id, context),
    )


def must_be_complete(request: PaymentRequest, context: Context) -> None:
    """Refuse a form that lacks something, or whose bank details cannot be right."""
    form, required = request.form, context.playbook.payments.required
    has_invoice = any(kind == "invoice" for kind, _ in request.files)
    if lacking := missing(form, required, has_invoice=has_invoice):
        raise Refused(f"Fill in before submitting: {', '.join(lacking)}.", "form incomplete")
    wrong: list[Fault] = faults(form.details, context.banks, context.at.date()) if form.details else []
    if form.purpose and (fault := purpose_fault(form.purpose)):
        wrong.append(fault)
    if wrong:
        raise Refused(" ".join(fault.sentence for fault in wrong), wrong[0].rule)


def books(form: Form, context: Context) -> dict[str, Any]:
    """In which other books the request is looked up and noted: invoices of the contractor, and budgets.

    A log of another system brings what was paid there: nobody is to be warned of it.
    """
    if context.by == IMPORT:
        return {}
    day = form.pay_by or context.at.date()
    counting = [
        limit
        for limit in context.playbook.payments.limits
        if limit.counts(form.amount, form.budget_line, form.department)
    ]
    known = form.contractor_id if form.invoice_number else None
    checks: list[Check] = ["duplicate"] if known else []
    if counting:
        checks.append("over budget")
    return {
        "checks": tuple(checks),
        "register_id": invoice_register_of(known) if known else None,
        "budget_ids": tuple(budget_of(limit.name, limit.period(day)) for limit in counting),
    }


def withdraw(
    request: PaymentRequest, command: WithdrawPaymentRequest, context: Context
) -> Iterator[PaymentRequestWithdrawn]:
    if context.person != request.author_id:
        raise only_the_author()
    if request.status == "withdrawn":
        return
    if request.parts:
        raise Refused(
            "Part of this request is paid: ask accounting to return it for rework instead.", "withdrawn when part-paid"
        )
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
