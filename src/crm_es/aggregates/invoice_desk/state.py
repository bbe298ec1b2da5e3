"""An invoice desk as its history left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from crm_es.aggregates.invoice_desk.events import (
    DeskBlocked,
    DeskExempted,
    DeskUnblocked,
    GrantHeld,
    GrantReturned,
    GrantSpent,
    InvoiceCancelled,
    InvoiceDeskEvent,
    InvoiceDraftDropped,
    InvoiceDrafted,
    InvoiceIssued,
)
from crm_es.aggregates.invoice_desk.form import InvoiceForm
from crm_es.gates import GateState
from crm_es.layers import Layers
from crm_es.messages import Corrupt
from crm_es.money import Money


class Issued(NamedTuple):
    """An invoice that stands, or was cancelled."""

    client_id: UUID
    deal_id: UUID | None
    order_id: UUID | None
    amount: Money
    spent: Mapping[UUID, Decimal]
    """What it took of grants."""
    act_id: UUID | None = None
    """The act whose hours it is for."""
    cancelled: bool = False


class Grant(NamedTuple):
    """What may be sold below the floor."""

    client_id: UUID
    product: str
    price: Money
    valid_until: date
    left: Decimal


@dataclass(frozen=True)
class InvoiceDesk:
    manager_id: UUID
    gate: GateState = field(default_factory=GateState)
    exempt_because: str = ""
    """Why whoever sits here passes the gate, for the time of an exemption."""
    issued: Layers[UUID, Issued] = field(default_factory=Layers)
    drafts: Mapping[UUID, InvoiceForm] = field(default_factory=dict)
    grants: Layers[UUID, Grant] = field(default_factory=Layers)


def evolve(desk: InvoiceDesk | None, event: InvoiceDeskEvent) -> InvoiceDesk:
    desk = desk or InvoiceDesk(event.manager_id)
    match event:
        case DeskBlocked(entry_id=entry_id, kind=kind, text=text):
            return replace(desk, gate=desk.gate.held(entry_id, kind, text))
        case DeskUnblocked(entry_id=entry_id) if entry_id in desk.gate.held_by:
            return replace(desk, gate=desk.gate.let_go(entry_id))
        case DeskExempted(until=until, reason=reason):
            return replace(desk, gate=desk.gate.opened(until), exempt_because=reason)
        case InvoiceDrafted(invoice_id=invoice_id, form=form):
            return replace(desk, drafts={**desk.drafts, invoice_id: form})
        case InvoiceDraftDropped(invoice_id=invoice_id) if invoice_id in desk.drafts:
            return replace(desk, drafts=without(desk.drafts, invoice_id))
        case InvoiceIssued(invoice_id=invoice_id):
            issued = Issued(event.client_id, event.deal_id, event.order_id, event.amount, {}, event.act_id)
            return replace(desk, issued=desk.issued.having(invoice_id, issued), drafts=without(desk.drafts, invoice_id))
        case InvoiceCancelled(invoice_id=invoice_id) if invoice_id in desk.issued:
            cancelled = desk.issued[invoice_id]._replace(cancelled=True)
            return replace(desk, issued=desk.issued.having(invoice_id, cancelled))
        case GrantHeld(price_approval_id=grant_id) as held:
            grant = Grant(held.client_id, held.product, held.price, held.valid_until, held.quantity)
            return replace(desk, grants=desk.grants.having(grant_id, grant))
        case GrantSpent(price_approval_id=grant_id, invoice_id=invoice_id) if grant_id in desk.grants:
            issued = desk.issued[invoice_id]
            issued = issued._replace(spent={**issued.spent, grant_id: event.quantity})
            return replace(left_of(desk, grant_id, event.left), issued=desk.issued.having(invoice_id, issued))
        case GrantReturned(price_approval_id=grant_id) if grant_id in desk.grants:
            return left_of(desk, grant_id, event.left)
        case _:
            raise Corrupt(desk, event)


def left_of(desk: InvoiceDesk, grant_id: UUID, left: Decimal) -> InvoiceDesk:
    """So much of the grant is left."""
    return replace(desk, grants=desk.grants.having(grant_id, desk.grants[grant_id]._replace(left=left)))


def without(drafts: Mapping[UUID, InvoiceForm], invoice_id: UUID) -> Mapping[UUID, InvoiceForm]:
    """The invoices that were begun but this."""
    return {draft: form for draft, form in drafts.items() if draft != invoice_id}
