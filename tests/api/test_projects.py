"""Projects over HTTP: planned, worked on, compared with the plan; each sees what concerns them (S3-16..S3-20, X-36)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, CAROL, DIRECTOR, HEAD, LAWYER, MONDAY, policy, roubles
from project_facts import PLANNED, PROJECT, SETUP, count
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.project import SetBaseline, SetProjectBudget
from crm_es.aggregates.rate_card import SetRate
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.runners.worker import settle

HOW_TO: Final = Path(__file__).parents[2] / "docs" / "how-to" / "keep-a-project-within-its-plan.md"
WISH: Final = re.compile(r"^POST (\S+) +(?=\{)", re.MULTILINE)
SignedIn = Callable[[UUID], dict[str, str]]
Ask = Callable[..., Any]


@pytest.fixture
def planned(client: TestClient, staffed: Crm) -> Crm:
    """Ann's project, with Bob and Carol, of whose work an hour of Bob's is counted."""
    wishes = (
        *PLANNED,
        SetBaseline(project_id=PROJECT, name="Agreed"),
        SetProjectBudget(project_id=PROJECT, minutes=90),
    )
    client_id = PLANNED[0].client_id
    assert client_id
    assert client.base_url
    staffed.handle(MeetClient(client_id=client_id, name="Acme", owner_id=ANN), Context(by=ANN, at=MONDAY))
    for wish in wishes:
        staffed.handle(wish, Context(by=ANN, at=MONDAY))
    settle(staffed)
    return staffed


@pytest.fixture
def ask(client: TestClient, signed_in: SignedIn, planned: Crm) -> Ask:
    """What somebody is answered."""
    assert planned

    def asked(who: UUID, address: str) -> Any:
        answer = client.get(address, headers=signed_in(who))
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asked


def recorded(client: TestClient, headers: dict[str, str], staffed: Crm) -> None:
    body = {"person_id": str(BOB), "project_id": str(PROJECT), "stage_id": str(SETUP), "kind": "project work"}
    time = {"day": "2026-11-23", "minutes": 60, "work_id": str(UUID(int=77))}
    answer = client.post(f"/work-logs/{work_log_of(BOB)}/record-work", json=body | time, headers=headers)
    assert answer.status_code == 202, answer.text
    settle(staffed)


def test_each_figure_leads_to_its_entries(client: TestClient, signed_in: SignedIn, planned: Crm, ask: Ask) -> None:
    recorded(client, signed_in(BOB), planned)
    whole, setup, test = ask(ANN, f"/projects/plan-fact?project_id={PROJECT}")["rows"]
    assert (whole["planned_minutes"], whole["actual_minutes"], setup["percent"], test["state"]) == (1000, 60, 10, "ok")
    found = ask(ANN, f"/project-work?{setup['query']}")["rows"]
    assert [(row["work_id"], row["minutes"], row["stage"]) for row in found] == [(str(UUID(int=77)), 60, "Set up")]
    by_category = ask(ANN, "/projects/plan-fact?by=category&baseline=1")["rows"][1]
    assert by_category["category"] == "build"
    assert len(ask(ANN, f"/project-work?{by_category['query']}")["rows"]) == 1
    (budget,) = ask(ANN, "/projects/budgets")["rows"]
    assert (budget["available"], budget["spent"], budget["state"]) == ("1.50", "1.00", "ok")
    assert len(ask(ANN, f"/project-work?{budget['query']}")["rows"]) == 1


def test_each_sees_the_projects_that_concern_them(ask: Ask) -> None:
    def names(who: UUID) -> list[Any]:
        return [row["name"] for row in ask(who, "/projects")["rows"]]

    assert [names(who) for who in (ANN, HEAD, BOB, DIRECTOR)] == [["Rollout"]] * 4
    assert [len(ask(who, "/projects/gantt")["rows"]) for who in (ANN, CAROL)] == [2, 2]
    assert [row["name"] for row in ask(BOB, "/project-stages?sort=name")["rows"]] == ["Set up", "Test"]


def test_what_hours_cost_is_for_those_who_lead_the_project(
    client: TestClient, signed_in: SignedIn, planned: Crm, ask: Ask
) -> None:
    """Of a stage with one person, its hours and its cost would tell the rate of that person."""
    first = MONDAY.date()
    card: dict[str, Any] = {"since": first}
    planned.handle(SetRate(rate_id=UUID(int=1), per_hour=roubles(3000), **card), Context(by=ADMIN, at=MONDAY))
    rate = SetRate(rate_id=UUID(int=2), per_hour=roubles(1200), use="cost", **card)
    planned.handle(rate, Context(by=ADMIN, at=MONDAY))
    limit = SetProjectBudget(project_id=PROJECT, minutes=90, amount=roubles(5000), use="cost")
    planned.handle(limit, Context(by=ANN, at=MONDAY))
    recorded(client, signed_in(BOB), planned)
    reports = ("earned-value?by=stage", "earned-value?use=price", "budgets")
    for who, units in ((CAROL, {"hours"}), (ANN, {"hours", "RUB"}), (HEAD, {"hours", "RUB"})):
        for report in reports:
            assert {row["unit"] for row in ask(who, f"/projects/{report}")["rows"]} == units, (who, report)
    for past in ("/history", "/differences?from=0&to=9", "?version=9"):
        for who, status in ((CAROL, 404), (ANN, 200), (HEAD, 200)):
            assert client.get(f"/projects/{PROJECT}{past}", headers=signed_in(who)).status_code == status
    assert client.get(f"/projects/{PROJECT}", headers=signed_in(CAROL)).status_code == 200


def test_one_sees_the_hours_that_one_may_see_entry_by_entry(
    client: TestClient, signed_in: SignedIn, planned: Crm, ask: Ask
) -> None:
    recorded(client, signed_in(BOB), planned)
    for who, minutes in ((ANN, 60), (HEAD, 60), (BOB, 60), (CAROL, 0)):
        for by in ("stage", "person", "category", "project"):
            for line in ask(who, f"/projects/plan-fact?by={by}")["rows"]:
                rows = ask(who, f"/project-work?{line['query']}")["rows"]
                assert sum(row["minutes"] for row in rows) == line["actual_minutes"] <= minutes
    assert {row["person"] for row in ask(CAROL, "/projects/gantt?by=person")["rows"]} == {"Carol"}


def test_whoever_has_nothing_to_do_with_it_sees_nothing(
    client: TestClient, signed_in: SignedIn, planned: Crm, ask: Ask
) -> None:
    assert client.base_url
    assert planned
    assert ask(LAWYER, "/projects")["rows"] == []
    assert ask(LAWYER, "/projects/plan-fact")["rows"][0]["planned_minutes"] == 0
    for report in ("gantt", "earned-value", "budgets"):
        assert ask(LAWYER, f"/projects/{report}")["rows"] == []
    assert client.get(f"/projects/{PROJECT}", headers=signed_in(LAWYER)).status_code == 404


def test_reports_are_tables_too(client: TestClient, signed_in: SignedIn, planned: Crm) -> None:
    assert planned
    for report in ("plan-fact?by=stage%20and%20person", "gantt?by=person", "earned-value?by=stage", "budgets"):
        name, _, rest = report.partition("?")
        table = client.get(f"/projects/{name}?{rest}&format=csv", headers=signed_in(ANN))
        assert table.text.startswith("project_id,project"), report
        sheet = client.get(f"/projects/{name}?{rest}&format=xlsx", headers=signed_in(ANN))
        assert sheet.content.startswith(b"PK"), report


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/projects/plan-fact?by=moon", 422),
        ("/projects/plan-fact?baseline=0", 422),
        (f"/projects/plan-fact?project_id={PROJECT}&baseline=9", 409),
        ("/projects/plan-fact?baseline=1&as_of=2026-11-23T09:00:00Z", 409),
        ("/projects/plan-fact?as_of=0001-01-01", 422),
        ("/projects/plan-fact?as_of=yesterday", 422),
        ("/projects/gantt?from=2026-12-02&to=2026-12-01", 409),
        ("/projects/earned-value?use=hope", 422),
        ("/projects/budgets?project_id=7", 422),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: TestClient, signed_in: SignedIn, planned: Crm, address: str, status: int
) -> None:
    assert planned
    assert client.get(address, headers=signed_in(ANN)).status_code == status


def test_a_deal_shows_its_project(client: TestClient, signed_in: SignedIn, planned: Crm, ask: Ask) -> None:
    """S3-22: a long sale is led as a project."""
    deal = {"title": "Line of machines", "owner_id": str(ANN), "pipeline": "wholesale"}
    deal_id = client.post("/deals", json=deal, headers=signed_in(ANN)).json()["id"]
    sale = {"name": "Line of machines", "kind": "sale", "deal_id": deal_id, "lead_id": str(ANN)}
    made = client.post("/projects", json=sale, headers=signed_in(ANN))
    assert made.status_code == 202, made.text
    settle(planned)
    (row,) = ask(ANN, f"/projects?deal_id={deal_id}")["rows"]
    assert (row["name"], row["deal"], row["kind"]) == ("Line of machines", "Line of machines", "sale")
    unknown = sale | {"deal_id": str(PROJECT)}
    assert client.post("/projects", json=unknown, headers=signed_in(ANN)).status_code == 409


def test_a_plan_is_asked_for_as_of_a_day(ask: Ask) -> None:
    """It was planned on Monday, and is known at the end of that day."""
    for then, minutes in (("2026-11-22", 0), ("2026-11-23", 1000), ("2026-11-23T05:00:00Z", 0)):
        assert ask(ANN, f"/projects/plan-fact?as_of={then}")["rows"][0]["planned_minutes"] == minutes


def test_what_the_how_to_says_can_be_sent(client: TestClient, signed_in: SignedIn, planned: Crm) -> None:
    """Each command with its body, one after another."""
    known = {"client_id": PLANNED[0].client_id, "lead_id": ANN, "stage_id": UUID(int=8), "person_id": BOB}
    text = HOW_TO.read_text()
    for name, value in known.items():
        text = text.replace(f'"{name}": "…"', f'"{name}": "{value}"')
    sent = [(found[1], json.JSONDecoder().raw_decode(text, found.end())[0]) for found in WISH.finditer(text)]
    assert len(sent) == text.count("POST ")
    made = ""
    for address, body in sent:
        answer = client.post(address.replace("P/", f"/projects/{made}/"), json=body, headers=signed_in(ANN))
        assert answer.status_code == 202, (address, answer.text)
        made = made or answer.json()["id"]
        settle(planned)


def test_its_past_reads_as_sentences(planned: Crm, ask: Ask) -> None:
    planned.handle(count(600), policy())
    settle(planned)
    told = str(ask(ANN, f"/projects/{PROJECT}/history"))
    assert "Project begun: Rollout. Ann leads it." in told
    assert "Bob worked 600 minutes on 2026-11-23 (project work)." in told
    assert "Danger (stage over plan): 100" in told
    assert "Baseline 1: Agreed, 1000 minutes in all." in str(
        ask(ANN, "/clients/" + str(PLANNED[0].client_id) + "/timeline")
    )
