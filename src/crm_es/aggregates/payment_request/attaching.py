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
    accounting = context.directory.holders(context.playbook.payments.accounting_role)
    involved = (request.author_id, *request.approvers, *request.asked, *accounting)
    if isinstance(context.person, UUID) and not any(map(context.is_or_stands_in_for, involved)):
        raise Refused(
            "Files are put to a request by its author, its approvers and accounting: send yours to one of them.",
            "attached by somebody else",
        )
    yield PaymentRequestFileAttached(
        payment_request_id=command.payment_request_id,
        author_id=request.author_id,
        contractor_id=request.form.contractor_id,
        kind=command.kind,
        file=command.file,
        attached_by=context.person,
        invoice_date=request.form.invoice_date,
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
