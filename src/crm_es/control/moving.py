"""Many due times moved at once: to one time, or each by some working days (S2-19, X-03)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from crm_es.playbook import Calendar


def dues(db: Connection[Any], tasks: Collection[UUID], people: Collection[UUID] | None = None) -> dict[UUID, datetime]:
    """When these tasks are due, as far as they concern these people."""
    question = """
        SELECT task_id, due FROM task_list WHERE task_id = ANY(%(tasks)s)
        AND (%(people)s::uuid[] IS NULL OR responsible_id = ANY(%(people)s) OR supervisor_id = ANY(%(people)s))
    """
    values = {"tasks": list(tasks), "people": None if people is None else list(people)}
    return {row["task_id"]: row["due"] for row in db.execute(question, values).fetchall()}


def later(due: datetime, now: datetime, working_days: int, calendar: Calendar) -> datetime:
    """So many working days after it was due, or after today where that has passed; at the same hour."""
    day = max(calendar.day(due), calendar.day(now))
    return calendar.moment(calendar.after(day, working_days), due.astimezone(calendar.zone).time())
