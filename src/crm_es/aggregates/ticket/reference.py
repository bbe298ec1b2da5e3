"""What people call a ticket, in the subject of every mail (S3-02)."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from crm_es.ids import derived

LENGTH: Final = 10
REFERENCE: Final = re.compile(rf"\bT-[0-9A-F]{{{LENGTH}}}\b", re.IGNORECASE)
"""As it stands in a text. In capitals it is the one of the ticket."""


def reference_of(ticket_id: UUID) -> str:
    """Of this ticket, always the same; so many digits that two hardly ever have one."""
    return f"T-{derived(ticket_id, 'reference').hex[:LENGTH].upper()}"
