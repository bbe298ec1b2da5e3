"""One sees where one is signed in, signs out there, and changes one's own password (X-32)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB
from fastapi import FastAPI
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.store.accounts import create_account

Headers = dict[str, str]
SignedIn = Callable[[UUID], Headers]
PASSWORD, ANOTHER = "correct horse battery", "another good one"


@pytest.fixture
def ann(app: FastAPI, staffed: Crm) -> UUID:
    """She signs in as ann."""
    with staffed.log.datastore.get_connection() as db:
        create_account(db, ANN, "ann", PASSWORD)
    return ANN


def test_one_sees_where_one_is_signed_in_and_signs_out_there(client: TestClient, signed_in: SignedIn) -> None:
    here, elsewhere = signed_in(ANN), signed_in(ANN)
    found = client.get("/me/sessions", headers=here).json()["rows"]
    assert [one["current"] for one in found] == [False, True]
    other = found[0]["id"]
    assert client.delete(f"/me/sessions/{other}", headers=signed_in(BOB)).status_code == 404, "it is not his"
    assert client.delete(f"/me/sessions/{other}", headers=here).status_code == 204
    assert client.get("/me", headers=elsewhere).status_code == 401
    assert len(client.get("/me/sessions", headers=here).json()["rows"]) == 1
    assert client.delete(f"/me/sessions/{uuid4()}", headers=here).status_code == 404


def test_each_says_from_where_one_signed_in(client: TestClient, ann: UUID) -> None:
    browser = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"}
    client.post("/sign-in", json={"login": "ann", "password": PASSWORD}, headers=browser)
    (one,) = client.get("/me/sessions").json()["rows"]
    assert (one["label"], one["current"]) == ("Firefox on Windows", True)


def test_a_new_password_ends_what_is_open_elsewhere(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    here, elsewhere = signed_in(ANN), signed_in(ANN)
    token = client.post("/tokens", json={"label": "Report"}, headers=here).json()["token"]
    changed = client.post("/me/password", json={"old": PASSWORD, "new": ANOTHER}, headers=here)
    assert (changed.status_code, changed.json()) == (200, {"ended": 2})
    for gone in (elsewhere, {"Authorization": f"Bearer {token}"}):
        assert client.get("/me", headers=gone).status_code == 401
    assert client.get("/me", headers=here).status_code == 200
    assert client.post("/sign-in", json={"login": "ann", "password": ANOTHER}).status_code == 200


def test_the_old_password_is_needed_and_not_guessed(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    here, wish = signed_in(ANN), {"old": "wrong one", "new": ANOTHER}
    told = [client.post("/me/password", json=wish, headers=here) for _ in range(6)]
    assert [one.status_code for one in told] == [409] * 5 + [429]
    assert (told[0].json()["rule"], told[5].headers["Retry-After"]) == ("old password", "60")
    assert client.get("/me", headers=here).status_code == 200


def test_a_weak_password_changes_nothing(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    here, elsewhere = signed_in(ANN), signed_in(ANN)
    refused = client.post("/me/password", json={"old": PASSWORD, "new": "short"}, headers=here)
    assert (refused.status_code, "8 to 200" in refused.json()["detail"]) == (409, True)
    assert client.get("/me", headers=elsewhere).status_code == 200


def test_without_an_account_there_is_no_password_to_change(client: TestClient, signed_in: SignedIn) -> None:
    told = client.post("/me/password", json={"old": PASSWORD, "new": ANOTHER}, headers=signed_in(BOB))
    assert (told.status_code, told.json()["rule"]) == (409, "no account")


def test_a_program_changes_no_password(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    token = client.post("/tokens", json={"label": "Report"}, headers=signed_in(ANN)).json()["token"]
    program = {"Authorization": f"Bearer {token}"}
    told = client.post("/me/password", json={"old": PASSWORD, "new": ANOTHER}, headers=program)
    assert told.status_code == 403
