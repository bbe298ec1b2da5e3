"""An invoice desk: where one manager writes invoices (S0-25, S0-28..S0-30, X-24).

The desk is blocked while an entry that closes it is open in the manager's notebook. Closing the last one frees it; an
exemption opens it for a while, and leaves a trace. No invoice is issued at a blocked desk, and none twice. What was
begun is kept. The lines add up to the amount, and none is below its floor but by a grant, of which no more is taken
than is left; what a cancelled invoice took is there again.
"""

from typing import get_args

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
from crm_es.aggregates.invoice_desk.decisions import decide
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
from crm_es.aggregates.invoice_desk.form import InvoiceForm, WantedLine
from crm_es.aggregates.invoice_desk.state import InvoiceDesk, evolve
from crm_es.decider import Decider

__all__ = [
    "BlockDesk",
    "CancelInvoice",
    "DeskBlocked",
    "DeskExempted",
    "DeskUnblocked",
    "DraftInvoice",
    "DropInvoiceDraft",
    "ExemptDesk",
    "GrantHeld",
    "GrantReturned",
    "GrantSpent",
    "HoldGrant",
    "InvoiceCancelled",
    "InvoiceDesk",
    "InvoiceDeskCommand",
    "InvoiceDeskEvent",
    "InvoiceDraftDropped",
    "InvoiceDrafted",
    "InvoiceForm",
    "InvoiceIssued",
    "IssueInvoice",
    "UnblockDesk",
    "WantedLine",
    "decider",
]

decider = Decider("invoice_desk", "invoice desks", get_args(InvoiceDeskCommand), decide, evolve)
