"""Everything that is assigned to somebody is at once trackable (S3-04, S3-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CLIENT, DEAL, HEAD, MONDAY, PLAYBOOK, TUESDAY
from fold import fold, keep
from fold import recorded as told
from psycopg import Connection
from work_facts import HOUR, PROJECT, SECOND, STAGE, THIRD, TICKET, recorded, started, stopped, submitted
from worked import labour_tables

from crm_es.labour.running import running
from crm_es.labour.trackable import Trackable, trackable
from crm_es.playbook import Labour, Playbook
from crm_es.playbook.labour import Usual
from crm_es.projections import timers, work_days, work_entries, work_periods
from crm_es.projections.client_registry import Client
from crm_es.projections.deal_registry import Deal
from crm_es.projections.project_registry import Project
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.task_list import Task
from crm_es.projections.ticket_registry import Ticket
from crm_es.projections.timers import Timer
from crm_es.projections.work_entries import WorkEntry
from crm_es.projections.work_periods import WorkPeriod
from crm_es.runners import topics
from crm_es.store.log import Log
from crm_es.store.table import Table

TASK = UUID(int=820)
USUAL = Usual(ticket="service", project="project work", deal="commercial activity", task="administration")
BOOK: Playbook = PLAYBOOK.model_copy(update={"labour": Labour(usual=USUAL)})


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    """A ticket, a stage, a task and a deal of Ann's, and what others have."""
    with labour_tables(log) as db:
        for row in (WorkEntry, WorkPeriod, Timer):
            Table(row).create(db)
        keep(db, Client(CLIENT, "Acme", ANN, None, MONDAY), ticket(TICKET, ANN), ticket(SECOND, BOB))
        keep(db, ticket(THIRD, ANN, status="done"), project(), stage(STAGE, (ANN, BOB)), stage(SECOND, (BOB,)))
        keep(db, task(TASK, ANN), task(SECOND, BOB), deal(DEAL, ANN), deal(SECOND, BOB))
        yield db


def ticket(ticket_id: UUID, person_id: UUID, **changes: Any) -> Ticket:
    texts: dict[str, Any] = {"stage": "task", "status": "new", "priority": "normal", "channel": "mail"}
    contact: dict[str, Any] = dict.fromkeys(("contact_name", "contact_email", "contact_phone"))
    whose: dict[str, Any] = {"client_id": CLIENT, "responsible_id": person_id, "head_id": HEAD, "involved": ()}
    when: dict[str, Any] = {"opened_at": MONDAY, "since": MONDAY, "resolution_due": TUESDAY}
    spent: dict[str, Any] = {"agreed_minutes": 60, "spent_minutes": 90, "limit_state": "over"}
    facts = texts | contact | whose | when | spent | changes
    return Ticket(ticket_id=ticket_id, reference="T-1", subject="Printer", **facts)


def project() -> Project:
    return Project(PROJECT, "Portal", "web", CLIENT, None, HEAD, "open", MONDAY, ())


def stage(stage_id: UUID, people: tuple[UUID, ...]) -> ProjectStage:
    return ProjectStage(
        stage_id=stage_id,
        project_id=PROJECT,
        name="Design",
        parent_id=None,
        category=None,
        kind=None,
        starts=None,
        ends=date(2026, 11, 30),
        status="open",
        done_percent=0,
        planned_minutes=100,
        spent_minutes=85,
        people=people,
        depends_on=(),
        version=1,
        planned_at=MONDAY,
    )


def task(task_id: UUID, person_id: UUID) -> Task:
    return Task(task_id, "Call Acme", person_id, HEAD, None, None, TUESDAY, TUESDAY, MONDAY)


def deal(deal_id: UUID, person_id: UUID) -> Deal:
    texts: dict[str, Any] = {"pipeline": "wholesale", "stage": "lead", "outcome": "open", "product": None}
    return Deal(
        deal_id=deal_id,
        title="Flour",
        client_id=CLIENT,
        owner_id=person_id,
        playbook_version=1,
        amount=None,
        currency=None,
        opened_at=MONDAY,
        since=MONDAY,
        **texts,
    )


