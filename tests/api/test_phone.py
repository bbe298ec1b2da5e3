"""A telephone exchange tells of calls: clients are known by their numbers, service lines begin tickets (X-28)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from examples import ANN, CLIENT, OPERATOR
from front_desk import ELENA, PHONE, FrontDesk
from starlette.testclient import TestClient

from crm_es.application import Crm

LINE, SALES = "+74951234567", "+74950000000"
CALL: dict[str, Any] = {"id": "17.1", "caller": PHONE, "line": LINE, "missed": True, "note": "Rang for a minute"}
Tell = Callable[..., Any]


@pytest.fixture
def desk(staffed: Crm) -> FrontDesk:
    desk = FrontDesk(staffed)
    desk.serve(phone_lines=(LINE,))
    return desk


@pytest.fixture
def tell(client: TestClient, signed_in: Callable[..., dict[str, str]]) -> Tell:
    def told(**changes: Any) -> Any:
        said = {name: value for name, value in (CALL | changes).items() if value is not None}
        return client.post("/phone-events", json=said, headers=signed_in(OPERATOR))

    return told


def test_a_call_at_a_service_line_begins_a_ticket_once(desk: FrontDesk, tell: Tell) -> None:
    answers = [tell(), tell()]
    ticket = desk.ticket()
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == {
        "client_id": str(CLIENT),
        "call_id": None,
        "ticket_id": str(ticket["ticket_id"]),
        "reference": ticket["reference"],
    }
    assert (ticket["subject"], ticket["channel"]) == (f"Missed call from {PHONE}", "phone")
    assert (ticket["client_id"], ticket["contact_phone"], ticket["responsible_id"]) == (CLIENT, PHONE, ELENA)


def test_who_calls_again_is_heard_in_the_ticket_that_is_open(desk: FrontDesk, tell: Tell) -> None:
    tell()
    tell(id="17.2", missed=False, caller_name="Olga", person_id=str(ELENA), note="Where are you?")
    assert len(desk.tickets()) == 1
    assert [said["text"] for said in desk.said()] == ["Rang for a minute", "Call from Olga. Where are you?"]
    (call,) = desk.rows("call_registry", "called_at")
    assert (call["manager_id"], call["status"], call["client_id"]) == (ELENA, "held", CLIENT)


def test_a_call_at_another_line_is_noted_for_whoever_looks_after_the_client(desk: FrontDesk, tell: Tell) -> None:
    answer = tell(line=SALES, at="2026-11-23T10:00:00+03:00")
    assert (answer.status_code, answer.json()["ticket_id"]) == (202, None)
    (call,) = desk.rows("call_registry", "called_at")
    assert (call["manager_id"], call["client_id"], call["status"]) == (ANN, CLIENT, "missed")
    assert (call["phone"], call["called_at"].isoformat()) == (PHONE, "2026-11-23T07:00:00+00:00")
    assert desk.tickets() == []


def test_a_call_told_again_after_its_line_was_entered_changes_nothing(desk: FrontDesk, tell: Tell) -> None:
    """X-28: the exchange may tell of the same call at any time."""
    first = tell(line=SALES)
    desk.serve(phone_lines=(LINE, SALES))
    again = tell(line=SALES)
    assert (again.status_code, again.json()) == (202, first.json())
    assert (desk.tickets(), len(desk.rows("call_registry", "called_at"))) == ([], 1)


def test_a_stranger_is_told_of_where_somebody_was_called(desk: FrontDesk, tell: Tell) -> None:
    stranger = tell(line=SALES, caller="+79990000000")
    assert (stranger.status_code, stranger.json()["rule"]) == (409, "somebody who was called")
    assert tell(line=SALES, caller="+79990000000", person_id=str(ANN)).status_code == 202
    assert tell(id="17.3", caller="+79990000000").json()["client_id"] is None
    assert len(desk.tickets()) == 1


def test_only_programs_and_operators_tell_of_calls(
    desk: FrontDesk, client: TestClient, signed_in: Callable[..., dict[str, str]]
) -> None:
    assert client.post("/phone-events", json=CALL).status_code == 401
    refused = client.post("/phone-events", json=CALL, headers=signed_in(ANN))
    assert (refused.status_code, refused.json()["rule"]) == (409, "a role for it")
    assert desk.tickets() == []


def test_what_is_no_number_is_refused(tell: Tell) -> None:
    assert [tell(caller="x").status_code, tell(line=None).status_code, tell(id="").status_code] == [422] * 3


@pytest.mark.usefixtures("desk")
def test_a_call_before_there_were_telephones_is_refused(tell: Tell) -> None:
    assert tell(at="0001-01-01T00:00:00+14:00").status_code == 422
