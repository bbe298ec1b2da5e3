"""Reviews, reports on work, many tasks moved at once, and tasks by one line, over HTTP (S0-46, S0-47, S2-04..S2-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, HEAD, OPERATOR
from httpx2 import Response
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.ids import digest_of, views_of
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
NOW = datetime.now(UTC)
ANNS, BOBS = str(UUID(int=401)), str(UUID(int=402))


class Office:
    """Who ask and look."""

    def __init__(self, client: TestClient, signed_in: SignedIn, crm: Crm) -> None:
        self.client, self.signed_in, self.crm = client, signed_in, crm

    def send(self, who: UUID, path: str, body: dict[str, Any], **headers: str) -> Response:
        answer = self.client.post(path, json=body, headers=self.signed_in(who) | headers)
        settle(self.crm)
        return answer

    def look(self, who: UUID, path: str) -> Any:
        answer = self.client.get(path, headers=self.signed_in(who))
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def office(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Office:
    """Ann and Bob have one task each, due in two hours."""
    office = Office(client, signed_in, staffed)
    for task, who in ((ANNS, ANN), (BOBS, BOB)):
        body = {"id": task, "what": "Call", "responsible_id": str(who), "due": (NOW + timedelta(hours=2)).isoformat()}
        assert client.post("/tasks", json=body, headers=signed_in(HEAD)).status_code == 202
    settle(staffed)
    return office


def test_a_head_reviews_everybody_below_and_others_themselves(office: Office) -> None:
    """S2-20"""
    for when in ("morning", "evening"):
        found = office.look(HEAD, f"/reviews/{when}")
        assert {line["responsible"] for line in found["people"]} <= {"Ann", "Bob"}
        assert found["day"] == NOW.date().isoformat()
        assert {row["task_id"] for row in office.look(ANN, f"/reviews/{when}")["rows"]} <= {ANNS}
        assert office.look(ANN, f"/reviews/{when}?responsible_id={BOB}")["rows"] == []
    sheet = office.client.get("/reviews/evening?format=csv", headers=office.signed_in(HEAD))
    assert sheet.headers["content-type"].startswith("text/csv")
    late = office.client.get("/reviews/morning?day=2190-01-01", headers=office.signed_in(HEAD))
    assert (late.status_code, late.json()["rule"]) == (409, "a day to come")


def test_the_load_and_how_tasks_went_are_told_to_whom_they_concern(office: Office) -> None:
    """S2-04, S2-06"""
    assert sum(line["due"] for line in office.look(HEAD, "/reports/workload")["rows"]) == 2
    ours = office.look(ANN, "/reports/workload")["rows"]
    assert ({line["responsible"] for line in ours}, sum(line["due"] for line in ours)) == ({"Ann"}, 1)
    (ann, everybody) = office.look(ANN, "/reports/completion?by=person")["rows"]
    assert (ann["responsible"], ann["open"], everybody["planned"]) == ("Ann", 1, 1)
    assert office.look(HEAD, "/reports/stage-times?by_owner=true")["rows"] == []
    wrong = office.client.get("/reports/completion?by=weekday", headers=office.signed_in(HEAD))
    assert wrong.status_code == 422


def test_due_today_is_asked_for_in_words(office: Office) -> None:
    """S2-05: today includes what is overdue."""
    path = "/tasks?to_do=true&due_to=tomorrow"
    assert {row["task_id"] for row in office.look(HEAD, path)["rows"]} == {ANNS, BOBS}
    assert office.look(HEAD, "/tasks?due_to=yesterday")["rows"] == []
    assert office.client.get("/tasks?due=today", headers=office.signed_in(HEAD)).status_code == 422
    query = [{"name": "to_do", "value": "true"}, {"name": "due_to", "value": "today"}]
    view = {"registry": "tasks", "name": "Today", "query": query, "sort": "due"}
    assert office.send(HEAD, f"/saved-views/{views_of(HEAD)}/save-view", view).status_code == 202
    due = {row["task_id"] for row in office.look(HEAD, "/tasks?view=Today")["rows"]}
    assert due == {row["task_id"] for row in office.look(HEAD, "/tasks?to_do=true&due_to=today")["rows"]}


def test_many_due_times_are_moved_for_one_reason_each_apart(office: Office) -> None:
    """S2-19, X-03"""
    wish = {"rows": [{"task_id": ANNS}, {"task_id": BOBS}], "working_days": 2, "reason": "The exhibition."}
    key = {"Idempotency-Key": str(uuid4())}
    answer = office.send(ANN, "/tasks/reschedule", wish, **key).json()
    assert (answer["moved"], [row["recorded"] for row in answer["rows"]]) == (1, [True, False])
    assert answer["rows"][1]["rule"] == "no such task", "somebody else's task is not seen"
    assert office.send(ANN, "/tasks/reschedule", wish, **key).json()["moved"] == 1
    (task,) = office.look(ANN, "/tasks")["rows"]
    assert (task["times_moved"], task["due"] > task["first_due"]) == (1, True)
    past = {"rows": [{"task_id": ANNS}], "due": "2020-01-01T09:00:00Z", "reason": "Late"}
    (row,) = office.send(ANN, "/tasks/reschedule", past).json()["rows"]
    assert "passed already" in row["sentence"]
    stale = {"rows": [{"task_id": ANNS, "version": 1}], "working_days": 1, "reason": "Late"}
    assert office.send(ANN, "/tasks/reschedule", stale).json()["rows"][0]["rule"] == "the record was seen as it is"


@pytest.mark.parametrize(
    "changes",
    [
        {"working_days": None},
        {"due": NOW.isoformat()},
        {"working_days": 0},
        {"rows": []},
        {"rows": [{"task_id": ANNS}] * 2},
        {"reason": ""},
        {"due": "0001-01-01T00:00:00+23:00", "working_days": None},
    ],
)
def test_a_move_that_makes_no_sense_is_refused_as_a_whole(office: Office, changes: dict[str, Any]) -> None:
    wish = {"rows": [{"task_id": ANNS}], "working_days": 2, "reason": "Fair"} | changes
    answer = office.send(HEAD, "/tasks/reschedule", wish)
    if answer.status_code == 200:
        assert answer.json()["moved"] == 0
    else:
        assert answer.status_code == 422


def test_one_line_becomes_a_task(office: Office) -> None:
    """S0-47"""
    shown = office.send(ANN, "/capture?dry=true", {"line": "call Bob tomorrow 15:00 !"}).json()
    assert (shown["what"], shown["urgent"], shown["kind"], shown["recorded"]) == ("call Bob", True, "call", False)
    assert len(office.look(ANN, "/tasks")["rows"]) == 1
    key = {"Idempotency-Key": str(uuid4())}
    told = [office.send(ANN, "/capture", {"line": "call Rosa in 2 hours !"}, **key).json() for _ in range(2)]
    assert told[0] == told[1], "sent again it means what it meant"
    task = office.look(ANN, f"/tasks/{told[0]['task_id']}")
    assert (task["what"], task["responsible"], task["kind"]) == ("call Rosa", "Ann", "call")
    unclear = office.send(ANN, "/capture", {"line": "pay 31.02"})
    assert (unclear.status_code, unclear.json()["rule"]) == (409, "no such day")


def test_an_operator_enters_for_a_manager_and_stays_visible(office: Office) -> None:
    """S0-46"""
    headers = {"X-On-Behalf-Of": str(ANN)}
    told = office.send(OPERATOR, "/capture", {"line": "call Rosa tomorrow"}, **headers).json()
    task = office.look(ANN, f"/tasks/{told['task_id']}")
    assert (task["responsible"], task["entered_by"]) == ("Ann", "Olga")


def test_somebody_chooses_when_to_be_written_to(office: Office) -> None:
    """S2-20"""
    digest, body = digest_of(HEAD), {"person_id": str(HEAD), "hours": ["09:00", "18:00"]}
    address = {"email": "h@trade.example"}
    assert office.send(HEAD, f"/staff-members/{HEAD}/record-staff-email", address).status_code == 202
    answer = office.send(HEAD, f"/digests/{digest}/schedule", body)
    assert answer.status_code == 202, answer.text
    (row,) = office.look(HEAD, "/digests")["rows"]
    assert (row["person"], row["hours"], row["own"]) == ("Helen", ["09:00", "18:00"], True)
    assert office.send(ANN, f"/digests/{digest}/stop", {"person_id": str(HEAD)}).status_code == 409
    assert office.look(ANN, "/digests")["rows"] == []
