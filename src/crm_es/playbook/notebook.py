"""What comes into the notebook, and which of it cannot wait (S0-22, S0-28, S0-30)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final, Literal, Self, get_args
from uuid import UUID

from pydantic import field_validator, model_validator

from crm_es.messages import Message
from crm_es.playbook.names import Day, Name, twice
from crm_es.playbook.routes import Hours

EntryKind = Literal[
    "price decision",
    "price question",
    "payment question",
    "payment decision",
    "payment to make",
    "payment made",
    "overdue of a subordinate",
    "result to accept",
    "task returned",
    "document question",
    "document decision",
    "document progress",
    "payment doubt",
    "payment without approval",
    "statement with faults",
    "short shipment",
    "missed call",
    "web order",
    "reconciliation",
    "complaint to settle",
    "complaint answer",
    "client lapsed",
    "prospect to call",
    "suggestion to answer",
    "suggestion answered",
    "desk exemption",
    "inbox to settle",
    "new ticket",
    "ticket reply",
    "ticket late",
    "agreed hours",
    "forgotten timer",
    "time to approve",
    "time returned",
    "project stage",
    "project warning",
    "act decision",
    "act undelivered",
    "act dispute",
    "focus drift",
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
        "result to accept",
        "complaint to settle",
        "complaint answer",
        "client lapsed",
        "suggestion to answer",
        "reconciliation",
        "missed call",
        "inbox to settle",
        "ticket reply",
        "time to approve",
        "act dispute",
    }
)
"""Entries that nobody just closes: they go when what they are about is settled (S0-44), and nothing leaves undone."""

Desk = Literal["invoice", "order"]
"""What a gate closes: the writing of invoices, or the taking of orders."""
DESKS: Final[tuple[Desk, ...]] = get_args(Desk)


class Gate(Message):
    """A desk that entries of a kind close, for whom and since when: a step on the way of adoption (S0-30, S0-45)."""

    desk: Desk = "invoice"
    roles: tuple[Name, ...] = ()
    """It holds up those who have one of these roles; everybody, where neither roles nor people are given."""
    people: tuple[UUID, ...] = ()
    since: Day | None = None
    """It holds for entries that are added from this day on; always, where none is given."""

    def holds_up(self, person_id: UUID, roles: Collection[str], on: date) -> bool:
        meant = not (self.roles or self.people) or person_id in self.people or not set(self.roles).isdisjoint(roles)
        return meant and (self.since is None or self.since <= on)


class NotebookKind(Message):
    """What an entry of this kind asks for, and which desks it closes."""

    kind: EntryKind
    to_do: Name
    """What to do about it, in words."""
    group: Name | None = None
    """Under which heading people find it; under its kind where none is given."""
    blocks: bool = False
    """While one is open, its owner writes no invoice: the same as one gate without conditions."""
    gates: tuple[Gate, ...] = ()
    remind_after_hours: Hours | None = None
    """Whoever has not closed it by then is reminded, once."""

    def desks(self, person_id: UUID, roles: Collection[str], on: date) -> tuple[Desk, ...]:
        """Which desks an entry of this person closes that is added on this day."""
        gates = (*self.gates, Gate()) if self.blocks else self.gates
        closed = {gate.desk for gate in gates if gate.holds_up(person_id, roles, on)}
        return tuple(desk for desk in DESKS if desk in closed)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.blocks and self.gates:
            raise ValueError(f"Notebook kind {self.kind!r} says both `blocks` and `gates`: keep the gates.")
        return self


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
