"""Billing over HTTP: what is unbilled, one action for many clients, and who sees prices (S3-06, S3-07, S3-11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from billed import ready_to_bill, worked
from examples import ANN, BOB, CAROL, CLIENT, DIRECTOR, HEAD, MONDAY, roubles
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.rate_card import SetRate
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import RATE_CARD
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
BEST = UUID(int=33)


@pytest.fixture
def ready(staffed: Crm) -> Crm:
    """Ann and Bob worked for Acme, and Bob for Best."""
    ready_to_bill(staffed, 50, 100)
    staffed.handle(MeetClient(client_id=BEST, name="Best", owner_id=ANN), Context(by=ANN, at=MONDAY))
    worked(staffed, BOB, 60, BEST)
    settle(staffed)
    return staffed


def rows(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


@pytest.mark.usefixtures("ready")
def test_unbilled_hours_are_shown_by_client_and_by_entry(client: TestClient, signed_in: SignedIn) -> None:
    """S3-06."""
    carol = signed_in(CAROL)
    acme, best = rows(client.get("/billing/unbilled", headers=carol))
    assert (acme["hours"], acme["people"], acme["amounts"], acme["owner"]) == (
        "2.50", "Ann 0.83; Bob 1.67", "7500.00 RUB", "Ann",
    )  # fmt: skip
    entries = rows(client.get(f"/billing/unbilled/entries?{acme['query']}", headers=carol))
    assert [(entry["person"], entry["hours"], entry["amount"]) for entry in entries] == [
        ("Ann", "0.83", "2490.00"),
        ("Bob", "1.67", "5010.00"),
    ]
    assert best["minutes"] == 60
    sheet = client.get("/billing/unbilled?format=csv", headers=carol)
    assert sheet.text.splitlines()[1].split(",")[1] == "Acme"
    assert client.get("/billing/unbilled?format=xlsx", headers=carol).content[:2] == b"PK"
    assert rows(client.get("/billing/unbilled?until=2026-11-01", headers=carol)) == []
    refused = client.get("/billing/unbilled", headers=signed_in(ANN))
    assert (refused.status_code, refused.json()["detail"][:38]) == (403, "What is unbilled is for those who bill")
    assert client.get("/billing/unbilled/entries", headers=signed_in(ANN)).status_code == 403
    assert len(rows(client.get("/billing/unbilled", headers=signed_in(DIRECTOR)))) == 2


def test_many_clients_are_billed_at_once_and_answered_one_by_one(
    client: TestClient, ready: Crm, signed_in: SignedIn
) -> None:
    """S3-07."""
    headers = signed_in(CAROL) | {"Idempotency-Key": str(uuid4())}
    wanted = {
        "clients": [{"client_id": str(CLIENT)}, {"client_id": str(BEST), "send": False}, {"client_id": str(HEAD)}]
    }
    first = rows(client.post("/billing/bill", json=wanted, headers=headers))
    assert [(row["result"], row["number"], row["email"]) for row in first] == [
        ("billed", "1", "books@bags.example"),
        ("billed", "2", None),
        ("refused", None, None),
    ]
    assert "Nothing of this client is unbilled" in first[2]["why"]
    assert first[0]["invoice_number"] == "1"
    assert [(row["client"], row["not_sent"]) for row in first] == [
        ("Acme", None), ("Best", "nobody asked for it"), (None, None),
    ]  # fmt: skip
    again = rows(client.post("/billing/bill", json=wanted, headers=headers))
    assert again == first
    settle(ready)
    acts = rows(client.get("/work-acts?sort=number", headers=headers))
    assert [(act["number"], act["client"], act["status"]) for act in acts] == [
        ("1", "Acme", "sent"), ("2", "Best", "prepared"),
    ]  # fmt: skip
    assert rows(client.get("/billing/unbilled", headers=headers)) == []


@pytest.mark.usefixtures("ready")
def test_nobody_makes_up_an_act(client: TestClient, signed_in: SignedIn) -> None:
    """What is billed is looked up, and never told."""
    carol = signed_in(CAROL)
    for address in ("/billing/bill-work", "/work-acts/prepare-act"):
        assert client.post(address, json={}, headers=carol).status_code in (404, 405)
    taken = {"clients": [{"client_id": str(CLIENT), "act_id": str(CAROL)}]}
    (row,) = rows(client.post("/billing/bill", json=taken, headers=carol))
    assert (row["result"], row["why"]) == ("refused", "This id cannot be that of an act: make another at random.")
    refused = client.post("/billing/bill", json={"clients": [{"client_id": str(CLIENT)}]}, headers=signed_in(BOB))
    assert refused.status_code == 409
    assert client.post("/billing/bill", json={"clients": []}, headers=carol).status_code == 422
    twice = {"clients": [{"client_id": str(CLIENT), "act_id": str(uuid4())}] * 2}
    assert "Two of them" in client.post("/billing/bill", json=twice, headers=carol).json()["detail"]


@pytest.mark.usefixtures("ready")
def test_rates_are_for_those_who_know_prices(client: TestClient, signed_in: SignedIn) -> None:
    for who in (DIRECTOR, HEAD):
        assert [rate["per_hour"] for rate in rows(client.get("/rates", headers=signed_in(who)))] == ["3000"]
        past = client.get(f"/rate-cards/{RATE_CARD}/history", headers=signed_in(who))
        assert past.is_success, past.text
        assert "for all work (price)" in past.text
    assert client.get(f"/rate-cards/{RATE_CARD}/history", headers=signed_in(BOB)).status_code == 404
    assert rows(client.get("/rates", headers=signed_in(BOB))) == []
    assert rows(client.get("/work-acts", headers=signed_in(BOB))) == []


def test_what_billed_hours_brought_is_what_their_acts_ask_for(
    client: TestClient, ready: Crm, signed_in: SignedIn
) -> None:
    """S3-11: to the kopeck, after a credit note, and whatever the rate card says by now."""
    carol = signed_in(CAROL)
    both = {"clients": [{"client_id": str(CLIENT)}, {"client_id": str(BEST)}]}
    first, _ = rows(client.post("/billing/bill", json=both, headers=carol))
    settle(ready)
    line = rows(client.get(f"/act-lines?work_act_id={first['act_id']}", headers=carol))[0]
    credit = {"lines": [{"line_id": line["line_id"], "minutes": 7}], "reason": "Too long."}
    done = client.post(f"/work-acts/{first['act_id']}/credit-act", json=credit, headers=carol)
    assert done.is_success, done.text
    dearer = SetRate(rate_id=uuid4(), per_hour=roubles(9000), since=date(2026, 1, 2))
    ready.handle(dearer, Context(by=DIRECTOR, at=MONDAY))
    settle(ready)
    brought = rows(client.get("/reports/output?by=client", headers=carol))
    asked = rows(client.get("/work-acts?sort=number", headers=carol))
    assert [(line["client"], line["amount"], line["hours_without_rate"]) for line in brought] == [
        (act["client"], act["left_amount"], "0.00") for act in asked
    ]
    assert asked[0]["left_amount"] < asked[0]["total"]


@pytest.mark.usefixtures("ready")
def test_the_output_report_tells_money_to_those_who_may_know(client: TestClient, signed_in: SignedIn) -> None:
    """S3-11."""
    carol = signed_in(CAROL)
    ann, bob = rows(client.get("/reports/output", headers=carol))
    assert (ann["person"], ann["amount"], bob["amount"]) == ("Ann", "2500.00", "8000.00")
    deep = rows(client.get("/reports/output?by=client,day,subject&from=2026-11-01", headers=carol))
    assert [(line["client"], line["day"], line["hours"]) for line in deep] == [
        ("Acme", "2026-11-17", "2.50"),
        ("Best", "2026-11-17", "1.00"),
    ]
    seen = rows(client.get(f"/work-days?{deep[0]['query']}", headers=carol))
    assert sum(day["minutes"] for day in seen) == deep[0]["minutes"]
    (mine,) = rows(client.get("/reports/output", headers=signed_in(BOB)))
    assert (mine["person"], mine["amount"], mine["billable_percent"]) == ("Bob", None, "100.0")
    assert client.get("/reports/output?format=csv&by=person", headers=carol).text.startswith("person_id,person,minutes")
    assert client.get("/reports/output?from=2026-11-02&to=2026-11-01", headers=carol).status_code == 409
