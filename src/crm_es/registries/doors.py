"""The lists of what comes in by the doors of the house."""

from __future__ import annotations

from typing import Final

from crm_es.projections.letter_registry import Letter
from crm_es.registries.shape import Registry

REGISTRIES: Final = (
    Registry(
        "letters",
        "Letters",
        Letter,
        "-came_at",
        ("client",),
        ("subject", "from_name", "from_email", "client", "why"),
        (),
        {"operator": {}, "engineer": {}, "head_of_service": {}},
        at_a_glance=("came_at", "from_name", "from_email", "subject", "status", "ticket_id", "client", "why"),
    ),
)
