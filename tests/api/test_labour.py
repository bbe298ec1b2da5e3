"""Reports of working time over HTTP: the labour report, the structure of a month, estimates from what is finished."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, DIRECTOR, HEAD, MONDAY
from starlette.testclient import TestClient

from crm_es.aggregates.project import FinishStage, OpenProject, PlannedWork, PlanStage
from crm_es.aggregates.work_log import RecordWork
from crm_es.application import Crm
from crm_es.context import IMPORT, Context
from crm_es.ids import work_log_of
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
Ask = Callable[..., Any]
MILL, NOVEMBER = UUID(int=900), "from=2026-11-01&to=2026-11-30"


def work(n: int, person_id: UUID, minutes: int, kind: str = "project work", **subject: Any) -> RecordWork:
    told: dict[str, Any] = {"day": "2026-11-20", "minutes": minutes, "source": "import"} | subject
    ids = {"work_log_id": work_log_of(person_id), "person_id": person_id, "work_id": UUID(int=n)}
    return RecordWork.model_validate({**ids, "kind": kind, **told})


@pytest.fixture
def worked(client: TestClient, staffed: Crm) -> Crm:
    """Ann finished six roofs of a project; she and Bob did other things besides."""
    assert client.base_url
    wishes: list[Any] = [OpenProject(project_id=MILL, name="Mill", lead_id=ANN)]
    for n in range(6):
        ids: dict[str, Any] = {"project_id": MILL, "stage_id": UUID(int=910 + n)}
        planned = (PlannedWork(person_id=ANN, minutes=60),)
        wishes.append(PlanStage(**ids, name="Repair the roof", category="Building", planned=planned))
        wishes += [work(920 + n, ANN, 60 + 10 * n, **ids), FinishStage(**ids)]
    wishes += [work(930, ANN, 90, "administration"), work(931, BOB, 30, "administration"), work(932, ANN, 15, "break")]
    for wish in wishes:
        staffed.handle(wish, Context(IMPORT, MONDAY, frozenset({IMPORT})))
    settle(staffed)
    return staffed


@pytest.fixture
def ask(client: TestClient, signed_in: SignedIn, worked: Crm) -> Ask:
    assert worked

    def asked(who: UUID, address: str, status: int = 200) -> Any:
        answer = client.get(address, headers=signed_in(who))
        assert answer.status_code == status, answer.text
        return answer.json() if "json" in answer.headers["content-type"] else answer.text

    return asked


def test_a_head_sees_the_days_of_the_team_and_what_went_over_the_plan(ask: Ask) -> None:
    report = ask(HEAD, f"/reports/labour?{NOVEMBER}")
    assert [(row["person"], row["what"], row["minutes"], row["over_minutes"]) for row in report["rows"]] == [
        ("Ann", "Mill", 510, 150),
        ("Ann", None, 90, 0),
        ("Bob", None, 30, 0),
    ]
    assert {day["day"] for day in report["days"] if not day["working"]} >= {"2026-11-21", "2026-11-22"}
    assert sum(day["minutes"] for day in report["days"]) == report["months"][0]["minutes"] == 630


@pytest.mark.parametrize("by", ["person", "client", "project", "subject"])
def test_each_cell_leads_to_its_entries(ask: Ask, by: str) -> None:
    for row in ask(HEAD, f"/reports/labour?{NOVEMBER}&by={by}")["rows"]:
        for cell in row["cells"]:
            found = ask(HEAD, f"/work-days?limit=200&{cell['query']}")["rows"]
            if by == "subject" or row["what"] or by == "person":
                kinds = {line["kind"] for line in found}
                assert (sum(line["minutes"] for line in found), len(kinds) <= 2) == (cell["minutes"], True)


def test_the_structure_of_a_month_adds_up_and_each_figure_leads_to_its_days(ask: Ask) -> None:
    rows = ask(HEAD, f"/reports/time-structure?{NOVEMBER}&person_id={ANN}")["rows"]
    of_ann = [row for row in rows if row["person_id"] == str(ANN)]
    shares = {(row["heading"], row["kind"]): (row["minutes"], row["percent"]) for row in of_ann}
    assert shares[None, None] == (600, "100.0")
    assert shares["projects", "project work"] == (510, "85.0")
    assert shares["administration", None] == (90, "15.0")
    assert shares["break", None] == (15, None)
    for row in of_ann:
        found = ask(HEAD, f"/work-days?limit=200&{row['query']}")["rows"]
        assert sum(line["minutes"] for line in found) == row["minutes"]


def test_everybody_sees_their_own_time_and_that_of_nobody_else(ask: Ask) -> None:
    assert {row["person"] for row in ask(BOB, f"/reports/labour?{NOVEMBER}")["rows"]} == {"Bob"}
    assert ask(BOB, f"/reports/labour?{NOVEMBER}&person_id={ANN}")["rows"] == []
    assert ask(BOB, f"/reports/time-structure?{NOVEMBER}&person_id={ANN}")["rows"] == []


def test_both_reports_come_as_tables_for_spreadsheets(ask: Ask, client: TestClient, signed_in: SignedIn) -> None:
    table = ask(HEAD, f"/reports/labour?{NOVEMBER}&format=csv")
    assert table.splitlines()[0].startswith("person,what,01.11.2026 off,02.11.2026,")
    assert ask(HEAD, f"/reports/time-structure?{NOVEMBER}&format=csv").startswith("month,person_id,person,")
    sheet = client.get(f"/reports/labour?{NOVEMBER}&format=xlsx", headers=signed_in(HEAD))
    assert sheet.content.startswith(b"PK")


def test_an_estimate_names_the_tasks_it_rests_on(ask: Ask) -> None:
    found = ask(ANN, "/reports/estimate?title=Repair+the+roof&category=Building")
    assert [found[name] for name in ("basis", "low", "median", "high", "with_risk", "tasks")] == [
        "actual",
        65,
        85,
        105,
        98,
        6,
    ]
    assert {task["title"] for task in found["rests_on"]} == {"Repair the roof"}
    corrected = ask(ANN, "/reports/estimate?title=Roof&category=Building&planned_minutes=120")
    assert (corrected["basis"], corrected["median"]) == ("ratio", 170)


def test_an_estimate_rests_on_what_one_may_see(ask: Ask) -> None:
    assert ask(BOB, "/reports/estimate?title=Repair+the+roof")["basis"] == "too few"
    assert ask(DIRECTOR, "/reports/estimate?title=Repair+the+roof")["tasks"] == 6


def test_questions_that_make_no_sense_are_refused(ask: Ask) -> None:
    assert "ends before it begins" in ask(HEAD, "/reports/labour?from=2026-11-30&to=2026-11-01", 409)["detail"]
    ask(HEAD, "/reports/labour?by=moon", 422)
    ask(HEAD, "/reports/estimate?title=", 422)
