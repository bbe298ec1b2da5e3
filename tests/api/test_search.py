"""One search over everything: each finds what they may see, however it is written (X-04)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, CLIENT, CONTRACTOR, DEAL, HEAD, REQUEST
from fold import fold, recorded
from starlette.testclient import TestClient

from crm_es.aggregates.deal import DealOpened
from crm_es.application import Crm
from crm_es.projections import deal_registry, record_words
from crm_es.runners.worker import settle
from crm_es.store.table import Table

SignedIn = Callable[[UUID], dict[str, str]]
Find = Callable[..., list[dict[str, Any]]]
INN = "7707083893"
opening = DealOpened(
    deal_id=DEAL, title="", client_id=None, owner_id=ANN, pipeline="wholesale", playbook_version=1, stage="lead"
)


@pytest.fixture
def find(client: TestClient, signed_in: SignedIn) -> Find:
    def found(who: UUID, q: str, **more: Any) -> list[dict[str, Any]]:
        answer = client.get("/search", params={"q": q, **more}, headers=signed_in(who))
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results

    return found


@pytest.fixture(autouse=True)
def trade(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Crm:
    """Ann's client Ёлка with a contact, two deals and a payment; Bob's client with a deal."""
    rent = {"what_for": "Rent of the yard", "amount": {"amount": "40.00", "currency": "RUB"}}
    ivan = {"contact_id": str(DEAL), "name": "Иван Петров", "phone": "+79161234567"}
    for who, path, body in (
        (ANN, "/clients", {"id": str(CLIENT), "name": "ООО «Ёлка»", "owner_id": str(ANN), "inn": INN}),
        (ANN, f"/clients/{CLIENT}/add-contact", ivan),
        (ANN, "/deals", {"id": str(DEAL), "title": "Насосы", "client_id": str(CLIENT), "owner_id": str(ANN)}),
        (ANN, "/deals", {"title": "Pump 2", "owner_id": str(ANN)}),
        (ANN, "/deals", {"title": "Pump 20", "owner_id": str(ANN)}),
        (ANN, "/payment-requests", {"id": str(REQUEST), "form": rent | {"contractor_id": str(CONTRACTOR)}}),
        (BOB, "/clients", {"name": "Bolt", "owner_id": str(BOB)}),
        (BOB, "/deals", {"title": "Pumps for Bolt", "owner_id": str(BOB)}),
    ):
        told = body | {"pipeline": "wholesale"} if path == "/deals" else body
        answer = client.post(path, json=told, headers=signed_in(who))
        assert answer.status_code == 202, (path, answer.text)
    settle(staffed)
    return staffed


def titles(found: list[dict[str, Any]], kind: str = "") -> list[str]:
    return [line["title"] for line in found if kind in ("", line["kind"])]


@pytest.mark.parametrize("q", ["ёлка", "ЕЛКА", "ооо елк", INN, INN[-4:], str(CLIENT), "петров иван", "9161234567"])
def test_a_client_is_found_by_name_number_id_and_people(find: Find, q: str) -> None:
    assert titles(find(ANN, q), "client") == ["ООО «Ёлка»"]


def test_a_deal_is_found_by_the_name_of_its_client_too(find: Find) -> None:
    assert titles(find(ANN, "насос елка"), "deal") == ["Насосы"]
    assert titles(find(ANN, "насос bolt")) == []


def test_what_is_told_exactly_comes_first_and_then_the_newest(find: Find) -> None:
    assert titles(find(ADMIN, "pump 2"), "deal") == ["Pump 2", "Pump 20"]
    assert titles(find(ADMIN, "pump"), "deal") == ["Pumps for Bolt", "Pump 20", "Pump 2"]
    assert titles(find(ADMIN, "pump 2", limit=1), "deal") == ["Pump 2"]


def test_people_find_what_they_may_see(find: Find) -> None:
    assert titles(find(ANN, "pump"), "deal") == ["Pump 20", "Pump 2"]
    assert titles(find(BOB, "pump"), "deal") == ["Pumps for Bolt"]
    assert len(titles(find(HEAD, "pump"), "deal")) == 3
    assert find(BOB, str(REQUEST)) == []


def test_a_line_says_what_it_is_and_where(find: Find) -> None:
    (deal,) = find(ANN, "Насосы")[:1]
    assert deal == {
        "kind": "deal",
        "list": "deals",
        "id": str(DEAL),
        "title": "Насосы",
        "subtitle": "ООО «Ёлка»",
        "status": "lead",
        "link": f"/deals/{DEAL}",
    }
    assert titles(find(ANN, "yard rent")) == ["Rent of the yard"]
    assert titles(find(ANN, "helen"), "person") == ["Helen"]


def test_what_changed_is_found_by_its_new_words(
    find: Find, client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    client.post(f"/clients/{CLIENT}/rename", json={"name": "Сосна"}, headers=signed_in(ANN))
    settle(staffed)
    assert titles(find(ANN, "сосна"), "deal") == ["Насосы"]
    assert titles(find(ANN, "елка")) == []


def test_a_word_that_very_many_have_finds_the_newest_of_each_list(find: Find, staffed: Crm) -> None:
    """They are looked for another way, with the same answer."""
    facts = [
        recorded(
            opening.model_copy(update={"deal_id": UUID(int=1000 + n), "title": f"Pump {n + 100}"}), position=9000 + n
        )
        for n in range(1001)
    ]
    with staffed.log.datastore.get_connection() as db:
        for projection in (deal_registry, record_words):
            rows = fold(projection, *facts)
            Table(type(rows[UUID(int=1000)])).save(db, rows)
    assert titles(find(ADMIN, "pump"), "deal") == [f"Pump {n}" for n in (1100, 1099, 1098, 1097, 1096)]
    assert titles(find(ADMIN, "pump 2"), "deal")[0] == "Pump 2"
    assert titles(find(BOB, "pump"), "deal") == ["Pumps for Bolt"]


@pytest.mark.parametrize("q", ["'", "\\", "':* | 'a", "& !", "%", "_", "—", "a" * 190, "к " * 95, "#deals", "=2 ", "@"])
def test_whatever_is_typed_is_looked_for_as_words(find: Find, q: str) -> None:
    assert find(BOB, f"{q} zzz") == []
    find(BOB, q)


@pytest.mark.parametrize("q", ["", "\0", "a" * 201])
def test_what_nobody_types_is_refused_with_a_sentence(client: TestClient, signed_in: SignedIn, q: str) -> None:
    answer = client.get("/search", params={"q": q}, headers=signed_in(ANN))
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
