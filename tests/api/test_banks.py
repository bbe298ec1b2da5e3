"""Everybody may look banks up by БИК, name and town; accounting keeps the directory (S1-13, S1-37)."""

from collections.abc import Callable
from uuid import UUID

from examples import ANN, CAROL
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.ids import BANKS
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
NEVA = {"bik": "044030827", "name": "Neva Bank", "town": "г Санкт-Петербург"}
EDITION = {"edition": "2026-11-23", "listed": [NEVA]}


def test_a_bank_is_found_by_its_bik(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    answer = client.post("/bank-directories", json=EDITION, headers=signed_in(CAROL))
    assert (answer.status_code, answer.json()["id"]) == (202, str(BANKS))
    settle(staffed)
    ann = signed_in(ANN)
    (found,) = client.get("/banks?q=neva", headers=ann).json()["rows"]
    assert client.get("/banks/044030827", headers=ann).json() == found
    assert {name: found[name] for name in NEVA} == NEVA
    (line,) = client.get(f"/bank-directories/{BANKS}/history", headers=ann).json()
    assert line["event"] == "BankDirectoryUpdated"


def test_a_bank_that_is_not_listed_is_not_found(client: TestClient, signed_in: SignedIn) -> None:
    ann = signed_in(ANN)
    assert client.get("/banks/044525999", headers=ann).status_code == 404
    assert client.get("/banks/%00", headers=ann).status_code == 422


def test_a_manager_does_not_keep_the_directory(client: TestClient, signed_in: SignedIn) -> None:
    answer = client.post("/bank-directories", json=EDITION, headers=signed_in(ANN))
    assert (answer.status_code, "accountant" in answer.json()["detail"]) == (409, True)
