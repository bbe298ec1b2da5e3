"""The staff directory: who works here, with which roles, under whom, and who stands in for whom when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Deputy:
    """Stands in for somebody on each day from `since` to `until`, both included."""

    deputy_id: UUID
    since: date
    until: date


@dataclass(frozen=True)
class Person:
    """One member of staff."""

    person_id: UUID
    name: str
    roles: frozenset[str] = frozenset()
    supervisor_id: UUID | None = None
    deputies: tuple[Deputy, ...] = ()
    left: bool = False
    language: str | None = None
    """In which letters to them are written; None where nobody said."""


@dataclass(frozen=True)
class Directory:
    """All staff, as a decision may ask about them. It never changes: news make a new one."""

    people: Mapping[UUID, Person] = field(default_factory=dict)

    def person(self, person_id: UUID) -> Person | None:
        """The person, unless unknown or gone."""
        found = self.people.get(person_id)
        return None if found is None or found.left else found

    def name(self, person_id: UUID) -> str:
        found = self.people.get(person_id)
        return found.name if found else str(person_id)

    def roles(self, person_id: UUID) -> frozenset[str]:
        """What the person may do; `employee` goes with every one who works here."""
        found = self.person(person_id)
        return found.roles | {"employee"} if found else frozenset()

    def holders(self, role: str) -> tuple[UUID, ...]:
        """Who has the role, in the order of their names."""
        found = [p for p in self.people.values() if role in p.roles and not p.left]
        return tuple(p.person_id for p in sorted(found, key=lambda p: (p.name, p.person_id)))

    def in_charge(self, role: str) -> tuple[UUID, ...]:
        """Who has the role; administrators, where nobody has it."""
        return self.holders(role) or self.holders("administrator")

    def supervisor(self, person_id: UUID) -> UUID:
        """Who answers for the person's work; at the top of the tree people answer for themselves."""
        found = self.people.get(person_id)
        return found.supervisor_id if found and found.supervisor_id else person_id

    def chain(self, person_id: UUID) -> tuple[UUID, ...]:
        """The supervisors of a person, nearest first."""
        above: list[UUID] = []
        while (person_id := self.supervisor(person_id)) not in above and person_id in self.people:
            above.append(person_id)
        return tuple(above)

    def holder_near(self, role: str, person_id: UUID) -> UUID | None:
        """Who has the role for this person: the person, else the nearest supervisor, else the first holder."""
        for near in (person_id, *self.chain(person_id)):
            if role in self.roles(near):
                return near
        return next(iter(self.holders(role)), None)

    def stands_in(self, deputy_id: UUID, person_id: UUID, at: datetime) -> bool:
        """Whether the one may decide for the other at this time."""
        found, day = self.people.get(person_id), at.date()
        return found is not None and any(d.deputy_id == deputy_id and d.since <= day <= d.until for d in found.deputies)

    def deputies(self, person_id: UUID, at: datetime) -> tuple[UUID, ...]:
        """Who stands in for the person at this time."""
        found, day = self.people.get(person_id), at.date()
        return tuple(d.deputy_id for d in found.deputies if d.since <= day <= d.until) if found else ()

    def team(self, person_id: UUID) -> frozenset[UUID]:
        """The person and everybody below in the tree of supervisors."""
        team, below = {person_id}, {person_id}
        while below:
            below = {p.person_id for p in self.people.values() if p.supervisor_id in below} - team
            team |= below
        return frozenset(team)
