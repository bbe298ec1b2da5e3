"""What programs see of one's work, over HTTP: by one's own rules, for oneself alone, until one says so (X-42)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, CLIENT, DIRECTOR, HEAD
from PIL import Image
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import activity_of
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
NOW = datetime.now(UTC).replace(microsecond=0)
YESTERDAY = NOW - timedelta(days=1)
RULE = {"name": "editor", "app": "Code", "title": "crm", "kind": "project work", "client_id": str(CLIENT)}
MINE = activity_of(ANN)


def export() -> dict[str, Any]:
    """An hour of work, and a look into a diary."""
    window = {"type": "currentwindow", "client": "aw-watcher-window", "hostname": "desk"}
    events = [
        {"timestamp": YESTERDAY.isoformat(), "duration": 3600, "data": {"app": "Code", "title": "crm"}},
        {
            "timestamp": (YESTERDAY + timedelta(hours=1)).isoformat(),
            "duration": 600,
            "data": {"app": "Notes", "title": "My diary"},
        },
    ]
    return {"buckets": {"aw-watcher-window_desk": window | {"events": events}}}


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 400), "navy").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def me(client: TestClient, signed_in: SignedIn, staffed: Crm) -> dict[str, str]:
    """Ann, who said what is work."""
    staffed.handle(MeetClient(client_id=CLIENT, name="Rye & Co", owner_id=ANN), Context(ANN, YESTERDAY))
    headers = signed_in(ANN)
    answer = client.post(
        f"/activities/{MINE}/set-rules", json={"person_id": str(ANN), "rules": [RULE]}, headers=headers
    )
    assert answer.status_code == 202, answer.text
    return headers


@pytest.fixture
def agent(client: TestClient, me: dict[str, str]) -> dict[str, str]:
    """A program of hers."""
    made = client.post("/tokens", json={"label": "Watcher", "only_for": "agent"}, headers=me).json()
    return {"Authorization": f"Bearer {made['token']}"}


def suggestions(client: TestClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/work-suggestions", headers=headers).json()["rows"]
    return found


def test_an_export_becomes_suggestions_once_and_they_become_time(
    client: TestClient, me: dict[str, str], staffed: Crm, signed_in: SignedIn
) -> None:
    looked = client.post("/activity-exports?dry_run=true", json=export(), headers=me).json()
    assert (looked["events"], looked["suggested"], looked["unmatched_minutes"]) == (2, 0, 10)
    assert [one["rule"] for one in looked["spans"]] == ["editor"]
    for expected in (1, 0):
        assert client.post("/activity-exports", json=export(), headers=me).json()["suggested"] == expected
    settle(staffed)
    (one,) = suggestions(client, me)
    assert (one["status"], one["minutes"], one["client"]) == ("open", 60, "Rye & Co")
    for other in (HEAD, DIRECTOR):
        assert suggestions(client, signed_in(other)) == [], "nobody else sees it"
    wish = {"person_id": str(ANN), "suggestion_id": one["suggestion_id"], "note": "Rates"}
    answer = client.post(f"/activities/{MINE}/confirm-suggestion", json=wish, headers=me)
    assert answer.status_code == 202, answer.text
    settle(staffed)
    (one,) = suggestions(client, me)
    with staffed.log.datastore.get_connection() as db:
        (entry,) = db.execute("SELECT work_id, minutes, note, source, client_id FROM work_entries").fetchall()
    assert (one["status"], one["work_id"]) == ("confirmed", str(entry["work_id"]))
    assert (entry["minutes"], entry["note"], entry["source"], entry["client_id"]) == (60, "Rates", "activity", CLIENT)


def test_what_no_rule_names_is_written_nowhere(client: TestClient, me: dict[str, str], staffed: Crm) -> None:
    client.post("/activity-exports", json=export(), headers=me)
    with staffed.log.datastore.get_connection() as db:
        for table in ("events", "commands"):
            asked: Any = f"SELECT count(*) AS n FROM {table} WHERE state::text LIKE %s"
            found = [next(db.execute(asked, (f"%{word}%",)))["n"] > 0 for word in ("editor", "diary", "Notes")]
            assert found == [True, False, False]


def test_nobody_confirms_what_could_not_be_recorded(client: TestClient, me: dict[str, str], staffed: Crm) -> None:
    client.post("/activity-exports", json=export(), headers=me)
    settle(staffed)
    (one,) = suggestions(client, me)
    wish = {"person_id": str(ANN), "suggestion_id": one["suggestion_id"]}
    path = f"/activities/{MINE}/confirm-suggestion"
    answer = client.post(path, json=wish | {"ticket_id": str(uuid4())}, headers=me)
    assert (answer.status_code, "The ticket that it was on is not there" in answer.json()["detail"]) == (409, True)
    answer = client.post(path, json=wish | {"kind": "gardening"}, headers=me)
    assert (answer.status_code, "no kind of work" in answer.json()["detail"]) == (409, True)


def test_the_token_of_an_agent_tells_and_opens_nothing_else(
    client: TestClient, agent: dict[str, str], me: dict[str, str]
) -> None:
    assert client.post("/agent/activity-exports", json=export(), headers=agent).json()["suggested"] == 1
    for path in ("/activity", "/work-suggestions", "/evidence"):
        assert client.get(path, headers=agent).status_code == 403
    assert client.post("/activity-exports", json=export(), headers=agent).status_code == 403
    assert client.get("/activity", headers=me).json()["rules"][0]["name"] == "editor"


def test_a_screenshot_of_an_agent_is_evidence_once_it_is_kept(
    client: TestClient, agent: dict[str, str], me: dict[str, str], staffed: Crm, signed_in: SignedIn
) -> None:
    told = {"starts": (NOW - timedelta(minutes=5)).isoformat(), "note": "At work"}
    answer = client.post("/agent/screenshots", files={"file": ("s.png", picture())}, data=told, headers=agent)
    assert answer.status_code == 202, answer.text
    evidence_id = answer.json()["id"]
    settle(staffed)
    assert client.get("/evidence", headers=me).json()["rows"] == []
    path = f"/offered-screenshots/{evidence_id}/image"
    assert client.get(path, headers=me).content == picture()
    assert client.get(path, headers=signed_in(HEAD)).status_code == 404
    keep = {"person_id": str(ANN), "evidence_id": evidence_id}
    assert client.post(f"/activities/{MINE}/keep-screenshot", json=keep, headers=me).status_code == 202
    settle(staffed)
    (row,) = client.get("/evidence", headers=signed_in(HEAD)).json()["rows"]
    assert (row["evidence_id"], row["by_agent"], row["note"]) == (evidence_id, True, "At work")


def test_private_mode_takes_no_picture_and_keeps_nothing_of_it(
    client: TestClient, agent: dict[str, str], me: dict[str, str], staffed: Crm
) -> None:
    answer = client.post(f"/activities/{MINE}/go-private", json={"person_id": str(ANN)}, headers=me)
    assert answer.status_code == 202, answer.text
    told = {"starts": datetime.now(UTC).isoformat()}
    answer = client.post("/agent/screenshots", files={"file": ("s.png", picture())}, data=told, headers=agent)
    assert (answer.status_code, "private" in answer.json()["detail"]) == (409, True)
    with staffed.log.datastore.get_connection() as db:
        assert db.execute("SELECT FROM uploads").rowcount == 0
    assert len(client.get("/activity", headers=me).json()["private"]) == 1
    assert client.post(f"/activities/{MINE}/end-privacy", json={"person_id": str(ANN)}, headers=me).status_code == 202


@pytest.mark.parametrize(
    "told",
    [{}, {"starts": "yesterday"}, {"starts": "2026-11-23T09:00:00"}, {"starts": NOW.isoformat(), "note": "x" * 501}],
)
def test_what_is_said_wrongly_beside_a_screenshot_is_told(
    told: dict[str, str], client: TestClient, agent: dict[str, str]
) -> None:
    answer = client.post("/agent/screenshots", files={"file": ("s.png", picture())}, data=told, headers=agent)
    assert answer.status_code == 422, answer.text


def test_an_export_needs_rules_and_has_to_be_one(client: TestClient, me: dict[str, str], signed_in: SignedIn) -> None:
    answer = client.post("/activity-exports", json=export(), headers=signed_in(HEAD))
    assert (answer.status_code, "set rules first" in answer.json()["detail"]) == (409, True)
    answer = client.post("/activity-exports", content=json.dumps({"buckets": 1}), headers=me)
    assert (answer.status_code, "no export of ActivityWatch" in answer.json()["detail"]) == (409, True)
    assert client.post("/activity-exports", content=b"", headers=me).status_code == 422


def test_the_audit_tells_nobody_else_what_was_seen(
    client: TestClient, me: dict[str, str], staffed: Crm, signed_in: SignedIn
) -> None:
    client.post("/activity-exports", json=export(), headers=me)
    settle(staffed)
    for who, known in ((me, True), (signed_in(DIRECTOR), False), (signed_in(HEAD), False)):
        (line,) = client.get("/audit?topic=WorkSuggested", headers=who).json()["rows"]
        assert ("rule" in line["facts"]) == known
        assert client.get(f"/activities/{MINE}/history", headers=who).status_code == (200 if known else 404)
        chain = client.get(f"/audit/causation/{line['correlation_id']}", headers=who).text
        assert ("editor" in chain) == known
