"""Playbooks on trial, the plan of gates and the report on adoption over HTTP: who may ask, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Lock
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, DIRECTOR, HEAD, ID, OTHER_ID, PLAYBOOK
from past import gated, invoice
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.staff_member import ChangeSupervisor
from crm_es.api.trial import one_at_a_time
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import notebook_of
from crm_es.playbook import Gate, Playbook
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
Ask = Callable[..., Any]
GATED = gated(PLAYBOOK, payment_made=(Gate(roles=("manager",)),))


@pytest.fixture
def trade(staffed: Crm) -> Crm:
    """Yesterday Ann and Bob were told of payments, and each issued an invoice; Bob answers to the director."""
    at = datetime.now(UTC) - timedelta(days=1)
    moving = ChangeSupervisor(staff_member_id=BOB, supervisor_id=DIRECTOR)
    staffed.handle(moving, Context(by="cli", at=at, roles=frozenset({"administrator"})))
    for person_id, key in ((ANN, ID), (BOB, OTHER_ID)):
        entry = AddEntry(
            notebook_id=notebook_of(person_id),
            person_id=person_id,
            entry_id=key,
            kind="payment made",
            about="payment_request",
            subject_id=key,
            text="It is paid.",
        )
        staffed.handle(entry, Context(by="policy", at=at, roles=frozenset({"policy"})))
        staffed.handle(invoice(person_id, key), Context(by=person_id, at=at + timedelta(hours=2)))
    settle(staffed)
    return staffed


@pytest.fixture
def ask(client: TestClient, signed_in: SignedIn, trade: Crm) -> Ask:
    """What somebody is answered; with a playbook, tried."""

    def asked(who: UUID, path: str, playbook: Playbook | None = None, status: int = 200) -> Any:
        body = playbook.model_dump(mode="json") if playbook else None
        answer = client.request("POST" if playbook else "GET", path, headers=signed_in(who), json=body)
        assert answer.status_code == status, answer.text
        return answer

    return asked


def test_a_playbook_is_tried_before_it_is_published(ask: Ask) -> None:
    told = ask(DIRECTOR, "/playbook/trial", GATED).json()
    stopped = {line["person"]: (line["was"], line["would"]) for line in told["lines"] if line["area"] == "stopped"}
    assert stopped == dict.fromkeys(("Ann", "Bob"), ("passed", "stopped by payment made"))
    assert (told["differing"], told["left_out"]) == (4, 0)
    assert {line["measure"]: line["would"] for line in told["totals"]}["stopped"] == 2
    assert {line["person"]: line["stopped_would"] for line in told["people"]} == {"Ann": 1, "Bob": 1}
    same = ask(ADMIN, "/playbook/trial", PLAYBOOK).json()
    assert (same["differing"], same["lines"]) == (0, [])


def test_a_head_of_sales_sees_what_concerns_the_team(ask: Ask) -> None:
    told = ask(HEAD, "/playbook/trial", GATED).json()
    assert {line["person"] for line in told["lines"]} == {"Ann"}
    (step,) = ask(HEAD, "/adoption-plan").json()["rows"]
    assert (step["kind"], step["entries"]) == ("price decision", 0)


def test_nobody_else_tries_playbooks(ask: Ask) -> None:
    for answer in (ask(ANN, "/playbook/trial", GATED, 403), ask(ANN, "/adoption-plan", status=403)):
        assert answer.json()["detail"].startswith("Playbooks are tried by heads of sales")


def test_tables_are_for_spreadsheets(ask: Ask) -> None:
    csv = ask(DIRECTOR, "/playbook/trial?format=csv&show=people", GATED).text.splitlines()
    assert csv[0].startswith("person_id,person,tasks_was,tasks_would,late_was")
    sheet = ask(DIRECTOR, "/playbook/trial?format=xlsx", GATED).content
    assert len(CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()) == 5
    assert "payment made" in ask(DIRECTOR, "/reports/adoption?format=csv").text
    assert ask(DIRECTOR, "/adoption-plan?format=csv").text.startswith("step,since,state,desk,kind")


def test_the_plan_tells_of_what_is_not_planned_yet_where_asked(ask: Ask) -> None:
    plan = ask(DIRECTOR, "/adoption-plan?candidates=true&months=1").json()["rows"]
    assert [(one["kind"], one["state"]) for one in plan] == [
        ("price decision", "holds"),
        ("price question", "candidate"),
        ("payment question", "candidate"),
    ]


def test_the_report_on_adoption_is_of_oneself_and_the_team(ask: Ask) -> None:
    told = ask(ANN, "/reports/adoption").json()
    assert {line["person"] for line in told["entries"]} == {None, "Ann"}
    whole = ask(DIRECTOR, "/reports/adoption").json()
    assert [line["open"] for line in whole["entries"] if line["kind"] is line["person"] is None] == [2]
    assert ask(ANN, "/reports/adoption?from=2027-01-01&to=2026-01-01", status=409).json()["rule"] == (
        "report ends too early"
    )


def test_what_is_no_playbook_is_told(client: TestClient, ask: Ask, signed_in: SignedIn) -> None:
    wrong: tuple[Any, ...] = ({}, {**GATED.model_dump(mode="json"), "pipelines": []}, [])
    for body in wrong:
        answer = client.post("/playbook/trial", json=body, headers=signed_in(DIRECTOR))
        assert (answer.status_code, "errors" in answer.json()) == (422, True), answer.text
    assert ask(DIRECTOR, "/playbook/trial?months=0", GATED, 422)


def test_one_playbook_is_tried_at_a_time() -> None:
    turn = Lock()
    with one_at_a_time(turn), pytest.raises(Exception, match="503"), one_at_a_time(turn):
        raise AssertionError
    with one_at_a_time(turn):
        assert turn.locked()
