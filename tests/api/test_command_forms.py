"""The form of a command over HTTP: for nothing in particular, and for a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, CLIENT, HEAD
from starlette.testclient import TestClient

from crm_es.aggregates.client import AddContact, MeetClient
from crm_es.aggregates.deal import OpenDeal
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
DEAL, CONTACT = uuid4(), uuid4()


@pytest.fixture
def office(staffed: Crm) -> Crm:
    """Ann has a deal with Acme, where Vera works."""
    for command in (
        MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN),
        AddContact(client_id=CLIENT, contact_id=CONTACT, name="Vera"),
        OpenDeal(deal_id=DEAL, title="Flour", client_id=CLIENT, owner_id=ANN, pipeline="wholesale"),
    ):
        staffed.handle(command, Context(by=ANN, at=datetime.now(UTC)))
    settle(staffed)
    return staffed


def asked(client: TestClient, headers: dict[str, str], command: str, **question: Any) -> Any:
    answer = client.get(f"/commands/{command}", params=question, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def fields(form: Any) -> dict[str, Any]:
    return {field["name"]: field for field in form["fields"]}


def values(field: Any) -> list[Any]:
    return [choice["value"] for choice in field["choices"]]


def test_a_form_for_something_new_knows_the_company(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    form = asked(client, signed_in(ANN), "OpenDeal")
    assert (form["title"], form["address"]) == ("Open deal", "/deals")
    pipeline = fields(form)["pipeline"]
    assert pipeline["kind"] == "choice"
    assert "wholesale" in values(pipeline)
    assert "manager" in values(fields(asked(client, signed_in(ANN), "HireStaffMember"))["roles"])


def test_a_form_for_a_record_knows_where_it_stands(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    form = asked(client, signed_in(ANN), "LoseDeal", id=str(DEAL))
    assert (form["legal"], form["address"]) == (True, f"/deals/{DEAL}/lose")
    assert "price" in values(fields(form)["reason"])
    stages = fields(asked(client, signed_in(ANN), "MoveDeal", id=str(DEAL)))["stage"]
    now = client.get(f"/deals/{DEAL}", headers=signed_in(ANN)).json()["stage"]
    assert now not in values(stages)


def test_what_is_chosen_by_id_is_called_by_name(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    contact = fields(asked(client, signed_in(ANN), "RemoveContact", id=str(CLIENT)))["contact_id"]
    assert contact["choices"] == [{"value": str(CONTACT), "title": "Vera"}]


def test_what_is_so_now_stands_in_the_form_to_be_changed(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    assert fields(asked(client, signed_in(ANN), "RenameClient", id=str(CLIENT)))["name"]["value"] == "Acme"


def test_a_form_says_whether_the_command_is_legal_now(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    assert asked(client, signed_in(ANN), "HandOverClient", id=str(CLIENT))["legal"] is False
    assert asked(client, signed_in(HEAD), "HandOverClient", id=str(CLIENT))["legal"] is True


def test_there_is_no_form_for_what_nobody_sends_or_sees(client: TestClient, signed_in: SignedIn, office: Crm) -> None:
    headers = signed_in(BOB)
    assert client.get("/commands/CallTaskOverdue", headers=headers).status_code == 404
    assert client.get("/commands/Nothing", headers=headers).status_code == 404
    assert client.get("/commands/LoseDeal", params={"id": str(DEAL)}, headers=headers).status_code == 404
    assert client.get("/commands/LoseDeal", params={"id": str(uuid4())}, headers=headers).status_code == 404
