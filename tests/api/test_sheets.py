"""Sheets over HTTP: looked at, taken over, taken back (X-05)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, CAROL
from httpx2 import Response
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.runners.worker import settle

SHEET = "Фирма;ИНН\nRye & Co;\nWrong;12\n".encode()
SignedIn = Callable[[UUID], dict[str, str]]
Send = Callable[..., Response]


@pytest.fixture
def send(client: TestClient, signed_in: SignedIn) -> Send:
    def sent(address: str, who: UUID = ANN, data: bytes = SHEET, **form: str) -> Any:
        files = {"file": ("clients.csv", data, "text/csv")}
        return client.post(f"/sheet-imports/{address}", files=files, data=form, headers=signed_in(who))

    return sent


def test_a_sheet_is_looked_at_taken_over_and_taken_back(
    send: Send, client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    columns = json.dumps({"name": "Фирма"})
    looked = send("clients/preview", columns=columns).json()
    assert (looked["columns"]["name"], looked["sheet_import_id"]) == ("Фирма", None)
    assert [row["outcome"] for row in looked["rows"]] == ["new", "faulty"]
    taken = send("clients", columns=columns).json()
    assert taken["counts"] == {"new": 0, "taken": 1, "twin": 0, "faulty": 1, "refused": 0}
    settle(staffed)
    assert [row["name"] for row in client.get("/clients", headers=signed_in(ANN)).json()["rows"]] == ["Rye & Co"]
    (kept,) = client.get("/sheet-imports", headers=signed_in(ANN)).json()["rows"]
    assert (kept["sheet_import_id"], kept["imported_by"]) == (taken["sheet_import_id"], "Ann")
    back = client.post(
        f"/sheet-imports/{taken['sheet_import_id']}/revert", json={"reason": "Wrong file"}, headers=signed_in(ANN)
    )
    assert (back.json()["taken_back"], back.json()["left"]) == (1, 0)
    settle(staffed)
    assert client.get("/clients", headers=signed_in(ANN)).json()["rows"] == []


@pytest.mark.parametrize(
    ("address", "form", "code", "words"),
    [
        ("clients", {}, 409, "No column is found for 'name'"),
        ("clients", {"columns": "[1]"}, 422, "object of fields and headings"),
        ("clients", {"columns": '{"name": "Nothing"}'}, 409, "no column 'Nothing'"),
        ("unknown", {}, 422, "clients"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_a_sentence(
    send: Send, address: str, form: dict[str, str], code: int, words: str
) -> None:
    answer = send(address, **form)
    assert (answer.status_code, words in answer.text) == (code, True), answer.text


def test_what_is_no_sheet_is_a_sentence(send: Send) -> None:
    answer = send("clients", data=b"only a heading")
    assert (answer.status_code, "no rows below" in answer.text) == (409, True)


def test_sheets_are_for_sales_and_operators(send: Send) -> None:
    answer = send("clients", CAROL, columns='{"name": "Фирма"}')
    assert (answer.status_code, "operators" in answer.json()["detail"]) == (409, True)


def test_only_who_brought_it_takes_it_back(send: Send, client: TestClient, signed_in: SignedIn) -> None:
    taken = send("clients", columns='{"name": "Фирма"}').json()["sheet_import_id"]
    for import_id in (taken, uuid4()):
        back = client.post(f"/sheet-imports/{import_id}/revert", json={"reason": "No"}, headers=signed_in(BOB))
        assert back.status_code == 409


def test_what_rows_may_tell_can_be_asked(client: TestClient, signed_in: SignedIn) -> None:
    fields = client.get("/sheet-imports/fields/deals", headers=signed_in(ANN)).json()
    assert fields[0] == {"name": "title", "meaning": "What the deal is called", "needed": True}


@pytest.mark.usefixtures("staffed")
def test_the_headings_of_a_sheet_are_told_so_that_one_can_say_which_is_which(send: Send) -> None:
    assert send("clients/columns").json() == {"columns": ["Фирма", "ИНН"]}
    assert send("prices/columns", CAROL).status_code == 409
    assert send("clients/columns", data=b"\x00\x01").status_code == 409
