"""The list of the morning: what one person must deal with today, and with which commands (S0-22)."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from crm_es.actions import of_entry, of_task
from crm_es.aggregates import DECIDERS
from crm_es.api.buttons import doings
from crm_es.api.commands import kebab
from crm_es.api.house import House, answer
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.today_answers import Morning, TodayEntry, TodayTask
from crm_es.audit import main_registry
from crm_es.context import Context
from crm_es.directory import Directory
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.task_list import Task
from crm_es.reference import Reference
from crm_es.today import Today, today

READERS: Final = ("notebook_entries", "task_list", "desk_state", "order_desks")
NAMED: Final = {decider.name: decider for decider in DECIDERS}


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["notebook"])

    @routes.get("/notebook/today", responses={**documented(404, 503), 200: {"model": Morning}})
    def morning(
        asker: Annotated[Asker, Depends(house.door)],
        _: Annotated[None, Depends(house.caught_up(READERS))],
        person_id: Annotated[UUID | None, Query(description="For whom one stands in; oneself otherwise.")] = None,
    ) -> Response:
        """What is to be dealt with now: entries under their headings, tasks, and the desks that entries keep closed.

        Each has the commands that deal with it, the usual one first; who may not send one does not see it.
        """
        now, reference = datetime.now(UTC), house.crm.reference
        whose = person_id or asker.person_id
        context = reference.completed(Context(asker.person_id, now))
        if not context.is_or_stands_in_for(whose):
            raise HTTPException(404)
        with house.database() as db:
            found = today(db, whose, now, reference.calendar)
        return answer(told(found, reference, whose, context.roles, now))

    return routes


def told(found: Today, reference: Reference, person_id: UUID, roles: Collection[str], now: datetime) -> dict[str, Any]:
    """What is found, as people with these roles are told of it."""
    directory = Directory(reference.people)

    def entries(some: Iterable[Entry]) -> list[dict[str, Any]]:
        return [entry_told(entry, found, roles, now) for entry in some]

    def tasks(some: Iterable[Task]) -> list[dict[str, Any]]:
        return [task_told(task, found, roles) for task in some]

    return {
        "person_id": person_id,
        "person": directory.name(person_id),
        "stands_in_for": [
            {"person_id": other, "person": directory.name(other)}
            for other in directory.people
            if directory.stands_in(person_id, other, now)
        ],
        "day": found.day,
        "numbers": found.numbers,
        "desks": [desk._asdict() for desk in found.desks],
        "headings": [{"heading": one.heading, "entries": entries(one.entries)} for one in found.headings],
        "later": entries(found.later),
        "tasks": {
            "overdue": tasks(found.tasks_overdue),
            "today": tasks(found.tasks_today),
            "later": tasks(found.tasks_later),
        },
    }


def entry_told(entry: Entry, found: Today, roles: Collection[str], now: datetime) -> dict[str, Any]:
    shown = {name: getattr(entry, name) for name in TodayEntry.model_fields if hasattr(entry, name)}
    return shown | {
        "link": link(entry.about, entry.subject_id),
        "regarding": record_told(found, entry.subject_id),
        "age_hours": int((now - entry.added_at).total_seconds() // 3600),
        "actions": doings(of_entry(entry, roles)),
    }


def task_told(task: Task, found: Today, roles: Collection[str]) -> dict[str, Any]:
    shown = {name: getattr(task, name) for name in TodayTask.model_fields if hasattr(task, name)}
    return shown | {
        "link": link("task", task.task_id),
        "regarding": record_told(found, task.task_id),
        "actions": doings(of_task(task, roles)),
    }


def record_told(found: Today, record_id: UUID) -> dict[str, Any] | None:
    record = found.regarding.get(record_id)
    return record._asdict() if record else None


def link(about: str, subject_id: UUID) -> str | None:
    """Where the record is looked at: in its list, else its history."""
    if (decider := NAMED.get(about)) is None:
        return None
    place = f"/{kebab(decider.plural)}/{subject_id}"
    return place if main_registry(decider) else f"{place}/history"
