"""What one person must see and deal with today: entries, tasks, and which desks they keep closed (S0-22, S0-28)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.ids import desk_of, order_desk_of
from crm_es.playbook import Calendar
from crm_es.playbook import Desk as DeskName
from crm_es.projections.desk_state import Desk
from crm_es.projections.notebook_entries import Entry, open_for
from crm_es.projections.order_desks import OrderDesk
from crm_es.projections.task_list import Task
from crm_es.regarding import Regarding, regarding


class DeskNow(NamedTuple):
    """A desk of this person, as the notebook keeps it."""

    desk: DeskName
    desk_id: UUID
    closed: bool
    entries: tuple[UUID, ...]
    """What is to be dealt with before it is free."""
    since: datetime | None
    freed_at: datetime | None
    exempted_until: datetime | None
    """Until then it is open all the same."""
    drafts: tuple[UUID, ...]
    """What was begun at it, to be finished once it is open (S0-29)."""


class Heading(NamedTuple):
    """Entries that belong together."""

    heading: str
    entries: list[Entry]


class Today(NamedTuple):
    """All of it, at one time."""

    day: date
    headings: list[Heading]
    """By what closes a desk first, then the oldest first, within each heading and between them."""
    later: list[Entry]
    """What was put off, by its time."""
    desks: list[DeskNow]
    tasks_overdue: list[Task]
    tasks_today: list[Task]
    tasks_later: list[Task]
    regarding: dict[UUID, Regarding]
    """What the entries and tasks are about, by the record's id."""

    @property
    def numbers(self) -> dict[str, int]:
        """For a badge."""
        entries = [entry for heading in self.headings for entry in heading.entries]
        return {
            "now": len(entries) + len(self.tasks_overdue) + len(self.tasks_today),
            "entries": len(entries),
            "new": sum(entry.seen_at is None for entry in entries),
            "overdue": sum(entry.reminded_at is not None for entry in entries) + len(self.tasks_overdue),
            "closing": sum(entry.blocks for entry in (*entries, *self.later)),
            "tasks_overdue": len(self.tasks_overdue),
            "tasks_today": len(self.tasks_today),
        }


def today(db: Connection[Any], person_id: UUID, now: datetime, calendar: Calendar) -> Today:
    """What this person has to do now. What was put off until now is back, whether or not the clock has come by."""
    entries, tasks = open_for(person_id, db), to_do(db, person_id)
    away = [entry for entry in entries if entry.put_off_until and entry.put_off_until > now]
    day = calendar.day(now)
    ends = calendar.moment(day + timedelta(1), time.min)
    return Today(
        day=day,
        headings=by_heading([entry for entry in entries if entry not in away]),
        later=sorted(away, key=lambda entry: (entry.put_off_until or now, entry.entry_id)),
        desks=desks(db, person_id, now),
        tasks_overdue=[task for task in tasks if task.due <= now],
        tasks_today=[task for task in tasks if now < task.due < ends],
        tasks_later=[task for task in tasks if task.due >= max(ends, now)],
        regarding=regarding(
            db,
            [*((entry.about, entry.subject_id) for entry in entries), *(("task", task.task_id) for task in tasks)],
        ),
    )


def by_heading(entries: Sequence[Entry]) -> list[Heading]:
    """The entries under their headings; a heading stands where its first entry would."""
    place = {entry.heading: n for n, entry in reversed(list(enumerate(entries)))}
    ordered = sorted(entries, key=lambda entry: place[entry.heading])
    return [Heading(heading, list(found)) for heading, found in groupby(ordered, lambda entry: entry.heading)]


def to_do(db: Connection[Any], person_id: UUID) -> list[Task]:
    with db.cursor(row_factory=class_row(Task)) as rows:
        return rows.execute(
            "SELECT * FROM task_list WHERE responsible_id = %s AND status IN ('open', 'returned')"
            " ORDER BY due, task_id",
            (person_id,),
        ).fetchall()


def desks(db: Connection[Any], person_id: UUID, now: datetime) -> list[DeskNow]:
    """Both desks of this person; those where nothing ever happened are open."""
    with db.cursor(row_factory=class_row(Desk)) as rows:
        invoices = rows.execute("SELECT * FROM desk_state WHERE manager_id = %s", (person_id,)).fetchone()
    with db.cursor(row_factory=class_row(OrderDesk)) as rows:
        orders = rows.execute("SELECT * FROM order_desks WHERE manager_id = %s", (person_id,)).fetchone()
    return [
        desk_now("invoice", desk_of(person_id), invoices, now, invoices.drafts if invoices else ()),
        desk_now("order", order_desk_of(person_id), orders, now, ()),
    ]


def desk_now(
    desk: DeskName, desk_id: UUID, row: Desk | OrderDesk | None, now: datetime, drafts: tuple[UUID, ...]
) -> DeskNow:
    if row is None:
        return DeskNow(desk, desk_id, False, (), None, None, None, ())
    exempted = row.exempted_until if row.exempted_until and row.exempted_until >= now else None
    closed = row.blocked_by > 0 and exempted is None
    return DeskNow(desk, desk_id, closed, tuple(row.entries), row.since, row.freed_at, exempted, tuple(drafts))
