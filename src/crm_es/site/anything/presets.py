"""Ready-made ways to see lists, as tabs over them: what people of the trade ask for first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from crm_es.site.speech import phrase


class Preset(NamedTuple):
    """One tab."""

    title: str
    query: Mapping[str, str]
    """Filters and order, as the address has them; `me` stands for whoever looks."""


ALL: Final = Preset(phrase("All"), {})
PRESETS: Final[Mapping[str, tuple[Preset, ...]]] = {
    "deals": (
        Preset(phrase("Open"), {"outcome": "open"}),
        Preset(phrase("Mine"), {"outcome": "open", "owner_id": "me"}),
        Preset(phrase("Won"), {"outcome": "won", "sort": "-closed_at"}),
        Preset(phrase("Lost"), {"outcome": "lost", "sort": "-closed_at"}),
        ALL,
    ),
    "tasks": (
        Preset(phrase("To do"), {"to_do": "true"}),
        Preset(phrase("Mine"), {"to_do": "true", "responsible_id": "me"}),
        Preset(phrase("Due today"), {"to_do": "true", "due_to": "today"}),
        Preset(phrase("To accept"), {"status": "done", "supervisor_id": "me"}),
        ALL,
    ),
    "payment-requests": (
        ALL,
        Preset(phrase("Mine"), {"author_id": "me"}),
        Preset(phrase("To approve"), {"status": "submitted", "asked": "me", "sort": "pay_by"}),
        Preset(phrase("Approved"), {"status": "approved", "sort": "pay_by"}),
        Preset(phrase("Due today"), {"status": "approved", "pay_by_to": "today", "sort": "pay_by"}),
        Preset(phrase("Paid"), {"status": "paid", "sort": "-pay_by"}),
    ),
    "tickets": (
        Preset(phrase("Open"), {"done_at": "none"}),
        Preset(phrase("Mine"), {"done_at": "none", "responsible_id": "me"}),
        ALL,
    ),
    "clients": (
        ALL,
        Preset(phrase("Mine"), {"owner_id": "me"}),
        Preset(phrase("To call"), {"next_contact_on_to": "today", "sort": "next_contact_on"}),
    ),
    "complaints": (
        ALL,
        Preset(phrase("Mine"), {"status": "open", "responsible_id": "me"}),
        Preset(phrase("Overdue"), {"overdue": "true"}),
        Preset(phrase("Client to be told"), {"status": "answered"}),
    ),
    "price-approvals": (
        ALL,
        Preset(phrase("To approve"), {"status": "requested", "asked": "me", "sort": "requested_at"}),
        Preset(phrase("Mine"), {"asker_id": "me"}),
    ),
    "suggestions": (
        ALL,
        Preset(phrase("Most wanted"), {"sort": "-support"}),
        Preset(phrase("Mine"), {"author_id": "me"}),
    ),
    "notebook": (Preset(phrase("Open"), {"closed_at": "none"}), ALL),
}


def presets(registry: str) -> tuple[Preset, ...]:
    return PRESETS.get(registry, ())
