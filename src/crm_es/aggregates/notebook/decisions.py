"""What may happen in a notebook next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.notebook.commands import (
    AddEntry,
    CloseEntry,
    NotebookCommand,
    PutOffEntry,
    RemindEntries,
    ReturnEntries,
    SeeEntry,
)
from crm_es.aggregates.notebook.events import (
    EntryAdded,
    EntryClosed,
    EntryPutOff,
    EntryReminded,
    EntryReturned,
    EntrySeen,
    NotebookEvent,
)
from crm_es.aggregates.notebook.state import Notebook
from crm_es.context import Context
from crm_es.ids import notebook_of
from crm_es.messages import Refused
from crm_es.playbook import MUST_SETTLE

FURTHEST: Final = timedelta(days=31)
"""As long as an entry can be put off at once."""


def decide(notebook: Notebook | None, command: NotebookCommand, context: Context) -> Iterator[NotebookEvent]:
    match command, notebook:
        case AddEntry(), _:
            if command.notebook_id != notebook_of(command.person_id):
                raise Refused("This notebook is not that person's.")
            if notebook is None or command.entry_id not in notebook.open:
                yield added(command, context)
        case CloseEntry(entry_id=entry_id), _ if "policy" in context.roles and is_gone(notebook, entry_id):
            return
        case _, None:
            raise Refused("There is no such notebook.")
        case ReturnEntries(notebook_id=notebook_id), Notebook():
            for entry_id, entry in notebook.open.items():
                if has_come(entry.put_off_until, context):
                    yield EntryReturned(**whose(notebook, notebook_id, entry_id), kind=entry.kind)
        case RemindEntries(notebook_id=notebook_id), Notebook():
            for entry_id, entry in notebook.open.items():
                if has_come(entry.remind_at, context):
                    yield EntryReminded(**whose(notebook, notebook_id, entry_id), kind=entry.kind)
        case ((SeeEntry() | PutOffEntry() | CloseEntry()), Notebook()) if command.entry_id not in notebook.open:
            raise Refused("This entry is not open in the notebook: it may be dealt with already.")
        case SeeEntry(), Notebook():
            if context.person != notebook.person_id:
                raise Refused("This notebook is somebody else's: only its owner opens entries.")
            if not notebook.open[command.entry_id].seen:
                yield EntrySeen(**dict(command), person_id=notebook.person_id)
        case PutOffEntry(until=until, entry_id=entry_id), Notebook():
            of_ones_own(notebook, context)
            if not context.at < until <= context.at + FURTHEST:
                raise Refused(
                    f"An entry is put off until a later time, within {FURTHEST.days} days from now: give such a time.",
                    "an entry is put off until later",
                )
            entry = notebook.open[entry_id]
            if until != entry.put_off_until:
                told = whose(notebook, command.notebook_id, entry_id)
                yield EntryPutOff(**told, kind=entry.kind, until=until, times=entry.times + 1)
        case CloseEntry(entry_id=entry_id, result=result), Notebook():
            entry = notebook.open[entry_id]
            if "policy" not in context.roles:
                of_ones_own(notebook, context)
                if entry.kind in MUST_SETTLE:
                    raise Refused(
                        "This entry goes when what it is about is settled: decide that, and it closes by itself.",
                        "entry closes by itself",
                    )
            yield EntryClosed(
                **whose(notebook, command.notebook_id, entry_id),
                kind=entry.kind,
                blocks=bool(entry.desks),
                desks=entry.desks,
                result=result,
            )


def added(command: AddEntry, context: Context) -> EntryAdded:
    """The entry, with what the playbook says of its kind today."""
    kind = context.playbook.notebook.kind(command.kind)
    person_id, hours = command.person_id, kind.remind_after_hours
    desks = kind.desks(person_id, context.directory.roles(person_id), context.playbook.calendar.day(context.at))
    return EntryAdded(
        **dict(command),
        to_do=kind.to_do,
        group=kind.group or "",
        blocks=bool(desks),
        desks=desks,
        remind_at=context.at + timedelta(hours=hours) if hours else None,
    )


def is_gone(notebook: Notebook | None, entry_id: UUID) -> bool:
    return notebook is None or entry_id not in notebook.open


def has_come(at: datetime | None, context: Context) -> bool:
    return at is not None and at <= context.at


def whose(notebook: Notebook, notebook_id: UUID, entry_id: UUID) -> dict[str, Any]:
    return {"notebook_id": notebook_id, "person_id": notebook.person_id, "entry_id": entry_id}


def of_ones_own(notebook: Notebook, context: Context) -> None:
    if not context.is_or_stands_in_for(notebook.person_id):
        raise Refused("This notebook is somebody else's: its owner or a deputy deals with its entries.")
