"""The labour report: who worked on which day on what, what was over the agreed amount, and what lies behind (S3-21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from examples import ANN, BOB
from fold import keep
from psycopg import Connection
from worked import labour_tables, worked

from crm_es.labour.matrix import By, Matrix, matrix
from crm_es.labour.matrix_rows import table
from crm_es.messages import Refused
from crm_es.playbook import Calendar
from crm_es.projections.client_registry import Client
from crm_es.projections.project_registry import Project
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.staff_registry import StaffMember
from crm_es.store.log import Log

CALENDAR = Calendar(holidays=(date(2026, 11, 4),))
SINCE, UNTIL = date(2026, 11, 2), date(2026, 11, 8)
MONDAY, TUESDAY, SATURDAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 7)
EARLIER = date(2026, 10, 30)
MILL, SETUP = UUID(int=900), UUID(int=901)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    with labour_tables(log) as db:
        keep(db, StaffMember(ANN, "Ann", "", None, NOON), StaffMember(BOB, "Bob", "", None, NOON))
        yield db


def stage(planned: int) -> ProjectStage:
    return ProjectStage(
        stage_id=SETUP,
        project_id=MILL,
        name="Set up",
        parent_id=None,
        category=None,
        kind=None,
        starts=None,
        ends=None,
        status="open",
        done_percent=0,
        planned_minutes=planned,
        spent_minutes=0,
        people=(ANN,),
        depends_on=(),
        version=1,
        planned_at=NOON,
    )


def project(**more: Any) -> Project:
    return Project(MILL, "Mill", "project", None, None, ANN, "open", NOON, (), **more)


def on_setup(person_id: UUID, day: date, minutes: int) -> Any:
    return worked(person_id, day, minutes, "project work", project_id=MILL, stage_id=SETUP)


def asked(db: Connection[Any], by: By = "project", **question: Any) -> Matrix:
    return matrix(db, CALENDAR, **{"since": SINCE, "until": UNTIL, "by": by} | question)


def cells(row: dict[str, Any]) -> dict[date, int]:
    return {cell["day"]: cell["minutes"] for cell in row["cells"]}


def test_each_person_and_project_has_a_row_with_a_cell_for_each_day_of_work(db: Connection[Any]) -> None:
    keep(db, project(), stage(0), on_setup(ANN, MONDAY, 60), on_setup(ANN, MONDAY, 30), on_setup(BOB, TUESDAY, 45))
    keep(db, worked(ANN, MONDAY, 20, "administration"), worked(ANN, MONDAY, 40, "break"))
    ann, other, bob = asked(db).rows
    assert (ann["person"], ann["what"], cells(ann), ann["minutes"]) == ("Ann", "Mill", {MONDAY: 90}, 90)
    assert (other["person"], other["what"], cells(other)) == ("Ann", None, {MONDAY: 20})
    assert (bob["person"], cells(bob)) == ("Bob", {TUESDAY: 45})


def test_weekends_and_holidays_are_marked_whether_or_not_somebody_worked(db: Connection[Any]) -> None:
    keep(db, worked(ANN, SATURDAY, 60, "service"))
    days = asked(db).days
    assert [day["day"].day for day in days if not day["working"]] == [4, 7, 8]
    assert {day["day"]: day["minutes"] for day in days if day["minutes"]} == {SATURDAY: 60}


def test_what_lies_over_the_plan_of_a_stage_is_marked_where_it_was_reached(db: Connection[Any]) -> None:
    """Whoever else worked on it, and before the days that are shown."""
    keep(db, project(), stage(100), on_setup(BOB, EARLIER, 50), on_setup(ANN, MONDAY, 40), on_setup(ANN, TUESDAY, 30))
    (row,) = asked(db, people={ANN}).rows
    assert [(cell["day"], cell["over_minutes"]) for cell in row["cells"]] == [(MONDAY, 0), (TUESDAY, 20)]
    assert row["over_minutes"] == 20


def test_so_is_what_lies_over_the_budget_of_the_project(db: Connection[Any]) -> None:
    keep(db, project(budget_minutes=50, budget_per="total"), stage(0), on_setup(ANN, MONDAY, 60))
    assert asked(db).rows[0]["over_minutes"] == 10


def test_a_cell_says_how_to_see_its_entries(db: Connection[Any]) -> None:
    keep(db, project(), stage(0), on_setup(ANN, MONDAY, 60))
    (row,) = asked(db, by="subject").rows
    assert row["what"] == "Mill: Set up"
    assert dict(parse_qsl(row["cells"][0]["query"])) == {
        "person_id": str(ANN),
        "project_id": str(MILL),
        "stage_id": str(SETUP),
        **dict.fromkeys(("for_client_id", "ticket_id", "deal_id", "task_id"), "none"),
        "day_from": "2026-11-02",
        "day_to": "2026-11-02",
        "rest": "false",
    }


def test_sums_are_by_weekday_and_by_month(db: Connection[Any]) -> None:
    keep(db, worked(ANN, EARLIER, 10, "service"), worked(ANN, MONDAY, 20, "service"), worked(BOB, MONDAY, 5, "service"))
    found = asked(db, by="person", since=EARLIER)
    assert {line["weekday"]: line["minutes"] for line in found.weekdays if line["minutes"]} == {
        "monday": 25,
        "friday": 10,
    }
    assert found.months == [
        {"month": date(2026, 10, 1), "minutes": 10},
        {"month": date(2026, 11, 1), "minutes": 25},
    ]
    assert found.rows[0]["months"] == {"2026-10": 10, "2026-11": 20}
    assert found.rows[0]["weekdays"] == {"friday": 10, "monday": 20}


def test_by_subject_kinds_of_work_that_name_none_are_rows_apart(db: Connection[Any]) -> None:
    keep(db, worked(ANN, MONDAY, 20, "administration"), worked(ANN, MONDAY, 10, "self-study"))
    assert [row["what"] for row in asked(db, by="subject").rows] == ["administration", "self-study"]
    assert len(asked(db, by="client").rows) == 1


def test_by_person_each_has_one_row_of_all_their_clients_and_names_none(db: Connection[Any]) -> None:
    """Against a count by hand."""
    met = [Client(UUID(int=n), f"Client {n}", ANN, None, NOON) for n in (1, 2)]
    days = [
        worked(who, date(2026, 11, 2 + n % 5), 10 + n, "service", client_id=met[n % 2].client_id if n % 3 else None)
        for n, who in enumerate((ANN, BOB) * 10)
    ]
    keep(db, *met, *days)
    rows = asked(db, by="person").rows
    assert [(row["person"], row["client"], row["what"]) for row in rows] == [("Ann", None, None), ("Bob", None, None)]
    for row in rows:
        by_hand = Counter[date]()
        for one in days:
            by_hand[one.day] += one.minutes if one.person_id == row["person_id"] else 0
        assert cells(row) == +by_hand
        assert list(cells(row)) == sorted(cells(row))


def test_one_sees_whom_one_may_see_and_may_narrow_it(db: Connection[Any]) -> None:
    keep(db, project(), stage(0), on_setup(ANN, MONDAY, 60), worked(BOB, MONDAY, 5, "service"))
    assert [row["person"] for row in asked(db, people=[BOB]).rows] == ["Bob"]
    assert [row["person"] for row in asked(db, project_id=MILL).rows] == ["Ann"]
    assert asked(db, client_id=UUID(int=1)).rows == []


def test_as_a_table_it_has_a_column_for_each_day_in_hours(db: Connection[Any]) -> None:
    keep(db, worked(ANN, MONDAY, 90, "service"))
    found = asked(db, by="person", until=date(2026, 11, 4))
    assert table(found.days, found.rows) == [
        {
            "person": "Ann",
            "02.11.2026": 1.5,
            "03.11.2026": None,
            "04.11.2026 off": None,
            "hours": 1.5,
            "over_agreed": 0.0,
        }
    ]


def test_a_span_that_makes_no_sense_is_refused(db: Connection[Any]) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        asked(db, since=UNTIL, until=SINCE)
