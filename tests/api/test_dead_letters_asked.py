"""Administrators replay or skip over HTTP what policies could not digest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, DIRECTOR
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.runners.worker import settle
from crm_es.store.dead_letters import park
from crm_es.store.reading import news

Headers = dict[str, str]
POLICY = "schedule_digests"


@pytest.fixture
def adam(staffed: Crm, signed_in: Callable[[UUID], Headers]) -> Headers:
    """An administrator, who finds two events parked for a policy."""
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        _, hired = news(db, 0, ["StaffMemberHired"], 2)
        for recorded in hired:
            park(db, POLICY, recorded, "no good", "Traceback: no good")
    return signed_in(ADMIN)


def letters(client: TestClient, headers: Headers, query: str = "") -> list[dict[str, Any]]:
    return list(client.get(f"/readers/dead-letters{query}", headers=headers).json()["rows"])


def test_what_is_parked_is_shown_with_its_event(client: TestClient, adam: Headers) -> None:
    found = letters(client, adam)
    assert [(one["reader"], one["event"], one["error"]) for one in found] == [
        (POLICY, "StaffMemberHired", "no good")
    ] * 2
    assert found[0]["traceback"] == "Traceback: no good"
    assert found[0]["happened"]["facts"]["name"] == "Dmitry"
    assert found[0]["happened"]["sentence"] == "Somebody started to work here."
    assert len(letters(client, adam, "?limit=1")) == 1
    assert letters(client, adam, "?reader=somebody_else") == []
    (reader,) = (row for row in client.get("/readers", headers=adam).json()["rows"] if row["name"] == POLICY)
    assert (reader["state"], reader["dead_letters"], reader["last_error"]) == ("parked", 2, "no good")


def test_one_event_is_replayed_and_then_the_rest(client: TestClient, adam: Headers) -> None:
    position = letters(client, adam)[0]["position"]
    told = client.post(f"/readers/dead-letters/{POLICY}/{position}/replay", headers=adam)
    assert (told.status_code, told.json()) == (200, {"settled": 1, "waiting": 1})
    told = client.post(f"/readers/dead-letters/{POLICY}/replay", headers=adam)
    assert told.json() == {"settled": 1, "waiting": 0}
    settled = letters(client, adam, "?settled=true")
    assert [(one["settled"], one["settled_by"], one["settled_by_whom"]) for one in settled] == [
        ("replayed", str(ADMIN), "Adam")
    ] * 2


def test_one_event_is_skipped_with_a_reason(client: TestClient, adam: Headers) -> None:
    position = letters(client, adam)[0]["position"]
    address = f"/readers/dead-letters/{POLICY}/{position}/skip"
    assert client.post(address, json={"reason": "   "}, headers=adam).status_code == 422
    assert client.post(address, json={"reason": " A test. "}, headers=adam).json() == {"settled": 1, "waiting": 1}
    skipped = letters(client, adam, "?settled=true")[0]
    assert (skipped["settled"], skipped["reason"], skipped["settled_by_whom"]) == ("skipped", "A test.", "Adam")
    again = client.post(address, json={"reason": "Again"}, headers=adam)
    assert (again.status_code, again.json()["rule"]) == (409, "not parked")


def test_what_nobody_parked_is_told(client: TestClient, adam: Headers) -> None:
    assert client.post("/readers/dead-letters/nobody/replay", headers=adam).status_code == 404
    assert client.post("/readers/dead-letters/budgets/replay", headers=adam).status_code == 404, (
        "a projection parks none"
    )
    assert client.post(f"/readers/dead-letters/{POLICY}/999/replay", headers=adam).status_code == 409
    assert client.post(f"/readers/dead-letters/{POLICY}/0/replay", headers=adam).status_code == 422


def test_nobody_else_may(client: TestClient, adam: Headers, signed_in: Callable[[UUID], Headers]) -> None:
    for who in (ANN, DIRECTOR):
        headers = signed_in(who)
        assert client.get("/readers/dead-letters", headers=headers).status_code == 403
        assert client.post(f"/readers/dead-letters/{POLICY}/replay", headers=headers).status_code == 403
        skipping = {"reason": "No need"}
        assert client.post(f"/readers/dead-letters/{POLICY}/1/skip", json=skipping, headers=headers).status_code == 403
