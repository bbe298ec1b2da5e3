"""What is put to a request beside its way: files, and what the books of another system say."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.payment_request.commands import AdoptPaymentRequest, AttachPaymentFile
from crm_es.aggregates.payment_request.events import PaymentRequestAdopted, PaymentRequestFileAttached
from crm_es.aggregates.payment_request.state import PaymentRequest
from crm_es.context import Context
from crm_es.messages import Refused


def attach(
    request: PaymentRequest, command: AttachPaymentFile, context: Context
) -> Iterator[PaymentRequestFileAttached]:
    if (command.kind, command.file.sha256) in request.files:
        return
    must_be_concerned(request, context)
    yield PaymentRequestFileAttached(
        payment_request_id=command.payment_request_id,
        author_id=request.author_id,
        contractor_id=request.form.contractor_id,
        kind=command.kind,
        file=command.file,
        attached_by=context.person,
        invoice_date=request.form.invoice_date,
    )


def must_be_concerned(request: PaymentRequest, context: Context) -> None:
    """Refuse people who have nothing to do with it: neither they nor who is under them wrote it, decides it or pays."""
    accounting = context.directory.holders(context.playbook.payments.accounting_role)
    settlers = (person for people in request.doubts.values() for person in people)
    involved = (*request.barred, *request.approvers, *request.asked, *settlers, *accounting)
    if isinstance(context.person, UUID) and not any(map(context.answers_for, involved)):
        raise Refused(
            "Only its author, its approvers, accounting, and those over them put something to a request: "
            "send it to one of them.",
            "put to a request by somebody else",
        )


def adopt(request: PaymentRequest, command: AdoptPaymentRequest) -> Iterator[PaymentRequestAdopted]:
    if command.status != request.status:
        yield PaymentRequestAdopted(
            payment_request_id=command.payment_request_id,
            author_id=request.author_id,
            round=request.round,
            from_status=request.status,
            to_status=command.status,
            reason=command.reason,
            was_asked=request.asked,
        )
