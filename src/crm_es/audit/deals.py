"""All that happened about one deal, whatever record it belongs to: one history."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.invoice_desk import InvoiceCancelled, InvoiceIssued
from crm_es.audit.clients import told
from crm_es.audit.lines import Line, ask, events
from crm_es.projections.document_registry import Document
from crm_es.projections.order_registry import Order
from crm_es.projections.price_approvals import PriceApproval
from crm_es.projections.project_registry import Project
from crm_es.projections.task_list import Task

OF_ONE_DEAL: Final = (Task, PriceApproval, Order, Document, Project)
"""Each of their rows may name the deal that it is about; its key is the record."""
STREAMS: Final = " UNION ".join(
    f"SELECT {row.KEY} AS stream FROM {row.TABLE} WHERE deal_id = %s" for row in OF_ONE_DEAL
)
CLIENTS: Final = "SELECT DISTINCT client_id::text FROM invoice_registry WHERE deal_id = %s"
INVOICES: Final = [InvoiceIssued.__name__, InvoiceCancelled.__name__]
"""They stand among others at the desk of a manager, and are found by their clients."""
WHERE: Final = """
    notification_id IN (
        SELECT notification_id FROM events WHERE originator_id = ANY(%s)
        UNION
        SELECT notification_id FROM events
        WHERE state->>'client_id' = ANY(%s) AND topic = ANY(%s) AND state->>'deal_id' = %s
    ) AND notification_id < coalesce(%s::int8, notification_id + 1)
"""


def deal_timeline(db: Connection[Any], deal_id: UUID, *, before: int | None = None, limit: int = 50) -> list[Line]:
    """Events, newest first, below the position `before`: who did what, in words, and in which record it stands.

    Of the deal itself, its tasks, price approvals, orders, documents, projects and invoices.
    """
    streams = [deal_id, *(row["stream"] for row in ask(db, STREAMS, [deal_id] * len(OF_ONE_DEAL)))]
    clients = [row["client_id"] for row in ask(db, CLIENTS, [deal_id])]
    values = [streams, clients, INVOICES, str(deal_id), before]
    return [told(line) for line in events(db, WHERE, values, "notification_id DESC", limit)]
