"""The list of the morning: `crm-es today`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from crm_es.actions import of_entry
from crm_es.api.commands import words
from crm_es.api.today import told
from crm_es.cli.terminal import Form, Line, Out, terminal
from crm_es.cli.users import person
from crm_es.directory import Directory
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.task_list import Task
from crm_es.regarding import Regarding
from crm_es.store.accounts import create_tables
from crm_es.today import Today
from crm_es.today import today as looked_up

app = typer.Typer()


@app.command()
def today(
    context: typer.Context,
    *,
    login: Annotated[str, typer.Option("--as", help="Whose.", metavar="LOGIN")],
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print what somebody has to deal with today, what closes a desk first."""
    shown, now = terminal(context), datetime.now(UTC)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        create_tables(db)
        who, reference = person(db, login), crm.reference
        found = looked_up(db, who, now, reference.calendar)
        roles = Directory(reference.people).roles(who)
    if shown.as_json:
        shown.answer(to_jsonable_python(told(found, reference, who, roles, now)))
        return
    shown.lines("lines", list(lines(found, roles)), form, out)
    for desk in found.desks:
        if desk.closed:
            come = "comes" if len(desk.entries) == 1 else "come"
            shown.say(f"The {desk.desk} desk is closed: {len(desk.entries)} {come} first.")


def lines(found: Today, roles: frozenset[str]) -> Iterator[Line]:
    """Entry by entry and task by task."""
    for heading in found.headings:
        yield from (entry_line(heading.heading, entry, found, roles) for entry in heading.entries)
    for name, tasks in (("tasks overdue", found.tasks_overdue), ("tasks today", found.tasks_today)):
        yield from (task_line(name, task, found) for task in tasks)
    yield from (entry_line("later", entry, found, roles) for entry in found.later)
    yield from (task_line("tasks later", task, found) for task in found.tasks_later)


def entry_line(heading: str, entry: Entry, found: Today, roles: frozenset[str]) -> Line:
    return {
        "heading": heading,
        "what": entry.text,
        "about": about(found.regarding.get(entry.subject_id)),
        "to_do": entry.to_do,
        "closes": entry.desks,
        "since": entry.added_at,
        "until": entry.put_off_until,
        "by": [words(action.command.__name__) for action in of_entry(entry, roles)][:2],
    }


def task_line(heading: str, task: Task, found: Today) -> Line:
    return {
        "heading": heading,
        "what": task.what,
        "about": about(found.regarding.get(task.task_id)),
        "to_do": "Do it, and say with what result.",
        "closes": (),
        "since": task.assigned_at,
        "until": task.due,
        "by": ["Finish task"],
    }


def about(record: Regarding | None) -> str | None:
    """The client, what it is, and whose."""
    return ", ".join(filter(None, (record.client, record.title, record.person))) if record else None
