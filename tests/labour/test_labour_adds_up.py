"""Each figure of the labour report and of the structure of time is what its days add up to, in whatever company."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL
from fold import keep
from psycopg import Connection
from worked import labour_tables, worked

from crm_es.labour.matrix import By, matrix
from crm_es.labour.structure import structure
from crm_es.pages import page
from crm_es.playbook import Calendar
from crm_es.projections.client_registry import Client
from crm_es.projections.project_registry import Project
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.work_days import WorkDay
from crm_es.registries import registry
from crm_es.store.log import Log

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
SINCE, UNTIL = date(2026, 10, 20), date(2026, 11, 10)
PEOPLE: Final = {ANN: "Ann", BOB: "Bob", CAROL: "Carol"}
MILLS, YARD = UUID(int=800), UUID(int=801)
PLANNED: Final = {UUID(int=910 + n): 200 * n for n in range(4)}
"""Minutes of stages; the even ones belong to the first project."""
BUDGETS: Final = {UUID(int=900): 900, UUID(int=901): None}


def project_of(stage_id: UUID) -> UUID:
    return UUID(int=900 + stage_id.int % 2)


def stage(stage_id: UUID) -> ProjectStage:
    told: dict[str, Any] = dict.fromkeys(("parent_id", "category", "kind", "starts", "ends"))
    ids: dict[str, Any] = {"stage_id": stage_id, "project_id": project_of(stage_id)}
    figures: dict[str, Any] = {
        "planned_minutes": PLANNED[stage_id],
        "spent_minutes": 0,
        "done_percent": 0,
        "version": 1,
    }
    return ProjectStage(
        **ids, **told, **figures, name="S", status="open", people=(), depends_on=(), planned_at=NOON
    )  # fmt: skip


def a_day(dice: random.Random) -> WorkDay:
    stage_id = dice.choice(list(PLANNED))
    subject = dice.choice(
        [
            {"project_id": project_of(stage_id), "stage_id": stage_id},
            {"project_id": dice.choice(list(BUDGETS))},
            {"client_id": dice.choice([MILLS, YARD])},
            {},
        ]
    )
    kind, heading = dice.choice(
        [("mail", "administration"), ("calls", "commercial"), ("reports", "administration"), ("break", "break")]
    )
    day = SINCE + timedelta(dice.randrange(-5, 27))
    return worked(dice.choice(list(PEOPLE)), day, dice.randrange(1, 300), kind, heading, **subject)


@pytest.fixture(params=range(3))
def company(log: Log, request: pytest.FixtureRequest) -> Iterator[tuple[Connection[Any], list[WorkDay]]]:
    dice = random.Random(request.param)
    days = [a_day(dice) for _ in range(150)]
    with labour_tables(log) as db:
        keep(db, *(StaffMember(person, name, "", None, NOON) for person, name in PEOPLE.items()))
        keep(
            db,
            *(Client(client_id, name, ANN, None, NOON) for client_id, name in ((MILLS, "Mills"), (YARD, "Yard"))),
        )
        limits: dict[str, Any] = {"budget_per": "total"}
        keep(db, *(
            Project(one, "P", "project", client, None, ANN, "open", NOON, (), budget_minutes=BUDGETS[one], **limits)
            for one, client in zip(BUDGETS, (MILLS, None), strict=True)
        ))  # fmt: skip
        keep(db, *map(stage, PLANNED), *days)
        yield db, days


def beyond(days: list[WorkDay]) -> Counter[UUID]:
    """How much of each day lies over what is agreed, counted one after another."""
    agreed = {key: minutes for key, minutes in (PLANNED | BUDGETS).items() if minutes}
    spent, over = Counter[UUID](), Counter[UUID]()
    for one in sorted(days, key=lambda one: (one.day, one.work_day_id)):
        for key in (one.stage_id, one.project_id):
            if key in agreed and not one.rest and one.day <= UNTIL:
                spent[key] += one.minutes
                too_much = min(one.minutes, spent[key] - agreed[key])
                over[one.work_day_id] = max(over[one.work_day_id], too_much)
    return over


def behind(db: Connection[Any], query: str) -> list[dict[str, Any]]:
    return page(registry("work-days"), db, filters=dict(parse_qsl(query)), limit=1000).rows


@pytest.mark.parametrize("by", ["person", "client", "project", "subject"])
@pytest.mark.parametrize("narrowed", [{}, {"client_id": MILLS}, {"project_id": UUID(int=900)}])
def test_each_cell_is_the_sum_of_the_days_that_it_leads_to(
    company: tuple[Connection[Any], list[WorkDay]], by: By, narrowed: dict[str, Any]
) -> None:
    db, days = company
    client_of: dict[UUID | None, UUID] = {UUID(int=900): MILLS}
    wanted = [
        one for one in days
        if SINCE <= one.day <= UNTIL and not one.rest
        and narrowed.get("client_id") in (None, one.client_id or client_of.get(one.project_id))
        and narrowed.get("project_id") in (None, one.project_id)
    ]  # fmt: skip
    over = beyond(days)
    found = matrix(db, Calendar(), since=SINCE, until=UNTIL, by=by, **narrowed)
    told = Counter[UUID]()
    for row in found.rows:
        assert len({cell["day"] for cell in row["cells"]}) == len(row["cells"])
        for cell in row["cells"]:
            rows = behind(db, cell["query"])
            told.update(one["work_day_id"] for one in rows)
            assert sum(one["minutes"] for one in rows) == cell["minutes"]
            assert sum(over[one["work_day_id"]] for one in rows) == cell["over_minutes"]
            assert len(rows) == cell["entries"]
        assert sum(cell["minutes"] for cell in row["cells"]) == row["minutes"]
    assert told == Counter(one.work_day_id for one in wanted), "each day is behind one cell"
    of_day = Counter[date]()
    for one in wanted:
        of_day[one.day] += one.minutes
    assert {day["day"]: day["minutes"] for day in found.days if day["minutes"]} == of_day


@pytest.mark.parametrize("people", [None, {ANN}, {ANN, BOB}])
def test_each_line_of_the_structure_is_the_sum_of_the_days_that_it_leads_to(
    company: tuple[Connection[Any], list[WorkDay]], people: set[UUID] | None
) -> None:
    db, days = company
    expected: defaultdict[tuple[Any, ...], int] = defaultdict(int)
    for one in days:
        if people is None or one.person_id in people:
            month = one.day.replace(day=1)
            for person in (None, one.person_id):
                expected[month, person, None, None] += one.minutes * (not one.rest)
                expected[month, person, one.heading, None] += one.minutes
                expected[month, person, one.heading, one.kind] += one.minutes
    lines = structure(db, since=SINCE, until=UNTIL, people=people)
    names = ("month", "person_id", "heading", "kind")
    assert {tuple(line[name] for name in names): line["minutes"] for line in lines} == dict(expected)
    for line in lines:
        of_sight = [one for one in behind(db, line["query"]) if people is None or one["person_id"] in people]
        assert sum(one["minutes"] for one in of_sight) == line["minutes"]
        if line["percent"] is not None:
            whole = expected[line["month"], line["person_id"], None, None]
            assert float(line["percent"]) == pytest.approx(100 * line["minutes"] / whole, abs=0.051)
