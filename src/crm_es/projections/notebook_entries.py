"""What must this person see today? All notebooks, with what was seen, put off and closed, when and by whom (S0-40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.notebook import (
    EntryAdded,
    EntryClosed,
    EntryPutOff,
    EntryReminded,
    EntryReturned,
    EntrySeen,
    NotebookEvent,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Entry(
    Row,
    table="notebook_entries",
    key="entry_id",
    indexes=("added_at, entry_id", "person_id, closed_at, added_at", "subject_id"),
):
    """One thing that one person was told."""

    entry_id: UUID
    person_id: UUID
    notebook_id: UUID
    kind: str
    heading: str
    """Under which people find it."""
    about: str
    subject_id: UUID
    text: str
    to_do: str
    blocks: bool
    desks: tuple[str, ...]
    """What it keeps closed until it is dealt with: invoice, order."""
    added_at: datetime
    seen_at: datetime | None = None
    put_off_until: datetime | None = None
    """None once it is back."""
    times_put_off: int = 0
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    """A person's id, or the name of the policy that settled it."""
    result: str | None = None
    day: date | None = None
    """Which day of the record it is about, where that has many."""


def keys(event: NotebookEvent) -> tuple[UUID, ...]:
    return (event.entry_id,)


def evolve(entry: Entry | None, recorded: Recorded[NotebookEvent], key: UUID) -> Entry | None:
    match entry, recorded.event:
        case _, EntryAdded() as added:
            return Entry(
                entry_id=key,
                person_id=added.person_id,
                notebook_id=added.notebook_id,
                kind=added.kind,
                heading=added.group or added.kind,
                about=added.about,
                subject_id=added.subject_id,
                text=added.text,
                to_do=added.to_do,
                blocks=added.blocks,
                desks=added.desks,
                added_at=recorded.occurred_at,
                day=added.day,
            )
        case Entry(), EntrySeen():
            return replace(entry, seen_at=recorded.occurred_at)
        case Entry(), EntryPutOff(until=until, times=times):
            return replace(entry, put_off_until=until, times_put_off=times)
        case Entry(), EntryReturned():
            return replace(entry, put_off_until=None)
        case Entry(), EntryReminded():
            return replace(entry, reminded_at=recorded.occurred_at)
        case Entry(), EntryClosed(result=result):
            by = str(recorded.on_behalf_of or recorded.actor)
            return replace(entry, closed_at=recorded.occurred_at, closed_by=by, result=result, put_off_until=None)
        case _:
            raise Corrupt(entry, recorded.event)


def open_for(person_id: UUID, db: Connection[Any]) -> list[Entry]:
    """What is open in the notebook: what closes a desk first, then the oldest first."""
    with db.cursor(row_factory=class_row(Entry)) as rows:
        found = rows.execute(
            "SELECT * FROM notebook_entries WHERE person_id = %s AND closed_at IS NULL"
            " ORDER BY blocks DESC, added_at, entry_id",
            (person_id,),
        ).fetchall()
    return [replace(entry, desks=tuple(entry.desks)) for entry in found]
