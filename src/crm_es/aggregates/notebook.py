"""A notebook: what one person must see and deal with today (S0-22).

Entries are added by policies, seen, and closed with a result. Nothing leaves the notebook undone.
An entry of a kind that blocks says so for good, whatever the playbook says later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, NamedTuple, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import notebook_of
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import MUST_SETTLE, EntryKind

# ── Events ──────────────────────────────────────────────────────────────────


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
    blocks: bool
    """No invoice is written before it is closed."""


class EntrySeen(Event):
    """The person opened it (S0-40)."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID


class EntryClosed(Event):
    """It is dealt with."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind
    blocks: bool
    result: str


NotebookEvent = EntryAdded | EntrySeen | EntryClosed

# ── Commands ────────────────────────────────────────────────────────────────


class AddEntry(Command, roles={"policy"}):
    """Tell this person something."""

    notebook_id: UUID
    person_id: UUID
    entry_id: UUID
    kind: EntryKind
    about: str
    subject_id: UUID
    text: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class SeeEntry(Command, roles={"employee"}, in_person=True):
    """Open an entry of one's own."""

    notebook_id: UUID
    entry_id: UUID


class CloseEntry(Command, roles={"employee", "policy"}, in_person=True):
    """Deal with an entry, and say with what result."""

    notebook_id: UUID
    entry_id: UUID
    result: Annotated[str, Field(min_length=1, max_length=500)]


NotebookCommand = AddEntry | SeeEntry | CloseEntry

# ── State ───────────────────────────────────────────────────────────────────


class OpenEntry(NamedTuple):
    kind: EntryKind
    blocks: bool
    seen: bool = False


@dataclass(frozen=True)
class Notebook:
    person_id: UUID
    open: Mapping[UUID, OpenEntry]


def evolve(notebook: Notebook | None, event: NotebookEvent) -> Notebook:
    match notebook, event:
        case None, EntryAdded(entry_id=entry_id):
            return Notebook(event.person_id, {entry_id: OpenEntry(event.kind, event.blocks)})
        case Notebook(), EntryAdded(entry_id=entry_id):
            return replace(notebook, open={**notebook.open, entry_id: OpenEntry(event.kind, event.blocks)})
        case Notebook(), EntrySeen(entry_id=entry_id) if entry_id in notebook.open:
            return replace(notebook, open={**notebook.open, entry_id: notebook.open[entry_id]._replace(seen=True)})
        case Notebook(), EntryClosed(entry_id=entry_id) if entry_id in notebook.open:
            left = dict(notebook.open)
            del left[entry_id]
            return replace(notebook, open=left)
        case _:
            raise Corrupt(notebook, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(notebook: Notebook | None, command: NotebookCommand, context: Context) -> Iterator[NotebookEvent]:
    match command, notebook:
        case AddEntry(), _:
            if command.notebook_id != notebook_of(command.person_id):
                raise Refused("This notebook is not that person's.")
            if notebook is None or command.entry_id not in notebook.open:
                kind = context.playbook.notebook.kind(command.kind)
                yield EntryAdded(**dict(command), to_do=kind.to_do, blocks=kind.blocks)
        case CloseEntry(entry_id=entry_id), _ if "policy" in context.roles and entry_is_gone(notebook, entry_id):
            return
        case _, None:
            raise Refused("There is no such notebook.")
        case _, Notebook() if command.entry_id not in notebook.open:
            raise Refused("This entry is not open in the notebook: it may be dealt with already.")
        case SeeEntry(), Notebook():
            if context.person != notebook.person_id:
                raise Refused("This notebook is somebody else's: only its owner opens entries.")
            if not notebook.open[command.entry_id].seen:
                yield EntrySeen(**dict(command), person_id=notebook.person_id)
        case CloseEntry(entry_id=entry_id), Notebook():
            if "policy" not in context.roles and not context.is_or_stands_in_for(notebook.person_id):
                raise Refused("This notebook is somebody else's: its owner or a deputy closes entries.")
            entry = notebook.open[entry_id]
            if entry.kind in MUST_SETTLE and "policy" not in context.roles:
                raise Refused(
                    "This entry goes when what it is about is settled: decide that, and it closes by itself.",
                    "entry closes by itself",
                )
            yield EntryClosed(**dict(command), person_id=notebook.person_id, kind=entry.kind, blocks=entry.blocks)


def entry_is_gone(notebook: Notebook | None, entry_id: UUID) -> bool:
    return notebook is None or entry_id not in notebook.open


decider = Decider("notebook", "notebooks", get_args(NotebookCommand), decide, evolve)