def happened(db: Connection[Any], *events: Any) -> None:
    for projection in (work_entries, work_days, timers, work_periods):
        heard = [told(event) for event in events if type(event).__name__ in topics(projection.keys)]
        keep(db, *fold(projection, *heard).values())


def found(db: Connection[Any], now: datetime = TUESDAY) -> dict[str, Trackable]:
    return {thing.what: thing for thing in trackable(db, ANN, now, BOOK) if thing.what != "kind"}


def test_whatever_is_assigned_may_be_tracked_and_nothing_else(db: Connection[Any]) -> None:
    things = found(db)
    assert {what: thing.title for what, thing in things.items()} == {
        "ticket": "T-1 Printer",
        "stage": "Portal: Design",
        "task": "Call Acme",
        "deal": "Flour",
    }
    assert (things["ticket"].ticket_id, things["stage"].stage_id) == (TICKET, STAGE)
    assert (things["task"].task_id, things["deal"].deal_id) == (TASK, DEAL)
    assert len([thing for thing in trackable(db, ANN, TUESDAY, BOOK) if thing.what == "kind"]) == len(BOOK.labour.kinds)


def test_what_is_near_or_over_what_was_agreed_is_told(db: Connection[Any]) -> None:
    """S3-05."""
    things = found(db)
    assert (things["ticket"].planned_minutes, things["ticket"].spent_minutes, things["ticket"].state) == (
        60,
        90,
        "over",
    )
    assert (things["stage"].planned_minutes, things["stage"].spent_minutes, things["stage"].state) == (100, 85, "near")
    assert things["task"].state == "ok"


def test_one_click_knows_the_kind_of_work(db: Connection[Any]) -> None:
    assert {what: thing.kind for what, thing in found(db).items()} == {
        "ticket": "service",
        "stage": "project work",
        "task": "administration",
        "deal": "commercial activity",
    }
    work_entries_of(db)
    assert found(db)["task"].kind == "self-study"


def work_entries_of(db: Connection[Any]) -> None:
    entry = recorded(work_id=SECOND, task_id=TASK, kind="self-study")
    happened(db, entry, recorded(MONDAY - HOUR, MONDAY, work_id=THIRD, kind="break", rest=True))


def test_what_was_worked_on_last_stands_first(db: Connection[Any]) -> None:
    work_entries_of(db)
    first, second, *_ = trackable(db, ANN, TUESDAY, BOOK)
    assert (first.what, first.spent_minutes, first.last_at) == ("task", 60, MONDAY + HOUR)
    assert (second.what, second.kind) == ("kind", "break")
    assert trackable(db, ANN, TUESDAY + timedelta(200), BOOK)[0].last_at is None


def test_one_sees_what_runs_and_what_was_worked(db: Connection[Any]) -> None:
    happened(db, started, recorded(MONDAY - HOUR, MONDAY, work_id=SECOND))
    now = running(db, ANN, MONDAY + HOUR / 2, BOOK)
    assert now.running is not None
    assert (now.running["subject"], now.running["for_client"], now.running_minutes) == ("T-1 Printer", "Acme", 30)
    assert (now.today_minutes, now.period["minutes"], now.period["status"]) == (60, 60, "open")
    assert (now.period["first_day"], now.period["last_day"]) == (date(2026, 11, 23), date(2026, 11, 29))


def test_one_sees_what_to_go_on_with(db: Connection[Any]) -> None:
    happened(db, started, stopped, submitted)
    now = running(db, ANN, datetime(2026, 11, 24, 9, tzinfo=UTC), BOOK)
    assert (now.running, now.running_minutes, now.period["status"]) == (None, 0, "submitted")
    assert now.last is not None
    assert now.last["subject"] == "T-1 Printer"
    nothing = running(db, BOB, MONDAY, BOOK)
    assert (nothing.running, nothing.last, nothing.today_minutes) == (None, None, 0)
