"""How long notebooks would have kept desks closed, for whom, by which entries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from crm_es.playbook import Desk, EntryKind

HOUR = 3600


class Closed(NamedTuple):
    """A stretch of time for which a desk was closed to somebody."""

    person_id: UUID
    desk: Desk
    since: datetime
    until: datetime

    @property
    def hours(self) -> float:
        return max(0.0, (self.until - self.since).total_seconds() / HOUR)


class Holder(NamedTuple):
    """An open entry that closes desks."""

    person_id: UUID
    kind: EntryKind
    desks: tuple[Desk, ...]
    since: datetime


class Closing:
    """The desks that open entries keep closed."""

    def __init__(self) -> None:
        self._holders: dict[UUID, Holder] = {}
        self._of: dict[tuple[UUID, Desk], dict[UUID, EntryKind]] = {}
        """By person and desk, the entries that keep it closed."""
        self._since: dict[tuple[UUID, Desk], datetime] = {}

    def add(self, entry_id: UUID, holder: Holder) -> None:
        if not holder.desks:
            return
        self._holders[entry_id] = holder
        for desk in holder.desks:
            place = holder.person_id, desk
            self._of.setdefault(place, {})[entry_id] = holder.kind
            self._since.setdefault(place, holder.since)

    def close(self, entry_id: UUID, at: datetime) -> Iterator[Closed]:
        """The entry is dealt with: which desks have been closed until now?"""
        if (holder := self._holders.pop(entry_id, None)) is None:
            return
        for desk in holder.desks:
            place = holder.person_id, desk
            del self._of[place][entry_id]
            if not self._of[place]:
                del self._of[place]
                yield Closed(*place, self._since.pop(place), at)

    def end(self, at: datetime) -> Iterator[Closed]:
        """What is closed still."""
        for place, since in self._since.items():
            yield Closed(*place, since, at)

    def kinds(self, person_id: UUID, desk: Desk) -> Collection[EntryKind]:
        """What keeps this desk closed to this person now; nothing where it is open."""
        return sorted(set(self._of.get((person_id, desk), {}).values()))
