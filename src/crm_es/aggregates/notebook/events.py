"""What happens to the entries of a notebook."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from crm_es.messages import Event
from crm_es.playbook import Day, Desk, EntryKind


class EntryAdded(Event):
    """There is something new for this person."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind
    about: str
    """Which kind of record it is about, such as payment_request."""
    subject_id: UUID
    """Which one."""
    text: str
    to_do: str
    group: str = ""
    """Under which heading people find it; under its kind where it is empty."""
    blocks: bool
    """It closes a desk."""
    desks: tuple[Desk, ...] = ()
    """What stays closed until it is dealt with."""
    remind_at: datetime | None = None
    """When the person is reminded of it."""
    day: Day | None = None
    """Which day of the record it is about, where that has many."""


class EntrySeen(Event):
    """The person opened it (S0-40)."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID


class EntryPutOff(Event):
    """It is not for now."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind
    until: datetime
    times: int
    """How often it has been put off, this time included."""


class EntryReturned(Event):
    """The time came until which it was put off."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind


class EntryReminded(Event):
    """It was not dealt with in the time that the playbook gives."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind


class EntryClosed(Event):
    """It is dealt with."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind
    blocks: bool
    desks: tuple[Desk, ...] = ()
    """What it kept closed."""
    result: str


NotebookEvent = EntryAdded | EntrySeen | EntryPutOff | EntryReturned | EntryReminded | EntryClosed
