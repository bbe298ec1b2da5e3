"""Every wish at an invoice desk, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.invoice_desk.commands import (
    BlockDesk,
    CancelInvoice,
    DraftInvoice,
    DropInvoiceDraft,
    ExemptDesk,
    HoldGrant,
    InvoiceDeskCommand,
    IssueInvoice,
    UnblockDesk,
)
from crm_es.aggregates.invoice_desk.events import (
    DeskBlocked,
    DeskExempted,
    DeskUnblocked,
    GrantHeld,
    GrantReturned,
    InvoiceCancelled,
    InvoiceDeskEvent,
    InvoiceDraftDropped,
    InvoiceDrafted,
)
from crm_es.aggregates.invoice_desk.form import InvoiceForm
from crm_es.aggregates.invoice_desk.issuing import issue
from crm_es.aggregates.invoice_desk.state import InvoiceDesk
from crm_es.context import Context
from crm_es.gates import may_exempt
from crm_es.ids import desk_of
from crm_es.messages import Refused

MOST_DRAFTS: Final = 100
BILLS: Final = "billing"
"""The role of the program that bills hours."""
POLICY: Final = "policy"


def decide(desk: InvoiceDesk | None, command: InvoiceDeskCommand, context: Context) -> Iterator[InvoiceDeskEvent]:
    desk_id = command.invoice_desk_id
    match command:
        case BlockDesk(manager_id=manager_id, entry_id=entry_id):
            if entry_id not in (desk or InvoiceDesk(manager_id)).gate.held_by:
                yield DeskBlocked(**dict(command))
        case UnblockDesk(entry_id=entry_id):
            if desk and entry_id in desk.gate.held_by:
                free = len(desk.gate.held_by) == 1
                drafts = tuple(desk.drafts) if free else ()
                yield DeskUnblocked(**at(desk_id, desk), entry_id=entry_id, free=free, drafts=drafts)
        case HoldGrant(manager_id=manager_id, price_approval_id=grant_id):
            if grant_id not in (desk or InvoiceDesk(manager_id)).grants:
                yield GrantHeld(**dict(command))
        case ExemptDesk(manager_id=manager_id, until=until, reason=reason):
            if desk_id != desk_of(manager_id):
                raise Refused("This invoice desk is not that manager's: name the desk of the manager.")
            may_exempt(manager_id, until, context)
            if desk is None or (desk.gate.open_until, desk.exempt_because) != (until, reason):
                yield DeskExempted(**dict(command), exempted_by=context.person_id)
        case CancelInvoice():
            yield from cancel(desk, command, context)
        case DraftInvoice() | DropInvoiceDraft() | IssueInvoice():
            manager_id = writer(command, context)
            if desk_id != desk_of(manager_id):
                raise Refused(
                    "This invoice desk is somebody else's: write invoices at your own.", "invoices at one's own desk"
                )
            yield from write(desk or InvoiceDesk(manager_id), command, context)


def writer(command: DraftInvoice | DropInvoiceDraft | IssueInvoice, context: Context) -> UUID:
    """Who writes it: billing does so for whoever bills."""
    match command:
        case IssueInvoice(act_id=UUID(), biller_id=UUID() as biller_id) if BILLS in context.roles:
            return biller_id
        case IssueInvoice(act_id=act_id, biller_id=biller_id) if act_id or biller_id:
            raise Refused("Hours are invoiced by billing them: bill the act, or leave it out.", "hours are billed")
        case _:
            return context.person_id


def write(
    desk: InvoiceDesk, command: DraftInvoice | DropInvoiceDraft | IssueInvoice, context: Context
) -> Iterator[InvoiceDeskEvent]:
    """At one's own desk."""
    invoice_id, issued = command.invoice_id, desk.issued.get(command.invoice_id)
    match command:
        case DropInvoiceDraft():
            if invoice_id in desk.drafts:
                yield InvoiceDraftDropped(**at(command.invoice_desk_id, desk), invoice_id=invoice_id)
        case _ if issued and issued.cancelled:
            raise Refused("This invoice is cancelled: write another with an id of its own.", "invoice is cancelled")
        case IssueInvoice():
            if not issued:
                yield from issue(desk, command, context)
        case DraftInvoice():
            if issued:
                raise Refused("This invoice is issued already: write another.", "invoice is issued already")
            if invoice_id not in desk.drafts and len(desk.drafts) >= MOST_DRAFTS:
                raise Refused(f"{MOST_DRAFTS} invoices are begun already: finish or drop some.", "too many drafts")
            form = InvoiceForm(**{name: getattr(command, name) for name in InvoiceForm.model_fields})
            if desk.drafts.get(invoice_id) != form:
                held_up = bool(desk.gate.held_by)
                told = at(command.invoice_desk_id, desk)
                yield InvoiceDrafted(**told, invoice_id=invoice_id, form=form, held_up=held_up)


def cancel(desk: InvoiceDesk | None, command: CancelInvoice, context: Context) -> Iterator[InvoiceDeskEvent]:
    issued = desk.issued.get(command.invoice_id) if desk else None
    if desk is None or issued is None:
        raise Refused("No such invoice was issued at this desk.", "no such invoice")
    if POLICY not in context.roles and not context.answers_for(desk.manager_id):
        raise Refused(
            "The manager who issued an invoice cancels it, or whoever is above: ask one of them.", "one's own invoice"
        )
    if issued.cancelled:
        return
    if issued.act_id and POLICY not in context.roles:
        raise Refused(
            "This invoice is for an act: cancel the act, and it goes with it; or credit what was accepted.",
            "an act and its invoice go together",
        )
    told = at(command.invoice_desk_id, desk) | {"invoice_id": command.invoice_id}
    yield InvoiceCancelled(
        **told,
        client_id=issued.client_id,
        deal_id=issued.deal_id,
        order_id=issued.order_id,
        amount=issued.amount,
        reason=command.reason,
        cancelled_by=command.cancelled_by if command.cancelled_by and POLICY in context.roles else context.person_id,
    )
    for grant_id, quantity in issued.spent.items():
        left = desk.grants[grant_id].left + quantity
        yield GrantReturned(**told, price_approval_id=grant_id, quantity=quantity, left=left)


def at(desk_id: UUID, desk: InvoiceDesk) -> dict[str, Any]:
    """What every event tells of the desk."""
    return {"invoice_desk_id": desk_id, "manager_id": desk.manager_id}
