"""Projects in the tables that reports read, from what was asked for and worked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from examples import DIRECTORY, MONDAY
from fold import fold, recorded
from project_facts import past
from psycopg import Connection

from crm_es.aggregates.project import CountProjectWork
from crm_es.ids import work_log_of
from crm_es.messages import Command
from crm_es.projections import project_baselines, project_registry, project_stages, project_work, stage_plans
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.work_entries import WorkEntry
from crm_es.row import Row
from crm_es.runners import topics
from crm_es.store.table import Table

PROJECTIONS: Final = (project_registry, project_stages, stage_plans, project_baselines, project_work)


def told(db: Connection[Any], *commands: Command, hours: int = 1) -> None:
    """The rows of what happens when these are asked one after another, an hour apart."""
    rows: list[Row] = []
    history = list(enumerate(past(*commands)))
    for projection in PROJECTIONS:
        heard = topics(projection.keys)
        facts = [recorded(event, moment(n * hours)) for n, event in history if type(event).__name__ in heard]
        rows += fold(projection, *facts).values()
    entries = {command.work_id: entry(command) for command in commands if isinstance(command, CountProjectWork)}
    keep_all(db, [*rows, *(one for one in entries.values() if one.minutes), *staff()])


def moment(hours: int) -> datetime:
    return MONDAY + timedelta(hours=hours)


def staff() -> Iterable[StaffMember]:
    return (
        StaffMember(p.person_id, p.name, ", ".join(sorted(p.roles)), p.supervisor_id, hired_at=MONDAY)
        for p in DIRECTORY.people.values()
    )


def entry(command: CountProjectWork) -> WorkEntry:
    """What the work log says of it."""
    return WorkEntry(
        work_id=command.work_id,
        person_id=command.person_id,
        work_log_id=work_log_of(command.person_id),
        ticket_id=None,
        project_id=command.project_id,
        stage_id=command.stage_id,
        task_id=None,
        deal_id=None,
        client_id=None,
        kind=command.kind,
        heading=command.kind,
        rest=False,
        starts=MONDAY,
        ends=MONDAY,
        day=command.on,
        minutes=command.minutes,
        raw_minutes=command.minutes,
        break_minutes=0,
        billable=True,
        note="",
        source="manual",
        overlapping=False,
        recorded_at=MONDAY,
    )


def keep_all(db: Connection[Any], rows: Iterable[Row]) -> None:
    by_table: dict[type[Row], dict[Any, Row | None]] = {}
    for row in rows:
        by_table.setdefault(type(row), {})[getattr(row, row.KEY)] = row
    for kind, several in by_table.items():
        table = Table(kind)
        table.create(db)
        table.save(db, several)
