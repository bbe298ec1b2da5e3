"""Working time over HTTP: one click on what is assigned (S3-04, X-34)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, CLIENT, HEAD
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.task import AssignTask
from crm_es.aggregates.work_log import StartTimer
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.messages import Command
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
TASK = uuid4()


@pytest.fixture
def office(staffed: Crm) -> Crm:
    """Ann has a task."""
    now = datetime.now(UTC)
    wishes: tuple[Command, ...] = (
        MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN),
        AssignTask(task_id=TASK, what="Call Acme", responsible_id=ANN, due=now.replace(year=2030), client_id=CLIENT),
    )
    for command in wishes:
        staffed.handle(command, Context(by=ANN, at=now))
    settle(staffed)
    return staffed


def asked(client: TestClient, path: str, headers: dict[str, str]) -> Any:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_one_click_starts_a_timer_on_what_is_assigned(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    headers = signed_in(ANN)
    found = asked(client, "/time/trackable", headers)
    (thing,) = (row for row in found["rows"] if row["what"] == "task")
    assert (thing["title"], thing["client"], thing["task_id"]) == ("Call Acme", "Acme", str(TASK))
    log = f"/work-logs/{found['work_log_id']}"
    begun = client.post(
        f"{log}/start-timer",
        headers=headers,
        json={"person_id": str(ANN), "work_id": str(uuid4()), "task_id": thing["task_id"], "kind": thing["kind"]},
    )
    assert begun.status_code == 202, begun.text
    settle(office)
    now = asked(client, "/time/running", headers)
    assert (now["running"]["subject"], now["running"]["for_client"], now["period"]["status"]) == (
        "Call Acme",
        "Acme",
        "open",
    )
    stopped = client.post(f"{log}/drop-timer", headers=headers, json={"person_id": str(ANN)})
    assert stopped.status_code == 202, stopped.text
    settle(office)
    assert asked(client, "/time/running", headers)["running"] is None


def test_everybody_tracks_their_own(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    assert [row["what"] for row in asked(client, "/time/trackable", signed_in(BOB))["rows"]] == ["kind"] * 6
    other = client.post(
        f"/work-logs/{work_log_of(ANN)}/start-timer",
        headers=signed_in(BOB),
        json={"person_id": str(ANN), "work_id": str(uuid4()), "kind": "service"},
    )
    assert (other.status_code, "work log of Ann" in other.text) == (409, True)
    assert client.get("/time/trackable").status_code == 401


def test_the_past_of_a_log_is_for_its_person_and_those_above(
    client: TestClient, signed_in: SignedIn, office: Crm
) -> None:
    log = work_log_of(ANN)
    start = StartTimer(work_log_id=log, person_id=ANN, work_id=uuid4(), task_id=TASK)
    office.handle(start, Context(by=ANN, at=datetime.now(UTC)))
    settle(office)
    for who, seen in ((ANN, 200), (HEAD, 200), (BOB, 404)):
        assert client.get(f"/work-logs/{log}/history", headers=signed_in(who)).status_code == seen


def test_one_knows_the_id_of_ones_own_log(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    assert asked(client, "/me", signed_in(ANN))["work_log_id"] == str(work_log_of(ANN))
