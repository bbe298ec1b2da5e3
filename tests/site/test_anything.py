"""Every list, record and command is a page, also where none was made for it (X-01, X-03, X-05)."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, CLIENT, HEAD, ID, MONDAY

from crm_es.aggregates.client import MeetClient, RenameClient
from crm_es.context import Context
from crm_es.registries import REGISTRIES
from crm_es.site.anything.presets import PRESETS

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}


@pytest.fixture
def client_met(site: Site) -> UUID:
    """Ann looks after a client."""
    site.tell(MeetClient(client_id=ID, name="Rye & <b>Co</b>", owner_id=ANN), context=Context(by=ANN, at=MONDAY))
    return ID


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(site: Site) -> None:
    answer = httpx2.get(f"{site.url}/clients?status=active")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fclients%3Fstatus%3Dactive")


def test_the_api_answers_for_itself(site: Site) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/service-form", "/static/client.css"):
        assert httpx2.get(f"{site.url}{path}").status_code == 200, path
    gone = httpx2.get(f"{site.url}/c/token")
    assert (gone.status_code, "sign-in" in gone.text) == (404, False)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_list_is_a_page(visit: Visit, language: str) -> None:
    looking = visit(HEAD)
    assert language
    refused = {shown.name: looking.get(f"/{shown.name}").status_code for shown in REGISTRIES}
    assert set(refused.values()) == {200}, refused


@pytest.mark.parametrize("name", PRESETS)
def test_every_tab_asks_what_its_list_has(visit: Visit, name: str) -> None:
    for preset in PRESETS[name]:
        assert visit(HEAD).get(f"/{name}", params=dict(preset.query)).status_code == 200, preset


def test_what_people_wrote_is_never_markup(visit: Visit, client_met: UUID) -> None:
    page = visit(ANN).get("/clients").text
    assert "Rye &amp; &lt;b&gt;Co&lt;/b&gt;" in page
    assert "<b>Co" not in page
    assert f'href="/clients/{client_met}"' in page
    assert "<b>Co" not in visit(ANN).get(f"/clients/{client_met}").text


def test_a_list_is_narrowed_by_its_address_and_exported_as_it_is_seen(visit: Visit, client_met: UUID) -> None:
    assert client_met
    looking = visit(ANN)
    page = looking.get("/clients", params={"q": "rye", "columns": "name,owner", "sort": "-name"}).text
    assert "Rye" in page
    assert "Rye" not in looking.get("/clients", params={"q": "barley"}).text
    (address,) = re.findall(r'href="(/api/v1/clients[^"]*format=csv)"', page)
    sheet = looking.get(address.replace("&amp;", "&")).text
    assert sheet.splitlines() == ["name,owner", "Rye & <b>Co</b>,Ann"]


def test_a_filter_that_the_list_has_not_is_told_as_a_sentence(visit: Visit) -> None:
    answer = visit(ANN).get("/clients?moon=full")
    assert answer.status_code == 422
    assert "moon" in answer.text


def test_what_is_not_there_or_not_to_be_seen_is_a_page_too(visit: Visit, client_met: UUID) -> None:
    for path in ("/moon", "/clients/moon", f"/deals/{ID}", f"/clients/{CLIENT}", "/do/FlyToTheMoon", "/../etc"):
        answer = visit(ANN).get(path)
        assert (path, answer.status_code) in ((path, 404), (path, 422))
        assert "<html" in answer.text
    assert visit(BOB).get(f"/clients/{client_met}").status_code == 404


def test_a_record_tells_what_happened_and_how_it_was(site: Site, visit: Visit, client_met: UUID) -> None:
    site.tell(RenameClient(client_id=client_met, name="Barley"), context=Context(by=ANN, at=MONDAY))
    looking = visit(ANN)
    page = looking.get(f"/clients/{client_met}").text
    assert page.count("<li>") >= 2
    then = looking.get(f"/clients/{client_met}/then?version=2", headers=PARTLY).text
    assert "Barley" in then
    assert "Rye" in then
    assert looking.get(f"/clients/{client_met}?version=1").status_code == 200


@pytest.mark.parametrize("language", ["en"])
def test_what_is_refused_is_said_beside_its_field_and_nothing_typed_is_lost(visit: Visit, language: str) -> None:
    assert language
    typed = {"f.name": "", "f.owner_id": "nobody", "f.sector": "bakery", "_key": str(CLIENT)}
    answer = visit(ANN).post("/do/MeetClient", data=typed, headers=PARTLY)
    assert answer.status_code == 422
    assert 'id="f.name-wrong"' in answer.text
    assert 'value="bakery"' in answer.text


def test_a_command_is_done_once_however_often_it_is_sent(visit: Visit) -> None:
    looking = visit(ANN)
    typed = {"f.name": "Barley", "f.owner_id": str(ANN), "_key": str(UUID(int=5, version=4))}
    first, again = (looking.post("/do/MeetClient", data=typed, headers=PARTLY) for _ in range(2))
    assert first.status_code == again.status_code == 204
    assert first.headers["hx-redirect"] == again.headers["hx-redirect"]
    assert looking.get(first.headers["hx-redirect"]).status_code == 200
    without_script = looking.post("/do/MeetClient", data=typed)
    assert (without_script.status_code, without_script.headers["location"]) == (303, first.headers["hx-redirect"])


@pytest.mark.parametrize("language", ["en"])
def test_nobody_overwrites_what_somebody_else_changed(
    site: Site, visit: Visit, client_met: UUID, language: str
) -> None:
    assert language
    site.tell(RenameClient(client_id=client_met, name="Barley"), context=Context(by=ANN, at=MONDAY))
    typed = {"id": str(client_met), "f.name": "Oats", "_version": "1"}
    answer = visit(ANN).post("/do/RenameClient", data=typed, headers=PARTLY)
    assert answer.status_code == 412
    assert "Somebody" in answer.text or "changed" in answer.text
    assert "Oats" in answer.text


def test_many_records_at_once_are_answered_row_by_row(visit: Visit, client_met: UUID) -> None:
    typed = [("ids", str(client_met)), ("ids", str(CLIENT)), ("f.owner_id", str(BOB))]
    answer = visit(HEAD).post("/do/HandOverClient", content=_form(typed), headers=PARTLY | FORM)
    assert answer.status_code == 200
    assert f'href="/clients/{CLIENT}"' in answer.text
    assert f'href="/clients/{client_met}"' not in answer.text


def test_a_way_to_see_a_list_is_kept_and_shown_first(visit: Visit, client_met: UUID) -> None:
    assert client_met
    looking = visit(ANN)
    kept = {"name": "Bakers", "query": "sector=bakery&columns=name,sector", "default": "true"}
    assert looking.post("/clients/-/view", data=kept, headers=PARTLY).status_code == 204
    assert "Rye" not in looking.get("/clients").text
    assert "Rye" in looking.get("/clients?all=").text
    again = looking.post("/clients/-/view", data=kept | {"query": "q=rye"}, headers=PARTLY)
    assert again.status_code == 409
    assert looking.post("/clients/-/view", data=kept | {"query": "q=rye", "replace": "true"}).status_code == 204
    assert "Rye" in looking.get("/clients").text


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _form(pairs: list[tuple[str, str]]) -> str:
    from urllib.parse import urlencode

    return urlencode(pairs)
