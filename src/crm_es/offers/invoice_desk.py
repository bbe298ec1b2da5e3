"""What may be done at an invoice desk: with a draft, with an issued invoice, and with the desk that is closed."""

from __future__ import annotations

from crm_es.aggregates.invoice_desk import (
    CancelInvoice,
    DraftInvoice,
    DropInvoiceDraft,
    ExemptDesk,
    InvoiceDesk,
    IssueInvoice,
    decider,
)
from crm_es.ids import desk_of
from crm_es.offers.way import Kind, Look, Values, Way, naming, own


def begun(look: Look) -> Values | None:
    """What the draft says."""
    desk: InvoiceDesk | None = look.state
    form = desk.drafts.get(look.told["invoice_id"]) if desk else None
    return {name: value for name, value in form if value is not None} if form else None


def drafted(look: Look) -> Values:
    return begun(look) or {}


DESK = Kind(
    "invoice-desks",
    decider,
    (Way(ExemptDesk),),
    own("invoice_desk_id"),
    naming(manager_id="manager_id"),
)

DRAFT = Kind(
    "invoice-drafts",
    decider,
    (
        Way(IssueInvoice, begun),
        Way(DraftInvoice, present=drafted, typed={"what_for": "What nobody has said of it so far"}),
        Way(DropInvoiceDraft, menu=True),
    ),
    lambda row: desk_of(row["manager_id"]),
    naming(invoice_id="invoice_id"),
)

ISSUED = Kind(
    "invoices",
    decider,
    (Way(CancelInvoice, menu=True),),
    lambda row: desk_of(row["manager_id"]),
    naming(invoice_id="invoice_id"),
)
