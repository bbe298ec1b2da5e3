"""Chosen rows: only what all of them allow, and a result for each (X-03)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, CLIENT, HEAD, ID, MONDAY

from crm_es.aggregates.client import MeetClient
from crm_es.context import Context

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
OTHER = UUID(int=301)
pytestmark = pytest.mark.parametrize("language", ["en"])


@pytest.fixture(autouse=True)
def clients(site: Site, language: str) -> str:
    """Ann looks after two clients, Bob after another."""
    for client_id, owner_id in ((ID, ANN), (OTHER, ANN), (CLIENT, BOB)):
        wish = MeetClient(client_id=client_id, name=f"Client {client_id.int}", owner_id=owner_id)
        site.tell(wish, context=Context(by=owner_id, at=MONDAY))
    return language


def chosen(looking: httpx2.Client, path: str, *ids: UUID, **typed: str) -> httpx2.Response:
    return looking.post(path, data={"ids": [str(one) for one in ids], **typed}, headers=PARTLY)


def test_the_bar_offers_what_all_of_them_allow(visit: Visit) -> None:
    bar = chosen(visit(HEAD), "/clients/-/chosen", ID, OTHER).text
    assert "/do/HandOverClient/several?_list=clients" in bar


def test_a_list_without_actions_says_so(visit: Visit) -> None:
    for path in ("/deal-stages/-/chosen", "/moon/-/chosen"):
        bar = chosen(visit(HEAD), path, ID)
        assert (bar.status_code, "nothing that all of them allow" in bar.text) == (200, True)


def test_rows_that_one_may_not_see_offer_nothing(visit: Visit) -> None:
    assert "HandOver" not in chosen(visit(ANN), "/clients/-/chosen", ID, CLIENT).text


def test_too_many_are_told(visit: Visit) -> None:
    many = [uuid4() for _ in range(501)]
    assert "at most 500" in chosen(visit(HEAD), "/clients/-/chosen", *many).text
    refused = chosen(visit(HEAD), "/do/HandOverClient", *many)
    assert (refused.status_code, "at most 500" in refused.text) == (422, True)


def test_the_form_is_for_all_of_them(visit: Visit) -> None:
    form = chosen(visit(HEAD), "/do/HandOverClient/several?_list=clients", ID, OTHER).text
    assert form.count('name="ids"') == 2
    assert "(2)" in form


def test_each_has_a_result_and_the_refused_are_named(visit: Visit) -> None:
    looking = visit(HEAD)
    answer = chosen(looking, "/do/HandOverClient", ID, OTHER, UUID(int=9), **{"f.owner_id": str(BOB)})
    assert (answer.status_code, "Done: 2 of 3" in answer.text) == (200, True)
    assert f"/clients/{UUID(int=9)}" in answer.text
    owners = {looking.get(f"/api/v1/clients/{one}").json()["owner"] for one in (ID, OTHER)}
    assert owners == {"Bob"}


def test_a_wrong_form_is_told_once_beside_its_field(visit: Visit) -> None:
    answer = chosen(visit(HEAD), "/do/HandOverClient", ID, OTHER, **{"f.owner_id": "nobody"})
    assert (answer.status_code, 'id="f.owner_id-wrong"' in answer.text) == (422, True)
    assert answer.text.count('name="ids"') == 2


def test_sent_again_nothing_happens_twice(visit: Visit) -> None:
    typed = {"f.owner_id": str(BOB), "_key": str(uuid4())}
    looking = visit(HEAD)
    first = chosen(looking, "/do/HandOverClient", ID, **typed)
    version = looking.get(f"/api/v1/clients/{ID}").headers["etag"]
    again = chosen(looking, "/do/HandOverClient", ID, **typed)
    assert "Done: 1 of 1" in first.text
    assert "Done: 1 of 1" in again.text
    assert looking.get(f"/api/v1/clients/{ID}").headers["etag"] == version
