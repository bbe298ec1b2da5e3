"""Evidence on pages: one's own first, shared by a link that ends, and who looked is shown (S3-10, X-42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, CLIENT, HEAD
from PIL import Image

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.work_log import RecordWork
from crm_es.context import Context
from crm_es.ids import work_log_of

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
NOW = datetime.now(UTC)
EARLIER = NOW - timedelta(1)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def picture(site: Site, visit: Visit) -> str:
    """Ann worked for Rye yesterday, and keeps a screenshot of it."""
    site.tell(MeetClient(client_id=CLIENT, name="Rye & Co", owner_id=ANN), context=Context(by=ANN, at=EARLIER))
    ids: dict[str, Any] = {"work_log_id": work_log_of(ANN), "person_id": ANN, "work_id": UUID(int=71)}
    work = RecordWork(**ids, client_id=CLIENT, kind="service", starts=EARLIER, ends=EARLIER + timedelta(hours=1))
    site.tell(work, context=Context(by=ANN, at=NOW))
    file = BytesIO()
    Image.new("RGB", (640, 400), "navy").save(file, "PNG")
    ann, moment = visit(ANN), (EARLIER + timedelta(minutes=5)).isoformat()
    origin = {"origin": site.url}
    kept = ann.post("/api/v1/files", files={"file": ("screen.png", file.getvalue())}, headers=origin).json()
    told = {"person_id": str(ANN), "starts": moment, "ends": moment, "file": kept, "note": "The <reports> page"}
    answer = ann.post("/api/v1/evidence", json=told, headers=origin)
    assert answer.status_code == 202, answer.text
    site.settle()
    return str(answer.json()["id"])


def test_one_sees_ones_own_first_and_those_below(visit: Visit, picture: str) -> None:
    assert "The &lt;reports&gt; page" in visit(ANN).get(f"/evidence/{picture}").text
    own = visit(ANN).get("/evidence").text
    assert f'src="/api/v1/evidence/{picture}/thumbnail"' in own
    assert picture not in visit(HEAD).get("/evidence").text
    assert picture in visit(HEAD).get("/evidence", params={"person_id": str(ANN)}).text
    assert picture in visit(HEAD).get("/evidence", params={"client_id": str(CLIENT)}).text
    assert visit(BOB).get(f"/evidence/{picture}").status_code == 404
    tomorrow = (NOW + timedelta(2)).date()
    assert picture not in visit(ANN).get("/evidence", params={"day": str(tomorrow)}).text


def test_who_looked_is_shown_to_the_person(site: Site, visit: Visit, picture: str) -> None:
    assert visit(HEAD).get(f"/api/v1/evidence/{picture}/image").status_code == 200
    site.settle()
    assert "Helen" in visit(ANN).get("/evidence").text
    assert "Helen" in visit(ANN).get(f"/evidence/{picture}").text


def test_a_link_for_the_client_ends(site: Site, visit: Visit, picture: str) -> None:
    ann = visit(ANN)
    asked = ann.post("/evidence/share", data={"ids": picture}, headers=PARTLY)
    assert "Rye &amp; Co" in asked.text
    until = str((NOW + timedelta(7)).date())
    told = {"ids": picture, "client_id": str(CLIENT), "until": until, "for_whom": "Olga"}
    refused = ann.post("/evidence/share/send", data={**told, "until": "2020-01-01"}, headers=PARTLY)
    assert 400 <= refused.status_code < 500
    assert 'value="Olga"' in refused.text
    given = ann.post("/evidence/share/send", data=told, headers=PARTLY)
    assert given.status_code == 200
    assert "The link is ready" in given.text
    site.settle()
    assert "1 link" in ann.get(f"/evidence/{picture}").text
