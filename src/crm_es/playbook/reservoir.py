"""The reservoir of clients: how many there may be and are, and through which holes they leak (S0-01..S0-14)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from crm_es.messages import Message
from crm_es.playbook.names import Name, typed_alike, typed_twice

Purchase = Literal["deal won", "invoice issued", "order shipped"]
"""What counts as a purchase of a client."""
HOLES: Final = (
    "could not get through by phone",
    "disliked the manager",
    "did not find what was needed",
    "surprised by prices",
    "wrong goods shipped",
    "under-shipment",
    "defect",
    "mis-sort",
    "rude manager",
)
"""The first leaks to look for (S0-06, S0-07); the list is open."""
Count = Annotated[int, Field(ge=1, le=10_000_000)]


class Reservoir(Message):
    """What an active client is, and how many there should be."""

    market: Count | None = None
    """How many possible buyers there are at all, as estimated (S0-01)."""
    target: Count | None = None
    """How many are to buy from us (S0-03)."""
    counts: Purchase = "invoice issued"
    active_days: Annotated[int, Field(ge=1, le=3650)] = 180
    """A client who bought nothing for so many days has lapsed; whoever bought since is active (S0-02)."""
    contact_every_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """How often prospects are called, unless something else is planned with one (S0-12)."""
    leak_reasons: tuple[Name, ...] = HOLES
    """Why clients leave; people may add to them."""

    def known(self, reason: str) -> str | None:
        """The reason as the list has it, however it is typed."""
        return next((known for known in self.leak_reasons if typed_alike(known) == typed_alike(reason)), None)

    @field_validator("leak_reasons")
    @classmethod
    def _once(cls, reasons: tuple[Name, ...]) -> tuple[Name, ...]:
        for reason in typed_twice(reasons):
            raise ValueError(f"Leak reason {reason!r} is there twice: keep one.")
        return reasons
