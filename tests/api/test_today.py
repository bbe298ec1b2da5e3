"""The list of the morning over HTTP (S0-22, S0-24, S0-28, S0-29)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, CLIENT, HEAD, roubles
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.price_approval import GrantPrice, RequestPrice
from crm_es.aggregates.staff_member import AppointDeputy
from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import desk_of, notebook_of
from crm_es.messages import Command
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
NOW = datetime.now(UTC)
PRICE, TASK = uuid4(), uuid4()


def ask(crm: Crm, person_id: UUID, *commands: Command) -> None:
    for command in commands:
        crm.handle(command, Context(by=person_id, at=datetime.now(UTC)))
    settle(crm)


@pytest.fixture
def office(staffed: Crm) -> Crm:
    """Ann asks Helen for a price."""
    asked = RequestPrice(
        price_approval_id=PRICE, client_id=CLIENT, product="flour", price=roubles(40), reason="A large order"
    )
    ask(staffed, ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), asked)
    return staffed


def morning(client: TestClient, headers: dict[str, str], **question: Any) -> Any:
    answer = client.get("/notebook/today", headers=headers, params=question)
    assert answer.status_code == 200, answer.text
    return answer.json()


def press(client: TestClient, headers: dict[str, str], doing: dict[str, Any], **said: Any) -> None:
    """What a button does: it sends what is known and what was filled in."""
    known = {field["name"]: field["value"] for field in doing["fields"] if field["value"] is not None}
    assert {field["name"] for field in doing["fields"] if field["required"]} <= {*known, *said}
    answer = client.request(doing["method"], doing["address"], json=known | said, headers=headers)
    assert answer.status_code == 202, answer.text


def test_from_the_question_to_the_free_desk_by_the_buttons_that_are_shown(
    client: TestClient, signed_in: SignedIn, office: Crm
) -> None:
    """S0-24, S0-28, S0-29."""
    helen, ann = signed_in(HEAD), signed_in(ANN)
    (heading,) = morning(client, helen)["headings"]
    (question,) = heading["entries"]
    assert (heading["heading"], question["to_do"]) == ("price question", "Grant or refuse the price.")
    assert client.get(question["link"], headers=helen).json()["product"] == "flour"
    regarding = question["regarding"]
    assert (regarding["title"], regarding["client"], regarding["person"]) == ("flour", "Acme", "Ann")
    buttons = question["actions"]
    assert [button["command"] for button in buttons] == [
        "GrantPrice",
        "RefusePrice",
        "ForwardPriceRequest",
        "PutOffEntry",
    ]
    assert [button["primary"] for button in buttons] == [True, False, False, False]
    press(client, helen, buttons[0], valid_until=str((NOW + timedelta(7)).date()))
    settle(office)
    assert morning(client, helen)["numbers"]["entries"] == 0

    seen = morning(client, ann)
    (decision,) = seen["headings"][0]["entries"]
    desk = seen["desks"][0]
    assert (desk["desk"], desk["closed"], desk["entries"]) == ("invoice", True, [decision["entry_id"]])
    assert (desk["desk_id"], decision["desks"], seen["numbers"]["closing"]) == (str(desk_of(ANN)), ["invoice"], 1)
    press(client, ann, decision["actions"][0], result="The client is told")
    settle(office)
    seen = morning(client, ann)
    assert (seen["headings"], seen["desks"][0]["closed"], seen["desks"][0]["freed_at"] is not None) == ([], False, True)


def test_what_is_put_off_stands_under_later(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    helen = signed_in(HEAD)
    (question,) = morning(client, helen)["headings"][0]["entries"]
    until = (NOW + timedelta(1)).isoformat()
    press(client, helen, question["actions"][-1], until=until)
    settle(office)
    seen = morning(client, helen)
    assert (seen["headings"], [entry["times_put_off"] for entry in seen["later"]]) == ([], [1])


def test_tasks_stand_beside_with_what_one_does_about_them(
    client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    late = AssignTask(task_id=TASK, what="Call Acme", responsible_id=ANN, due=NOW - timedelta(hours=1))
    staffed.handle(late, Context(by=HEAD, at=NOW - timedelta(hours=2)))
    settle(staffed)
    ann = signed_in(ANN)
    seen = morning(client, ann)
    (task,) = seen["tasks"]["overdue"]
    assert (task["what"], seen["numbers"]["now"]) == ("Call Acme", 1)
    press(client, ann, task["actions"][0], result="They order on Monday")
    settle(staffed)
    assert morning(client, ann)["numbers"]["now"] == 0


def test_a_notebook_is_nobody_elses(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    answer = client.get("/notebook/today", headers=signed_in(BOB), params={"person_id": str(HEAD)})
    assert answer.status_code == 404


def test_whoever_stands_in_sees_it_and_deals_with_it(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    """S0-26."""
    away = AppointDeputy(staff_member_id=HEAD, deputy_id=BOB, since=NOW.date(), until=(NOW + timedelta(1)).date())
    ask(office, HEAD, away)
    bob = signed_in(BOB)
    seen = morning(client, bob, person_id=str(HEAD))
    assert (seen["person"], seen["numbers"]["entries"]) == ("Helen", 1)
    (question,) = seen["headings"][0]["entries"]
    press(client, bob, question["actions"][1], reason="Too cheap")
    settle(office)
    assert morning(client, bob, person_id=str(HEAD))["numbers"]["entries"] == 0
    own = morning(client, bob)
    assert (own["numbers"]["entries"], own["stands_in_for"]) == (0, [{"person_id": str(HEAD), "person": "Helen"}])


def test_a_refusal_offers_the_way_out(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    """S0-28, S0-41: what closes the desk, entry by entry."""
    ann = signed_in(ANN)
    ask(office, HEAD, GrantPrice(price_approval_id=PRICE, valid_until=(NOW + timedelta(7)).date()))
    body: dict[str, Any] = {"invoice_id": str(uuid4()), "client_id": str(CLIENT), "what_for": "Flour"}
    body |= {"amount": {"amount": "900.00", "currency": "RUB"}}
    answer = client.post(f"/invoice-desks/{desk_of(ANN)}/issue-invoice", json=body, headers=ann)
    assert answer.status_code == 409
    remedy, *_ = answer.json()["remedies"]
    assert (remedy["command"], remedy["fields"]["notebook_id"]) == ("SeeEntry", str(notebook_of(ANN)))
