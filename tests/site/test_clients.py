"""One client, one history; two records of one client become one; long lists are searched as one types (S0-20, X-11)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, CAROL, CLIENT, HEAD, MONDAY, OTHER_ID
from order_facts import register

from crm_es.aggregates.client import AddContact, MeetClient
from crm_es.context import Context
from crm_es.site.pages.clients import reached

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def language() -> str:
    return "en"


@pytest.fixture
def clients(site: Site) -> UUID:
    """Ann looks after a client that was entered twice."""
    ann = Context(ANN, MONDAY)
    site.tell(MeetClient(client_id=CLIENT, name="Rye", owner_id=ANN, phones=("+79123456789",)), context=ann)
    site.tell(
        MeetClient(client_id=OTHER_ID, name="Rye Ltd", owner_id=ANN, sector="bakery"), context=Context(ANN, MONDAY)
    )
    mary = AddContact(client_id=CLIENT, contact_id=OTHER_ID, name="Mary <b>", email="mary@rye.example")
    site.tell(mary, context=Context(ANN, MONDAY))
    return CLIENT


def test_a_client_is_called_and_written_to_by_a_tap(visit: Visit, clients: UUID) -> None:
    page = visit(ANN).get(f"/clients/{clients}").text
    assert 'href="tel:+79123456789"' in page
    assert 'href="mailto:mary@rye.example"' in page
    assert "Mary &lt;b&gt;" in page
    assert f"/do/ContactClient?id={clients}" in page
    assert visit(BOB).get(f"/clients/{clients}").status_code == 404


def test_what_people_wrote_of_a_contact_is_never_markup() -> None:
    assert reached("<i>+79123456789") == '&lt;i&gt;<a href="tel:+79123456789">+79123456789</a>'


def test_an_order_without_a_number_is_called_by_its_day(site: Site, visit: Visit, clients: UUID) -> None:
    ordered = register.model_copy(update={"number": None})
    site.tell(ordered, context=Context("policy", MONDAY, roles=frozenset({"policy"})))
    page = visit(ANN).get(f"/clients/{clients}").text
    assert f'href="/orders/{register.order_id}"><span><time' in page


def test_one_history_tells_whatever_happened_with_a_client(visit: Visit, clients: UUID) -> None:
    page = visit(ANN).get(f"/clients/{clients}/past", headers=PARTLY).text
    assert page.count("data-kind=") >= 2


def test_of_two_records_one_goes_on_with_what_is_chosen_from_each(site: Site, visit: Visit, clients: UUID) -> None:
    looking = visit(HEAD)
    asked = looking.get(f"/clients/{clients}/merge", headers=PARTLY).text
    assert 'data-pick="clients"' in asked
    compared = looking.get(f"/clients/{clients}/merge", params={"into": str(OTHER_ID)}, headers=PARTLY).text
    assert 'name="name" value="this"' in compared
    assert 'name="phones" value="this" checked' in compared
    chosen = {"into": str(OTHER_ID), "name": "this", "phones": "this", "reason": "Entered twice"}
    done = looking.post(f"/clients/{clients}/merge", data=chosen, headers=PARTLY)
    assert done.headers["hx-redirect"] == f"/clients/{OTHER_ID}"
    site.settle()
    kept = looking.get(f"/clients/{OTHER_ID}").text
    assert "<h1" in kept
    assert "Rye Ltd</h1>" not in kept
    assert "tel:+79123456789" in kept
    assert f'href="/clients/{OTHER_ID}"' in looking.get(f"/clients/{clients}").text


@pytest.mark.usefixtures("clients")
def test_a_record_is_found_as_one_types_and_a_new_client_is_entered_at_once(visit: Visit) -> None:
    looking = visit(ANN)
    found = looking.get("/pick/clients?q=ltd").text
    assert f'data-id="{OTHER_ID}"' in found
    assert 'data-new-name="ltd"' in found
    made = looking.post("/pick/clients", data={"name": "Barley"}).text
    assert 'data-says="Barley"' in made
    assert "data-new-name" not in visit(CAROL).get("/pick/clients?q=ltd").text
    assert looking.post("/pick/clients", data={"name": " "}).status_code == 422
    assert looking.get("/pick/moon").status_code == 404


@pytest.mark.usefixtures("clients")
def test_a_form_shows_names_and_no_ids(visit: Visit) -> None:
    page = visit(ANN).get(f"/do/OpenDeal?f.client_id={OTHER_ID}", headers=PARTLY).text
    assert f'<option value="{OTHER_ID}" selected>Rye Ltd</option>' in page
