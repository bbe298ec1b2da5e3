"""The lists of the service: tickets, and what was said about them."""

from __future__ import annotations

from typing import Final

from crm_es.projections.ticket_messages import TicketMessage
from crm_es.projections.ticket_registry import Ticket
from crm_es.registries.shape import Counted, Registry

SHARE: Final = "round(100.0 * part.spent_minutes / nullif(part.agreed_minutes, 0))::int8"
OVERDUE: Final = """part.paused_since IS NULL AND coalesce(
    (part.responded_at IS NULL AND part.first_response_due < now())
    OR part.next_response_due < now() OR part.resolution_due < now(), false)"""

REGISTRIES: Final = (
    Registry(
        "tickets",
        "Tickets",
        Ticket,
        "-opened_at",
        ("client", "responsible", "head", "follows", "followed_by"),
        ("reference", "subject", "client", "contact_name", "contact_email", "responsible"),
        ("involved", "head_id"),
        {"service": {}},
        counted={
            "percent_spent": Counted(int, SHARE, optional=True),
            "overdue": Counted(bool, OVERDUE),
        },
        at_a_glance=(
            "reference",
            "subject",
            "client",
            "stage",
            "priority",
            "responsible",
            "opened_at",
            "percent_spent",
            "overdue",
        ),
    ),
    Registry(
        "ticket-messages",
        "Messages of tickets",
        TicketMessage,
        "-said_at",
        ("client", "ticket", "by"),
        ("reference", "text", "who", "email", "client", "ticket"),
        ("involved", "head_id"),
        {"service": {}},
        record=Ticket,
        of_record=("subject", "involved", "head_id"),
        at_a_glance=("said_at", "ticket", "who", "text", "client"),
    ),
)
