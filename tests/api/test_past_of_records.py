"""The past of records, as pages tell it: newest first, with what changed, with all that belongs to it (X-06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, CLIENT, DEAL, HEAD, REQUEST
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.ids import PLAYBOOK, desk_of
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
Ask = Callable[..., Any]
RENT = {"what_for": "Rent", "amount": {"amount": "40.00", "currency": "RUB"}}


@pytest.fixture
def ask(client: TestClient, signed_in: SignedIn) -> Ask:
    def asked(who: UUID, path: str, status: int = 200) -> Any:
        answer = client.get(path, headers=signed_in(who))
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


@pytest.fixture(autouse=True)
def trade(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Crm:
    """Ann's client and deal, with a price below the floor, an invoice and an order; and a payment, begun."""
    flour = {"product": "flour", "quantity": "10", "price": {"amount": "45.00", "currency": "RUB"}, "reason": "Loyal"}
    invoice = {"what_for": "Flour", "amount": {"amount": "500.00", "currency": "RUB"}}
    of_deal = {"client_id": str(CLIENT), "deal_id": str(DEAL)}
    for path, body in (
        ("/clients", {"id": str(CLIENT), "name": "Acme", "owner_id": str(ANN)}),
        (
            "/deals",
            {"id": str(DEAL), "title": "Flour for Acme", "owner_id": str(ANN), "pipeline": "wholesale"}
            | {"client_id": str(CLIENT)},
        ),
        (f"/deals/{DEAL}/revalue", {"value": {"amount": "500.00", "currency": "RUB"}}),
        ("/price-approvals", flour | of_deal),
        (f"/invoice-desks/{desk_of(ANN)}/issue-invoice", invoice | of_deal | {"invoice_id": str(REQUEST)}),
        ("/payment-requests", {"id": str(REQUEST), "form": RENT}),
    ):
        answer = client.post(path, json=body, headers=signed_in(ANN))
        assert answer.status_code == 202, (path, answer.text)
    settle(staffed)
    return staffed


def test_a_history_is_told_newest_first_and_by_pages(ask: Ask) -> None:
    whole = ask(ANN, f"/deals/{DEAL}/history")
    (last,) = ask(ANN, f"/deals/{DEAL}/history?newest_first=true&limit=1")
    assert last == whole[-1]
    (first,) = ask(ANN, f"/deals/{DEAL}/history?newest_first=true&limit=1&before={last['version']}")
    assert first == whole[-2]
    assert ask(ANN, f"/deals/{DEAL}/history?newest_first=true&before=1") == []


def test_each_event_tells_what_it_changed_in_one_question(ask: Ask) -> None:
    last, first = ask(ANN, f"/deals/{DEAL}/history?newest_first=true&changes=true")
    changed = {one["field"]: (one["before"], one["after"]) for one in last["changes"]}
    assert changed == {"amount": (None, "500.00"), "currency": (None, "RUB")}
    assert {"field": "title", "before": None, "after": "Flour for Acme"} in first["changes"]
    assert last["changes"] == ask(ANN, f"/deals/{DEAL}/differences?from=1&to=2")
    assert "changes" not in ask(ANN, f"/deals/{DEAL}/history")[0]


def test_what_has_no_list_tells_what_changed_as_decisions_see_it(ask: Ask) -> None:
    (published,) = ask(ADMIN, f"/playbooks/{PLAYBOOK}/history?changes=true")
    assert {"field": "version", "before": None, "after": 1} in published["changes"]


def test_the_timeline_of_a_deal_has_all_that_belongs_to_it(ask: Ask) -> None:
    found = ask(ANN, f"/deals/{DEAL}/timeline")
    assert {line["about"] for line in found["rows"]} == {"deal", "task", "price_approval", "invoice_desk"}
    assert {line["event"] for line in found["rows"]} >= {
        "DealOpened",
        "TaskAssigned",
        "PriceRequested",
        "InvoiceIssued",
    }
    positions = [line["position"] for line in found["rows"]]
    assert positions == sorted(positions, reverse=True)


def test_the_timeline_of_a_deal_is_turned_page_by_page(ask: Ask) -> None:
    whole = ask(ANN, f"/deals/{DEAL}/timeline")["rows"]
    first = ask(ANN, f"/deals/{DEAL}/timeline?limit=2")
    second = ask(ANN, f"/deals/{DEAL}/timeline?limit=1000&before={first['next_before']}")
    assert [*first["rows"], *second["rows"]] == whole
    assert second["next_before"] is None


def test_who_does_not_see_a_deal_does_not_see_its_timeline(ask: Ask) -> None:
    ask(BOB, f"/deals/{DEAL}/timeline", 404)
    assert ask(HEAD, f"/deals/{DEAL}/timeline")["rows"]


def test_a_tree_of_causes_is_asked_for_by_any_event_of_it(ask: Ask) -> None:
    task = next(line for line in ask(ANN, f"/deals/{DEAL}/timeline")["rows"] if line["event"] == "TaskAssigned")
    (root,) = ask(ANN, f"/audit/causation?position={task['position']}")
    assert (root["command"], root["about"], root["name"]) == ("OpenDeal", "deal", "Flour for Acme")
    assert root["link"] == f"/deals/{DEAL}"
    (assigned,) = (one for one in root["events"][0]["commands"] if one["command"] == "AssignTask")
    assert (assigned["about"], assigned["name"]) == ("task", "Call the client")
    ask(BOB, f"/audit/causation?position={task['position']}", 404)
    ask(ADMIN, "/audit/causation?position=999999", 404)
    ask(ADMIN, "/audit/causation?position=0", 422)


def test_a_refused_command_is_named_in_its_tree(ask: Ask, client: TestClient, signed_in: SignedIn) -> None:
    client.post(f"/deals/{DEAL}/move", json={"stage": "offer"}, headers=signed_in(ANN))
    (attempt,) = ask(ANN, "/audit/refused")["rows"]
    (root,) = ask(ANN, f"/audit/causation/{attempt['command_id']}")
    assert (root["about"], root["name"], root["events"]) == ("deal", "Flour for Acme", [])
    assert root["refusal"]
