"""Who answers what people suggest (S0-36)."""

from __future__ import annotations

from crm_es.messages import Message
from crm_es.playbook.names import Name


class Suggestions(Message):
    """Who says what becomes of suggestions."""

    role: Name = "director"
    """Whoever has it answers; the supervisor of whoever suggests where nobody has it."""
