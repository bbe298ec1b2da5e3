"""What a trial finds: beside each other what was, and what would have been."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

Area = Literal["stage task", "deal", "gate", "stopped", "approval", "price", "order"]
"""A task of a stage; a wish about a deal that meets another answer; an entry that closes a desk; an invoice or order
that stops at a closed one; an approval with its route; a line of an invoice below its floor; an order without an
interest before it."""
Measure = Literal["tasks", "late", "invoice_hours", "order_hours", "stopped", "asked", "refused"]
"""Stage tasks; those of them done late; hours for which a desk was closed; invoices and orders stopped; approvals
that somebody is asked for; wishes refused."""


class Side(NamedTuple):
    """One of the two: as it was, or as it would have been."""

    says: str
    people: tuple[UUID, ...] = ()
    """Who has to do it, or is asked."""
    due: datetime | None = None
    late: bool | None = None
    """Given when it was really done; None where nobody knows."""


class Count(NamedTuple):
    """What adds up, of one person."""

    measure: Measure
    person_id: UUID
    was: float
    would: float


class Finding(NamedTuple):
    """One thing that a playbook has a say in."""

    area: Area
    at: datetime
    record: str
    """Which kind of record it is about, such as deal."""
    record_id: UUID
    what: str
    whose: UUID
    """Who looks after the record, or is held up."""
    was: Side | None
    would: Side | None
    hours: float | None = None
    """Of an entry: how long it was open."""

    @property
    def differs(self) -> bool:
        return self.was != self.would

    @property
    def people(self) -> frozenset[UUID]:
        """Whom it concerns."""
        return frozenset({self.whose}.union(*(side.people for side in (self.was, self.would) if side)))
