"""What may be wished of an invoice desk. Each manager has one: `invoice_desk_id` follows from the manager."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, StringConstraints

from crm_es.aggregates.invoice_desk.form import InvoiceForm
from crm_es.messages import Command
from crm_es.money import Money
from crm_es.playbook import EntryKind

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class BlockDesk(Command, roles={"policy"}):
    """Let no invoice pass before this entry is closed."""

    invoice_desk_id: UUID
    manager_id: UUID
    entry_id: UUID
    kind: EntryKind
    text: str


class UnblockDesk(Command, roles={"policy"}):
    """This entry holds up invoices no longer."""

    invoice_desk_id: UUID
    entry_id: UUID


class ExemptDesk(Command, roles={"employee"}, in_person=True):
    """Let a manager write invoices until a time whatever the notebook holds, and say why. Nobody exempts themselves."""

    invoice_desk_id: UUID
    manager_id: UUID
    until: AwareDatetime
    reason: Reason


class DraftInvoice(InvoiceForm, Command, roles={"manager", "head_of_sales", "operator"}):
    """Keep an invoice as far as it is filled in, to finish it later; also while the notebook comes first (S0-29)."""

    invoice_desk_id: UUID
    invoice_id: UUID


class DropInvoiceDraft(Command, roles={"manager", "head_of_sales", "operator"}):
    """Throw away an invoice that was begun."""

    invoice_desk_id: UUID
    invoice_id: UUID


class IssueInvoice(InvoiceForm, Command, roles={"manager", "head_of_sales", "operator", "billing"}):
    """Ask a client to pay: for lines, or for an amount and what it is for. The desk is the manager's own."""

    invoice_desk_id: UUID
    invoice_id: UUID
    client_id: UUID
    act_id: UUID | None = None
    """The act that it is for, where hours are billed: only billing gives one."""
    biller_id: UUID | None = None
    """Whose desk it is, where billing issues it."""


class CancelInvoice(Command, roles={"manager", "head_of_sales", "director", "operator", "policy"}):
    """Take back an invoice of one's own or of one's people, and say why."""

    invoice_desk_id: UUID
    invoice_id: UUID
    reason: Reason
    cancelled_by: UUID | None = None
    """Who cancelled what it is for, where a policy asks."""


class HoldGrant(Command, roles={"policy"}):
    """Remember what was granted, for the invoices to come."""

    invoice_desk_id: UUID
    manager_id: UUID
    price_approval_id: UUID
    client_id: UUID
    product: str
    quantity: Decimal
    price: Money
    valid_until: date


InvoiceDeskCommand = (
    BlockDesk | UnblockDesk | ExemptDesk | DraftInvoice | DropInvoiceDraft | IssueInvoice | CancelInvoice | HoldGrant
)
