"""Days of work in the tables that reports of labour read, without the log behind them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection

from crm_es.projections.client_registry import Client
from crm_es.projections.deal_registry import Deal
from crm_es.projections.project_registry import Project
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.task_list import Task
from crm_es.projections.ticket_registry import Ticket
from crm_es.projections.work_days import WorkDay
from crm_es.store.log import Log
from crm_es.store.table import Table

SUBJECTS = ("ticket_id", "project_id", "stage_id", "task_id", "deal_id", "client_id")


@contextmanager
def labour_tables(log: Log) -> Iterator[Connection[Any]]:
    """Tables of all that labour is about, and the staff: empty."""
    with log.datastore.get_connection() as db:
        for row in (WorkDay, StaffMember, Client, Deal, Task, Ticket, Project, ProjectStage):
            Table(row).create(db)
        yield db


def worked(person_id: UUID, day: date, minutes: int, kind: str, heading: str | None = None, **more: Any) -> WorkDay:
    """An entry of one day."""
    told: dict[str, Any] = {**dict.fromkeys(SUBJECTS), "rest": kind == "break", "billable": False, "note": ""}
    ids: dict[str, Any] = {"work_day_id": uuid4(), "work_id": uuid4(), "person_id": person_id}
    return WorkDay(**ids, day=day, minutes=minutes, kind=kind, heading=heading or kind, **told | more)
