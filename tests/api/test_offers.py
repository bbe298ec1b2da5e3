"""The buttons of a record, and of several at once: legal ones only, one primary (erpnext#18504)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, CLIENT, HEAD, roubles
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.deal import LoseDeal, OpenDeal
from crm_es.aggregates.price_approval import GrantPrice, RequestPrice
from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Command
from crm_es.offers import KINDS
from crm_es.registries import REGISTRIES
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
NOW = datetime.now(UTC)
PRICE, TASK, SECOND, DEAL, LOST = (uuid4() for _ in range(5))


def ask(crm: Crm, person_id: UUID, *commands: Command) -> None:
    for command in commands:
        crm.handle(command, Context(by=person_id, at=datetime.now(UTC)))
    settle(crm)


@pytest.fixture
def office(staffed: Crm) -> Crm:
    """Ann sells to Acme: a task, two deals of which one is lost, and a price that Helen is asked for."""
    due = NOW + timedelta(3)
    price = RequestPrice(
        price_approval_id=PRICE, client_id=CLIENT, product="flour", price=roubles(40), reason="A large order"
    )
    ask(
        staffed,
        ANN,
        MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN),
        AssignTask(task_id=TASK, what="Call", responsible_id=ANN, due=due),
        AssignTask(task_id=SECOND, what="Write", responsible_id=ANN, due=due),
        OpenDeal(deal_id=DEAL, title="Flour", client_id=CLIENT, owner_id=ANN, pipeline="wholesale"),
        OpenDeal(deal_id=LOST, title="Salt", client_id=CLIENT, owner_id=ANN, pipeline="wholesale"),
        LoseDeal(deal_id=LOST, reason="price"),
        price,
    )
    return staffed


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [button["command"] for button in answer.json()]


def test_the_next_step_is_the_one_primary_button(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    buttons = client.get(f"/price-approvals/{PRICE}/actions", headers=signed_in(HEAD)).json()
    assert [button["command"] for button in buttons] == ["GrantPrice", "RefusePrice", "ForwardPriceRequest"]
    assert [button["primary"] for button in buttons] == [True, False, False]
    assert buttons[0]["title"] == "Grant price"
    assert buttons[0]["address"] == f"/price-approvals/{PRICE}/grant-price"
    assert {"name": "valid_until", "required": True, "value": None, "change": False} in buttons[0]["fields"]


def test_whoever_asked_may_only_take_it_back(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    buttons = client.get(f"/price-approvals/{PRICE}/actions", headers=signed_in(ANN)).json()
    assert [(button["command"], button["menu"], button["primary"]) for button in buttons] == [
        ("WithdrawPriceRequest", True, False)
    ]


def test_what_is_answered_has_no_button(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    ask(office, HEAD, GrantPrice(price_approval_id=PRICE, valid_until=(NOW + timedelta(7)).date()))
    assert names(client.get(f"/price-approvals/{PRICE}/actions", headers=signed_in(HEAD))) == []


def test_nobody_learns_what_may_be_done_with_what_they_do_not_see(
    client: TestClient, signed_in: SignedIn, office: Crm
) -> None:
    """X-07."""
    assert client.get(f"/deals/{DEAL}/actions", headers=signed_in(BOB)).status_code == 404
    several = client.post("/deals/actions", json={"ids": [str(DEAL)]}, headers=signed_in(BOB))
    assert several.status_code == 404


def test_several_are_offered_what_each_of_them_allows(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    """X-03, frappe#26002."""
    headers = signed_in(ANN)
    both = client.post("/tasks/actions", json={"ids": [str(TASK), str(SECOND)]}, headers=headers)
    assert names(both) == names(client.get(f"/tasks/{TASK}/actions", headers=headers))
    finish = both.json()[0]
    assert finish["command"] == "FinishTask"
    assert [one["address"] for one in finish["each"]] == [f"/tasks/{one}/finish" for one in (TASK, SECOND)]
    assert "LoseDeal" in names(client.post("/deals/actions", json={"ids": [str(DEAL)]}, headers=headers))
    assert names(client.post("/deals/actions", json={"ids": [str(DEAL), str(LOST)]}, headers=headers)) == []


def test_a_deal_goes_to_its_next_stage_by_the_primary_button(
    client: TestClient, signed_in: SignedIn, office: Crm
) -> None:
    headers = signed_in(ANN)
    buttons = client.get(f"/deals/{DEAL}/actions", headers=headers).json()
    said = {button["command"]: {f["name"]: f["value"] for f in button["fields"]} for button in buttons}
    assert {"MoveDeal", "LoseDeal", "RevalueDeal"} <= said.keys()
    for button in buttons:
        if button["primary"] and button["command"] == "MoveDeal":
            known = {name: value for name, value in said["MoveDeal"].items() if value is not None}
            answer = client.post(button["address"], json=known, headers=headers)
            assert answer.status_code == 202, answer.text


def test_an_entry_is_dealt_with_where_it_stands(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    """S0-24: as long as the question is open."""
    headers = signed_in(HEAD)
    (entry,) = client.get("/notebook", params={"kind": "price question"}, headers=headers).json()["rows"]
    address = f"/notebook/{entry['entry_id']}/actions"
    assert names(client.get(address, headers=headers))[:3] == ["GrantPrice", "RefusePrice", "ForwardPriceRequest"]
    assert names(client.get(address, headers=headers))[3:] == ["PutOffEntry", "SeeEntry"]


def test_every_list_of_offers_is_a_list() -> None:
    assert KINDS.keys() <= {shown.name for shown in REGISTRIES}


def test_no_more_than_what_was_asked_for_is_looked_up(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    headers = signed_in(ANN)
    assert client.post("/tasks/actions", json={"ids": []}, headers=headers).status_code == 422
    many = {"ids": [str(uuid4()) for _ in range(501)]}
    assert client.post("/tasks/actions", json=many, headers=headers).status_code == 422
    assert client.get(f"/tasks/{uuid4()}/actions", headers=headers).status_code == 404
