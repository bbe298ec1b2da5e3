"""Screenshots that a client sees by a link: what was shared, while it may be seen (S3-10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from acts_sent import ORGANISATION, path
from examples import ANN, CLIENT, ID, OTHER_ID, PLAYBOOK, administration
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.evidence import AttachEvidence
from crm_es.aggregates.evidence_share import RevokeEvidenceShare, ShareEvidence
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.api.client_evidence import told as told_below
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.evidence_sharing import Shown
from crm_es.messages import Command
from crm_es.playbook import Billing
from crm_es.runners.worker import settle
from crm_es.store.reading import by_stream

SHARE = UUID(int=777)
RU = {"Accept-Language": "ru"}


def ann(crm: Crm, wish: Command) -> None:
    crm.handle(wish, Context(ANN, datetime.now(UTC)))
    settle(crm)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A browser of somebody who does not work here."""
    return TestClient(app)


@pytest.fixture
def here(client: TestClient, staffed: Crm) -> str:
    """The page with one of Ann's two screenshots."""
    now = datetime.now(UTC)
    ann(staffed, MeetClient(client_id=CLIENT, name="Mill", owner_id=ANN))
    for n, evidence_id in enumerate((ID, OTHER_ID)):
        picture = BytesIO()
        Image.new("RGB", (800, 500), (n, 160, 80)).save(picture, "PNG")
        file = staffed.files.put(picture.getvalue(), f"screen{n}.png")
        starts = now - timedelta(hours=2 + n)
        ends = starts + timedelta(minutes=10)
        wish = AttachEvidence(
            evidence_id=evidence_id, person_id=ANN, starts=starts, ends=ends, file=file, note="<Reports>"
        )
        ann(staffed, wish)
    until = now + timedelta(7)
    ann(staffed, ShareEvidence(evidence_share_id=SHARE, client_id=CLIENT, evidence_ids=(ID,), until=until))
    return path(staffed, kind="evidence", id=SHARE)


def told(crm: Crm, stream: UUID) -> list[str]:
    with crm.log.datastore.get_connection() as db:
        return [type(one.event).__name__ for one in by_stream(db, {stream: 0})[stream]]


def test_the_client_sees_what_was_shared_and_that_is_recorded(here: str, client: TestClient, staffed: Crm) -> None:
    page = client.get(here, headers=RU)
    assert page.status_code == 200
    assert "&lt;Reports&gt;" in page.text
    assert (f"thumbnail/{ID}" in page.text, str(OTHER_ID) in page.text) == (True, False)
    assert told(staffed, SHARE)[-1] == "EvidenceShareOpened"
    picture = client.get(f"{here}/picture/{ID}")
    assert (picture.headers["Content-Type"], picture.headers["Cache-Control"]) == ("image/png", "no-store")
    assert Image.open(BytesIO(picture.content)).size == (800, 500)
    assert told(staffed, ID)[-1] == "EvidenceSeen"


def test_the_page_says_whose_it_is(here: str, client: TestClient, staffed: Crm) -> None:
    playbook = PLAYBOOK.model_copy(update={"billing": Billing(organisation=ORGANISATION)})
    staffed.handle(PublishPlaybook(playbook=playbook), administration())
    assert f'<p class="from">{ORGANISATION.name}</p>' in client.get(here, headers=RU).text


def test_a_small_copy_is_made_for_the_page(here: str, client: TestClient) -> None:
    small = client.get(f"{here}/thumbnail/{ID}")
    assert small.headers["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(small.content)).width < 800


def test_what_was_not_shared_is_not_there(here: str, client: TestClient) -> None:
    for address in (f"picture/{OTHER_ID}", f"thumbnail/{OTHER_ID}", "picture/nonsense", f"secret/{ID}", "act.pdf"):
        assert client.get(f"{here}/{address}").status_code == 404
    assert client.post(f"{here}/accept", data={}).status_code == 404


def test_a_link_that_was_ended_shows_nothing(here: str, client: TestClient, staffed: Crm) -> None:
    ann(staffed, RevokeEvidenceShare(evidence_share_id=SHARE, reason="Sent to the wrong person"))
    page = client.get(here, headers=RU)
    assert (page.status_code, "Ссылка отозвана" in page.text) == (410, True)
    assert client.get(f"{here}/picture/{ID}").status_code == 404


def test_below_a_picture_a_moment_is_told_once() -> None:
    starts = datetime(2026, 11, 23, 20, 50, 10, tzinfo=UTC)
    shown = Shown(ID, starts, starts, "", "0" * 64, "image/png", "screen.png", "Ann", None)
    assert told_below(shown, UTC)["when"] == "23.11.2026, 20:50"
    later = shown._replace(ends=starts + timedelta(hours=1))
    assert told_below(later, UTC)["when"] == "23.11.2026, 20:50–21:50"
