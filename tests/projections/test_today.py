"""The list of the morning, on a real database (S0-22, S0-28, S0-29)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, FRIDAY, ID, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import keep

from crm_es.ids import desk_of, notebook_of, order_desk_of
from crm_es.playbook import Calendar
from crm_es.projections.desk_state import Desk
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.order_desks import OrderDesk
from crm_es.projections.task_list import Task
from crm_es.today import Today, today

Db = psycopg.Connection[Any]
HOUR = timedelta(hours=1)
MOSCOW = Calendar(time_zone="Europe/Moscow")


def entry(n: int, heading: str = "Calls", **changes: Any) -> Entry:
    facts: dict[str, Any] = {"about": "call", "subject_id": ID, "text": "Acme", "to_do": "Call.", "added_at": MONDAY}
    facts |= {"kind": "missed call", "blocks": False, "desks": ()} | changes
    return Entry(UUID(int=n), ANN, notebook_of(ANN), heading=heading, **facts)


def task(n: int, due: Any, **changes: Any) -> Task:
    facts: dict[str, Any] = {"supervisor_id": BOB, "deal_id": None, "stage": None, "first_due": due} | changes
    return Task(UUID(int=n), "Call", facts.pop("responsible_id", ANN), due=due, assigned_at=MONDAY, **facts)


def seen(db: Db, at: Any = WEDNESDAY) -> Today:
    return today(db, ANN, at, MOSCOW)


def ids(rows: list[Any]) -> list[int]:
    return [getattr(row, row.KEY).int for row in rows]


@pytest.fixture
def notebook(company: Db) -> Db:
    keep(
        company,
        entry(1, added_at=MONDAY),
        entry(2, "Prices", added_at=TUESDAY, blocks=True, desks=("invoice",)),
        entry(3, "Prices", added_at=MONDAY + HOUR, seen_at=TUESDAY),
        entry(4, added_at=TUESDAY + HOUR),
        entry(5, put_off_until=FRIDAY, blocks=True, desks=("order",)),
        entry(6, put_off_until=THURSDAY),
        entry(7, closed_at=TUESDAY),
    )
    return company


def test_what_closes_a_desk_comes_first_then_the_oldest(notebook: Db) -> None:
    headings = seen(notebook).headings
    assert [(heading.heading, ids(heading.entries)) for heading in headings] == [("Prices", [2, 3]), ("Calls", [1, 4])]


def test_what_was_put_off_stands_apart_with_its_time_and_comes_back(notebook: Db) -> None:
    assert ids(seen(notebook).later) == [6, 5]
    assert ids(seen(notebook, THURSDAY).later) == [5], "even before the clock says so"
    assert seen(notebook, THURSDAY).numbers["entries"] == 5


def test_tasks_stand_by_the_day_of_the_company(company: Db) -> None:
    """Wednesday noon in Moscow; its day ends three hours before that of UTC."""
    late = WEDNESDAY.replace(hour=21)
    keep(
        company,
        task(1, TUESDAY),
        task(2, late - timedelta(seconds=1)),
        task(3, late),
        task(4, WEDNESDAY + HOUR, status="done"),
        task(5, TUESDAY, responsible_id=BOB),
        task(6, FRIDAY, status="returned"),
    )
    found = seen(company)
    assert (ids(found.tasks_overdue), ids(found.tasks_today), ids(found.tasks_later)) == ([1], [2], [3, 6])


def test_a_badge_has_its_numbers(notebook: Db) -> None:
    keep(notebook, task(1, TUESDAY), task(2, WEDNESDAY + HOUR), task(3, FRIDAY))
    assert seen(notebook).numbers == {
        "now": 6,
        "entries": 4,
        "new": 3,
        "closing": 2,
        "overdue": 1,
        "tasks_overdue": 1,
        "tasks_today": 1,
    }


def test_desks_at_which_nothing_happened_are_open(company: Db) -> None:
    found = {desk.desk: desk for desk in seen(company).desks}
    assert [(name, desk.closed, desk.desk_id) for name, desk in found.items()] == [
        ("invoice", False, desk_of(ANN)),
        ("order", False, order_desk_of(ANN)),
    ]


def test_a_closed_desk_says_what_opens_it_and_what_to_return_to(company: Db) -> None:
    """S0-28, S0-29."""
    keep(company, Desk(desk_of(ANN), ANN, 1, entries=(ID,), since=MONDAY, drafts=(OTHER_ID,)))
    keep(company, OrderDesk(order_desk_of(ANN), ANN, 1, entries=(ID,), since=MONDAY, exempted_until=THURSDAY))
    invoice, order = seen(company).desks
    assert (invoice.closed, invoice.entries, invoice.since, invoice.drafts) == (True, (ID,), MONDAY, (OTHER_ID,))
    assert (order.closed, order.entries, order.exempted_until) == (False, (ID,), THURSDAY)
    order = seen(company, FRIDAY).desks[1]
    assert (order.closed, order.exempted_until) == (True, None)
