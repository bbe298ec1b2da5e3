"""What comes into the notebook, and which of it cannot wait (S0-22, S0-28, S0-30)."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import field_validator

from crm_es.messages import Message
from crm_es.playbook.names import Name, twice

EntryKind = Literal[
    "price decision",
    "price question",
    "payment question",
    "payment decision",
    "payment to make",
    "payment made",
    "overdue of a subordinate",
    "document question",
    "document decision",
    "payment doubt",
    "payment without approval",
    "statement with faults",
]
"""Why an entry comes into a notebook. Policies add them; the playbook says what they hold up."""


MUST_SETTLE: Final[frozenset[EntryKind]] = frozenset(
    {
        "payment doubt",
        "payment without approval",
        "payment question",
        "payment to make",
        "price question",
        "document question",
    }
)
"""Entries that nobody just closes: they go when what they are about is settled (S0-44), and nothing leaves undone."""


class NotebookKind(Message):
    """What an entry of this kind asks for, and whether it holds up the writing of invoices."""

    kind: EntryKind
    to_do: Name
    """What to do about it, in words."""
    blocks: bool = False
    """While one is open, its owner writes no invoice."""


class Notebook(Message):
    """What comes into the notebook, and which of it cannot wait."""

    kinds: tuple[NotebookKind, ...] = ()

    def kind(self, kind: EntryKind) -> NotebookKind:
        """The kind as set; one that is not set blocks nothing."""
        return next((k for k in self.kinds if k.kind == kind), NotebookKind(kind=kind, to_do="Read it and close it."))

    @field_validator("kinds")
    @classmethod
    def _once(cls, kinds: tuple[NotebookKind, ...]) -> tuple[NotebookKind, ...]:
        for kind in twice(k.kind for k in kinds):
            raise ValueError(f"Notebook kind {kind!r} is set twice: keep one.")
        return kinds
