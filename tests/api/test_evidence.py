"""Screenshots over HTTP: one's own first, then those above, then a client by a link; who looks is recorded (S3-10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL, CLIENT, HEAD
from PIL import Image
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.work_log import RecordWork
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import activity_of, work_log_of
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
NOW = datetime.now(UTC)
WORK, STRANGERS = UUID(int=71), UUID(int=72)
EARLIER = NOW - timedelta(days=1)


def screenshot(colour: str = "navy", form: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (1200, 800), colour).save(file, form)
    return file.getvalue()


@pytest.fixture
def company(staffed: Crm) -> Crm:
    """Ann worked an hour for Rye yesterday."""
    for client_id, name in ((CLIENT, "Rye & Co"), (STRANGERS, "Others")):
        staffed.handle(MeetClient(client_id=client_id, name=name, owner_id=ANN), Context(ANN, EARLIER))
    work = RecordWork(
        work_log_id=work_log_of(ANN),
        person_id=ANN,
        work_id=WORK,
        client_id=CLIENT,
        kind="service",
        starts=EARLIER,
        ends=EARLIER + timedelta(hours=1),
    )
    staffed.handle(work, Context(ANN, NOW))
    return staffed


@pytest.fixture
def evidence_id(company: Crm, client: TestClient, signed_in: SignedIn) -> str:
    """A screenshot that Ann puts to it."""
    return attach(company, client, signed_in)


def attach(crm: Crm, client: TestClient, signed_in: SignedIn, at: datetime = EARLIER) -> str:
    kept = client.post("/files", files={"file": ("screen.png", screenshot())}, headers=signed_in(ANN)).json()
    moment = (at + timedelta(minutes=5)).isoformat()
    wish = {"person_id": str(ANN), "starts": moment, "ends": moment, "file": kept, "note": "The reports page"}
    answer = client.post("/evidence", json=wish, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    settle(crm)
    found: str = answer.json()["id"]
    return found


def share(client: TestClient, headers: dict[str, str], evidence_id: str, client_id: UUID = CLIENT) -> Any:
    wish = {
        "client_id": str(client_id),
        "evidence_ids": [evidence_id],
        "until": (NOW + timedelta(7)).isoformat(),
        "for_whom": "Vera",
    }
    return client.post("/evidence-shares", json=wish, headers=headers)


def views(client: TestClient, headers: dict[str, str]) -> list[tuple[str | None, bool]]:
    """Who looked: the name, and whether they came by a link."""
    rows = client.get("/evidence-views", headers=headers).json()["rows"]
    return [(row["seen_by"], row["evidence_share_id"] is not None) for row in rows]


def test_a_screenshot_belongs_to_the_work_of_its_time_as_it_is_now(
    evidence_id: str, company: Crm, client: TestClient, signed_in: SignedIn
) -> None:
    (row,) = client.get("/evidence", headers=signed_in(HEAD)).json()["rows"]
    assert (row["client"], row["subject"], row["work_id"], row["person"]) == ("Rye & Co", "Rye & Co", str(WORK), "Ann")
    listed = client.get(f"/evidence?client_id={CLIENT}", headers=signed_in(ANN)).json()["rows"]
    assert [row["evidence_id"] for row in listed] == [evidence_id]
    assert client.get("/evidence", headers=signed_in(BOB)).json()["rows"] == []
    other = attach(company, client, signed_in, EARLIER - timedelta(hours=3))
    assert client.get(f"/evidence/{other}", headers=signed_in(ANN)).json()["client"] is None


def test_the_picture_and_its_thumbnail_are_shown_and_whoever_looks_is_recorded(
    evidence_id: str, company: Crm, client: TestClient, signed_in: SignedIn
) -> None:
    image, small = (f"/evidence/{evidence_id}/{size}" for size in ("image", "thumbnail"))
    answer = client.get(image, headers=signed_in(ANN))
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, screenshot(), "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer = client.get(small, headers=signed_in(ANN))
    with Image.open(BytesIO(answer.content)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (480, 320))
    assert client.get(small, headers=signed_in(ANN)).content == answer.content
    assert client.get(image, headers=signed_in(BOB)).status_code == 404
    settle(company)
    assert views(client, signed_in(ANN)) == []
    for path in (image, small, image):
        assert client.get(path, headers=signed_in(HEAD)).status_code == 200
    settle(company)
    assert views(client, signed_in(ANN)) == [("Helen", False)]


def test_what_is_withdrawn_is_shown_to_nobody(
    evidence_id: str, company: Crm, client: TestClient, signed_in: SignedIn
) -> None:
    """X-42."""
    answer = client.post(f"/evidence/{evidence_id}/withdraw", json={"reason": "A letter"}, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    settle(company)
    for who in (ANN, HEAD):
        for size in ("image", "thumbnail"):
            answer = client.get(f"/evidence/{evidence_id}/{size}", headers=signed_in(who))
            assert (answer.status_code, "taken back" in answer.json()["detail"]) == (404, True)
    assert "taken back" in share(client, signed_in(ANN), evidence_id).json()["detail"]


def test_a_client_looks_by_a_link_that_ends(
    evidence_id: str, company: Crm, client: TestClient, signed_in: SignedIn
) -> None:
    """S3-10."""
    answer = share(client, signed_in(HEAD), evidence_id)
    assert answer.status_code == 202, answer.text
    settle(company)
    told = client.get(f"/evidence-shares/{answer.json()['id']}/link", headers=signed_in(HEAD)).json()
    page = f"http://testserver{urlsplit(told['url']).path}"
    shown = client.get(page)
    assert shown.status_code == 200
    assert "The reports page" in shown.text
    small = client.get(f"{page}/thumbnail/{evidence_id}")
    assert (small.status_code, small.headers["Content-Type"]) == (200, "image/jpeg")
    assert client.get(f"{page}/picture/{evidence_id}").content == screenshot()
    settle(company)
    assert views(client, signed_in(ANN)) == [(None, True)]
    answer = client.post(f"/evidence/{evidence_id}/withdraw", json={"reason": "A letter"}, headers=signed_in(ANN))
    assert (answer.status_code, "A client has seen" in answer.json()["detail"]) == (409, True)
    (row,) = client.get("/evidence-shares", headers=signed_in(HEAD)).json()["rows"]
    assert (row["client"], row["opened"], row["last_address"]) == ("Rye & Co", 1, "testclient")
    ended = client.post(
        f"/evidence-shares/{row['evidence_share_id']}/revoke", json={"reason": "Settled"}, headers=signed_in(HEAD)
    )
    assert ended.status_code == 202, ended.text
    settle(company)
    assert client.get(page).status_code == 410
    assert client.get(f"{page}/picture/{evidence_id}").status_code == 404
    assert client.get(f"/evidence-shares/{row['evidence_share_id']}/link", headers=signed_in(HEAD)).status_code == 409


def test_nobody_shares_what_they_may_not_see_or_what_was_for_another_client(
    evidence_id: str, company: Crm, client: TestClient, signed_in: SignedIn
) -> None:
    for who in (BOB, CAROL):
        assert "that you may see" in share(client, signed_in(who), evidence_id).json()["detail"]
    answer = share(client, signed_in(ANN), evidence_id, STRANGERS)
    assert (answer.status_code, "no work for this client" in answer.json()["detail"]) == (409, True)
    untied = attach(company, client, signed_in, EARLIER - timedelta(hours=3))
    assert "no work for this client" in share(client, signed_in(ANN), untied).json()["detail"]


def test_what_is_no_picture_is_told(company: Crm, client: TestClient, signed_in: SignedIn) -> None:
    broken = screenshot()[:60]
    kept = client.post("/files", files={"file": ("screen.png", broken)}, headers=signed_in(ANN)).json()
    moment = EARLIER.isoformat()
    wish = {"person_id": str(ANN), "starts": moment, "ends": moment, "file": kept}
    evidence_id = client.post("/evidence", json=wish, headers=signed_in(ANN)).json()["id"]
    settle(company)
    answer = client.get(f"/evidence/{evidence_id}/thumbnail", headers=signed_in(ANN))
    assert (answer.status_code, "cannot be read" in answer.json()["detail"]) == (404, True)
    wish["file"] = client.post("/files", files={"file": ("a.txt", b"words")}, headers=signed_in(ANN)).json()
    answer = client.post("/evidence", json=wish, headers=signed_in(ANN))
    assert (answer.status_code, "send it as PNG" in answer.json()["detail"]) == (409, True)


def test_times_beyond_all_calendars_are_refused_for_no_list_could_show_them(
    company: Crm, client: TestClient, signed_in: SignedIn
) -> None:
    ann, early = signed_in(ANN), "0001-01-01T00:00:00+14:00"
    kept = client.post("/files", files={"file": ("screen.png", screenshot())}, headers=ann).json()
    wish = {"person_id": str(ANN), "starts": early, "ends": early, "file": kept}
    assert client.post("/evidence", json=wish, headers=ann).status_code == 422
    span = {"rule": "editor", "starts": early, "ends": "0001-01-02T00:00:00+14:00"}
    told = {"person_id": str(ANN), "spans": [span]}
    assert client.post(f"/activities/{activity_of(ANN)}/suggest-work", json=told, headers=ann).status_code == 422
    settle(company)
    assert client.get("/evidence", headers=ann).status_code == 200
