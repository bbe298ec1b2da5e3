"""A notebook as its history left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from crm_es.aggregates.notebook.events import (
    EntryAdded,
    EntryClosed,
    EntryPutOff,
    EntryReminded,
    EntryReturned,
    EntrySeen,
    NotebookEvent,
)
from crm_es.messages import Corrupt
from crm_es.playbook import Desk, EntryKind


class OpenEntry(NamedTuple):
    kind: EntryKind
    desks: tuple[Desk, ...]
    remind_at: datetime | None = None
    """When its person is to be reminded of it; None once that is done."""
    seen: bool = False
    put_off_until: datetime | None = None
    times: int = 0
    """How often it was put off."""


@dataclass(frozen=True)
class Notebook:
    person_id: UUID
    open: Mapping[UUID, OpenEntry]

    def changed(self, entry_id: UUID, **changes: Any) -> Notebook:
        return replace(self, open={**self.open, entry_id: self.open[entry_id]._replace(**changes)})


def evolve(notebook: Notebook | None, event: NotebookEvent) -> Notebook:
    match notebook, event:
        case _, EntryAdded(entry_id=entry_id):
            notebook = notebook or Notebook(event.person_id, {})
            added = OpenEntry(event.kind, event.desks, event.remind_at)
            return replace(notebook, open={**notebook.open, entry_id: added})
        case Notebook(), _ if event.entry_id not in notebook.open:
            raise Corrupt(notebook, event)
        case Notebook(), EntrySeen(entry_id=entry_id):
            return notebook.changed(entry_id, seen=True)
        case Notebook(), EntryPutOff(entry_id=entry_id, until=until, times=times):
            return notebook.changed(entry_id, put_off_until=until, times=times)
        case Notebook(), EntryReturned(entry_id=entry_id):
            return notebook.changed(entry_id, put_off_until=None)
        case Notebook(), EntryReminded(entry_id=entry_id):
            return notebook.changed(entry_id, remind_at=None)
        case Notebook(), EntryClosed(entry_id=entry_id):
            return replace(notebook, open={e: entry for e, entry in notebook.open.items() if e != entry_id})
        case _:
            raise Corrupt(notebook, event)
