"""Tickets over HTTP: opened by anybody, seen by the service, shown on a board (S3-02..S3-05)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, CAROL, DIRECTOR, HEAD, MONDAY
from starlette.testclient import TestClient
from ticket_facts import SERVED

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import ChangeRoles
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
BODY = {"subject": "The scales stopped", "contact_name": "Vera", "responsible_id": str(ANN)}


@pytest.fixture
def ticket(client: TestClient, signed_in: SignedIn, staffed: Crm) -> str:
    """Carol takes it at the phone for Ann; Bob is an engineer too."""
    serving = (ChangeRoles(staff_member_id=person_id, roles=frozenset({"engineer"})) for person_id in (ANN, BOB))
    for wish in (PublishPlaybook(playbook=SERVED), *serving):
        staffed.handle(wish, Context(by=ADMIN, at=MONDAY))
    answer = client.post("/tickets", json=BODY, headers=signed_in(CAROL))
    assert answer.status_code == 202, answer.text
    settle(staffed)
    return str(answer.json()["id"])


def test_the_service_and_who_leads_it_see_tickets(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    def seen(who: UUID, name: str) -> list[Any]:
        rows = client.get(f"/{name}", headers=signed_in(who)).json()["rows"]
        return [row["ticket_id"] for row in rows]

    for name in ("tickets", "ticket-messages"):
        assert [seen(who, name) for who in (ANN, BOB, HEAD, DIRECTOR, CAROL)] == [*[[ticket]] * 4, []]
    past = client.get(f"/tickets/{ticket}/history", headers=signed_in(ANN)).json()
    assert "begun (person): The scales stopped. Ann serves it." in str(past)


def test_the_board_shows_it_far_left(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    """S3-03."""
    columns = client.get("/tickets/board", headers=signed_in(BOB)).json()["rows"]
    assert [column["stage"] for column in columns] == ["task", "in work", "waiting for the client", "done"]
    (card,) = columns[0]["cards"]
    assert (card["ticket_id"], card["responsible"], card["agreed_minutes"]) == (ticket, "Ann", 600)
    found = client.get(f"/tickets?{columns[0]['query']}", headers=signed_in(BOB)).json()["rows"]
    assert [row["ticket_id"] for row in found] == [ticket]
    assert client.get("/tickets/board", headers=signed_in(CAROL)).json()["rows"][0]["tickets"] == 0
    table = client.get("/tickets/board?format=csv", headers=signed_in(BOB)).text
    assert table.startswith("stage,")
    assert "cards" not in table


def test_the_morning_says_what_to_do_about_it(client: TestClient, signed_in: SignedIn, ticket: str) -> None:
    (heading,) = client.get("/notebook/today", headers=signed_in(ANN)).json()["headings"]
    (entry,) = heading["entries"]
    assert (entry["kind"], entry["link"]) == ("new ticket", f"/tickets/{ticket}")
    assert [action["command"] for action in entry["actions"]][:2] == ["MoveTicket", "ReplyToTicket"]
    move = entry["actions"][0]["address"]
    answer = client.post(move.removeprefix("/api/v1"), json={"stage": "in work"}, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text


@pytest.mark.parametrize(
    ("question", "status"),
    [("done_days=-1", 422), ("cards=5000", 422), ("responsible_id=me", 422), ("cards=0&done_days=0", 200)],
)
def test_bad_questions_to_the_board_are_told(
    client: TestClient, signed_in: SignedIn, ticket: str, question: str, status: int
) -> None:
    assert client.get(f"/tickets/board?{question}", headers=signed_in(ANN)).status_code == status
