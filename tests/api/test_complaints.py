"""Complaints over HTTP: filed by anybody, seen by whom they concern, counted by cause (S0-15, S0-20, S0-21)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CLIENT, DIRECTOR, HEAD, MONDAY
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
BODY = {"client_id": str(CLIENT), "cause": "defect", "text": "Stones in the flour"}


@pytest.fixture
def filed(client: TestClient, signed_in: SignedIn, staffed: Crm) -> str:
    """Ann files one; without causes in the playbook it comes to Helen."""
    staffed.handle(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), Context(by=ANN, at=MONDAY))
    answer = client.post("/complaints", json=BODY, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    settle(staffed)
    return str(answer.json()["id"])


def test_a_complaint_is_seen_by_whom_it_concerns(client: TestClient, signed_in: SignedIn, filed: str) -> None:
    def seen(who: UUID) -> list[Any]:
        rows = client.get("/complaints", headers=signed_in(who)).json()["rows"]
        return [row["complaint_id"] for row in rows]

    assert [seen(who) for who in (ANN, HEAD, DIRECTOR, BOB)] == [[filed], [filed], [filed], []]
    past = client.get(f"/complaints/{filed}/history", headers=signed_in(ANN)).json()
    assert "A client is disturbed about something." in str(past)


def test_the_report_counts_what_one_may_see(client: TestClient, signed_in: SignedIn, filed: str) -> None:
    lines = client.get("/reports/complaints", headers=signed_in(HEAD)).json()["rows"]
    assert [(line["department"], line["cause"], line["open"]) for line in lines] == [
        (None, None, 1),
        ("Sales", None, 1),
        ("Sales", "defect", 1),
    ]
    found = client.get(f"/complaints?{lines[2]['open_query']}", headers=signed_in(HEAD)).json()["rows"]
    assert [row["complaint_id"] for row in found] == [filed]
    assert client.get("/reports/complaints", headers=signed_in(BOB)).json() == {"rows": []}
    table = client.get("/reports/complaints?format=csv", headers=signed_in(HEAD))
    assert table.text.startswith("department,cause,complaints,open")
    wrong = client.get("/reports/complaints?from=2026-01-02&to=2026-01-01", headers=signed_in(HEAD))
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "report ends too early")
