"""What may be wished of a notebook."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, StringConstraints

from crm_es.messages import Command
from crm_es.playbook import Day, EntryKind


class AddEntry(Command, roles={"policy"}):
    """Tell this person something."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind
    about: str
    subject_id: UUID
    text: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    day: Day | None = None
    """Which day of the record it is about, where that has many."""


class SeeEntry(Command, roles={"employee"}, in_person=True):
    """Open an entry of one's own."""

    notebook_id: UUID
    entry_id: UUID


class PutOffEntry(Command, roles={"employee"}, in_person=True):
    """Have an entry come back at a later time. What it closes stays closed."""

    notebook_id: UUID
    entry_id: UUID
    until: AwareDatetime


class CloseEntry(Command, roles={"employee", "policy"}, in_person=True):
    """Deal with an entry, and say with what result."""

    notebook_id: UUID
    entry_id: UUID
    result: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class ReturnEntries(Command, roles={"clock"}):
    """Bring back whatever was put off until now."""

    notebook_id: UUID


class RemindEntries(Command, roles={"clock"}):
    """Remind of whatever should have been dealt with by now."""

    notebook_id: UUID


NotebookCommand = AddEntry | SeeEntry | PutOffEntry | CloseEntry | ReturnEntries | RemindEntries
