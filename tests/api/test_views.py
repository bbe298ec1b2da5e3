"""Lists as people keep them: saved, shared, used by default, and taken away as tables (S1-29, X-01)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ADMIN, ANN, BOB, DIRECTOR, HEAD, MONDAY
from httpx2 import Response
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.api import lists
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import views_of
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
SMALL: dict[str, Any] = {
    "registry": "clients",
    "name": "Bakeries",
    "query": [{"name": "sector", "value": "bakery"}],
    "sort": "-name",
}


class People:
    """Who save views and look at lists."""

    def __init__(self, client: TestClient, signed_in: SignedIn, crm: Crm) -> None:
        self.client, self.signed_in, self.crm = client, signed_in, crm

    def send(self, who: UUID, path: str, body: dict[str, Any]) -> Response:
        answer = self.client.post(path, json=body, headers=self.signed_in(who))
        if answer.status_code == 202:
            settle(self.crm)
        return answer

    def save(self, who: UUID, **view: Any) -> Response:
        return self.send(who, f"/saved-views/{views_of(who)}/save-view", SMALL | view)

    def look(self, who: UUID, path: str) -> Response:
        return self.client.get(path, headers=self.signed_in(who))

    def names(self, who: UUID, path: str) -> list[str]:
        return [row["name"] for row in self.look(who, path).json()["rows"]]


@pytest.fixture
def people(client: TestClient, signed_in: SignedIn, staffed: Crm) -> People:
    people = People(client, signed_in, staffed)
    for name, sector in (("Acorn", "bakery"), ("Bolt", "tools"), ("=Cake", "bakery")):
        meeting = MeetClient(client_id=uuid4(), name=name, owner_id=ANN, sector=sector)
        staffed.handle(meeting, Context(by=ANN, at=MONDAY))
    settle(staffed)
    return people


def test_a_list_is_seen_as_it_was_saved_and_what_is_asked_besides_comes_first(people: People) -> None:
    assert people.save(ANN).status_code == 202
    assert people.names(ANN, "/clients?view=Bakeries") == ["Acorn", "=Cake"]
    assert people.names(ANN, "/clients?view=Bakeries&q=cake") == ["=Cake"]
    assert people.names(ANN, "/clients?view=Bakeries&sector=tools") == ["Bolt"]
    assert people.names(ANN, "/clients?view=Bakeries&sort=name") == ["=Cake", "Acorn"]


def test_the_default_view_is_the_one_that_was_chosen_or_the_list_as_it_is(people: People) -> None:
    assert len(people.names(ANN, "/clients?view=default")) == 3
    people.save(ANN)
    choice = {"registry": "clients", "name": "Bakeries"}
    assert people.send(ANN, f"/saved-views/{views_of(ANN)}/choose-default-view", choice).status_code == 202
    assert people.names(ANN, "/clients?view=default") == ["Acorn", "=Cake"]
    assert len(people.names(ANN, "/clients")) == 3


def test_a_view_is_used_by_others_once_it_is_shared(people: People) -> None:
    people.save(ANN)
    path = f"/clients?view=Bakeries&view_of={ANN}"
    assert (people.look(HEAD, path).status_code, people.names(HEAD, "/views")) == (422, [])
    assert people.names(ADMIN, "/views") == [], "a private view is private"
    people.save(ANN, shared=True, replace=True)
    assert people.names(HEAD, path) == ["Acorn", "=Cake"]
    assert people.names(BOB, path) == [], "it shows nobody what they may not see"
    assert people.names(BOB, "/views") == people.names(ANN, "/views") == ["Bakeries"]
    people.send(ANN, f"/saved-views/{views_of(ANN)}/choose-default-view", {"registry": "clients", "name": "Bakeries"})
    (row,) = people.look(BOB, "/views").json()["rows"]
    assert (row["owners_default"], row["person"], "is_default" in row) == (True, "Ann", False)


def test_what_cannot_be_of_use_is_not_saved(people: People) -> None:
    for wrong, sentence in (
        ({"registry": "nothing"}, "no list called 'nothing'"),
        ({"query": [{"name": "colour", "value": "red"}]}, "cannot be filtered by 'colour'"),
        ({"query": [{"name": "met_at_from", "value": "red"}]}, "must be a day or time"),
        ({"sort": "colour"}, "cannot be sorted by 'colour'"),
        ({"query": SMALL["query"] * 2}, "each filter once"),
    ):
        answer = people.save(ANN, **wrong)
        assert (answer.status_code, sentence in answer.json()["detail"]) == (409, True), answer.text
    assert people.save(BOB, name="x").status_code == 202
    other = people.send(BOB, f"/saved-views/{views_of(ANN)}/save-view", SMALL)
    assert (other.status_code, other.json()["rule"]) == (409, "views of somebody else")


def test_a_view_whose_filter_is_gone_says_so(people: People) -> None:
    people.save(ANN)
    with people.crm.log.datastore.get_connection() as db:
        db.execute("UPDATE saved_views SET query = '{colour=red}'")
    answer = people.look(ANN, "/clients?view=Bakeries")
    assert answer.status_code == 422
    assert "View 'Bakeries' has to be saved anew. Clients cannot be filtered by 'colour'" in answer.json()["detail"]
    missing = people.look(ANN, "/clients?view=x").json()["detail"]
    assert "You have no view of this list called 'x'" in missing
    assert "/saved-views/<your saved_views_id from /me>" in missing


def test_a_list_is_taken_away_as_it_is_narrowed_all_pages_of_it(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LARGEST", 1)
    table = people.look(ANN, "/clients?sector=bakery&sort=name&format=csv&limit=1")
    rows = list(csv.DictReader(StringIO(table.text)))
    assert [row["name"] for row in rows] == ["'=Cake", "Acorn"], "nothing is taken for a formula"
    assert rows[0]["owner"] == "Ann"
    assert table.headers["Content-Disposition"] == 'attachment; filename="clients.csv"'
    sheet = people.look(ANN, "/clients?sector=bakery&sort=name&format=xlsx")
    heading, *lines = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert heading[:2] == ["Client id", "Name"]
    assert [line[1] for line in lines] == ["=Cake", "Acorn"]
    assert people.look(ANN, "/clients?colour=red&format=xlsx").status_code == 422


def test_a_history_is_taken_away_as_sentences(people: People) -> None:
    """S1-19, S1-32."""
    client = people.look(ANN, "/clients").json()["rows"][0]["client_id"]
    sheet = people.look(DIRECTOR, f"/clients/{client}/history?format=xlsx")
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    heading, line = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    told = dict(zip(heading, line, strict=True))
    assert (told["Event"], told["Who"], told["Sentence"]) == ("ClientMet", "Ann", "Met: =Cake. Ann looks after it.")


def test_where_views_are_saved_is_said(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for verb in ("save-view", "remove-view", "choose-default-view"):
        (told,) = (methods["post"]["description"] for path, methods in paths.items() if path.endswith(verb))
        assert "saved_views_id in /me" in told, verb
    assert "view=default" in told
