"""Administrators say over HTTP who may sign in; what they do ends sessions at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, DIRECTOR, STRANGER
from fastapi import FastAPI
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.store.accounts import create_account

SignedIn = Callable[[UUID], dict[str, str]]
PASSWORD = "correct horse battery"


@pytest.fixture
def ann(app: FastAPI, staffed: Crm) -> UUID:
    """She signs in as ann."""
    with staffed.log.datastore.get_connection() as db:
        create_account(db, ANN, "ann", PASSWORD)
    return ANN


def rows(client: TestClient, headers: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {row["login"]: row for row in client.get("/accounts", headers=headers).json()["rows"]}


def test_an_administrator_lets_somebody_sign_in(client: TestClient, signed_in: SignedIn) -> None:
    wish = {"person_id": str(BOB), "login": " Bob "}
    made = client.post("/accounts", json=wish, headers=signed_in(ADMIN))
    assert (made.status_code, made.json()["login"], len(made.json()["password"])) == (201, "bob", 16)
    known = {"login": "bob", "password": made.json()["password"]}
    assert client.post("/sign-in", json=known).status_code == 200
    row = rows(client, signed_in(ADMIN))["bob"]
    assert (row["name"], row["roles"], row["works_here"], row["sessions"]) == ("Bob", ["manager"], True, 1)
    assert (row["last_signed_in_at"] is None, row["locked"]) == (False, False)


def test_a_password_that_is_given_is_not_told_again(client: TestClient, signed_in: SignedIn) -> None:
    wish = {"person_id": str(BOB), "login": "bob", "password": PASSWORD}
    assert client.post("/accounts", json=wish, headers=signed_in(ADMIN)).json()["password"] is None
    assert client.post("/sign-in", json={"login": "bob", "password": PASSWORD}).status_code == 200


def test_what_makes_no_account_is_told(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    adam = signed_in(ADMIN)
    for person, login, password, status, said in (
        (BOB, "ANN", PASSWORD, 409, "is taken"),
        (ANN, "anna", PASSWORD, 409, "has another"),
        (BOB, "bob", "short", 409, "8 to 200 characters"),
        (BOB, "  ", PASSWORD, 409, "at least one letter"),
        (STRANGER, "eve", PASSWORD, 404, "hire them first"),
        (BOB, "bob", "", 422, "password"),
    ):
        wish = {"person_id": str(person), "login": login, "password": password}
        answer = client.post("/accounts", json=wish, headers=adam)
        assert (answer.status_code, said in answer.json()["detail"]) == (status, True), answer.text


def test_another_password_ends_all_sessions(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    at_home = signed_in(ANN)
    assert client.get("/me", headers=at_home).status_code == 200
    given = client.post(f"/accounts/{ANN}/password", json={}, headers=signed_in(ADMIN)).json()
    assert client.get("/me", headers=at_home).status_code == 401
    assert client.post("/sign-in", json={"login": "ann", "password": PASSWORD}).status_code == 401
    assert client.post("/sign-in", json={"login": "ann", "password": given["password"]}).status_code == 200
    assert client.post(f"/accounts/{BOB}/password", json={}, headers=signed_in(ADMIN)).status_code == 404


def test_a_closed_account_lets_nobody_in(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    at_home = signed_in(ANN)
    assert client.get("/me", headers=at_home).status_code == 200
    assert client.delete(f"/accounts/{ANN}", headers=signed_in(ADMIN)).status_code == 204
    assert client.get("/me", headers=at_home).status_code == 401
    assert client.post("/sign-in", json={"login": "ann", "password": PASSWORD}).status_code == 401
    assert rows(client, signed_in(ADMIN)) == {}
    assert client.delete(f"/accounts/{ANN}", headers=signed_in(ADMIN)).status_code == 404


def test_no_administrator_locks_themselves_out(client: TestClient, signed_in: SignedIn) -> None:
    adam = signed_in(ADMIN)
    assert client.delete(f"/accounts/{ADMIN}", headers=adam).json()["rule"] == "own account"
    answer = client.post(f"/accounts/{ADMIN}/password", json={}, headers=adam)
    assert answer.json()["rule"] == "own password", "a session that was left open must not become a password"


def test_who_fails_too_often_is_shown_as_locked(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    for _ in range(5):
        client.post("/sign-in", json={"login": "ann", "password": "wrong"})
    assert rows(client, signed_in(ADMIN))["ann"]["locked"]


def test_nobody_else_sees_or_changes_accounts(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    wish = {"person_id": str(BOB), "login": "bob"}
    for who in (ANN, DIRECTOR):
        headers = signed_in(who)
        for answer in (
            client.get("/accounts", headers=headers),
            client.post("/accounts", json=wish, headers=headers),
            client.post(f"/accounts/{BOB}/password", json={}, headers=headers),
            client.delete(f"/accounts/{ANN}", headers=headers),
        ):
            assert (answer.status_code, answer.json()["detail"][:21]) == (403, "Only an administrator")


def test_no_program_makes_or_closes_accounts(client: TestClient, signed_in: SignedIn, ann: UUID) -> None:
    """Whoever finds a token must not make a password of it."""
    token = client.post("/tokens", json={"label": "Report"}, headers=signed_in(ADMIN)).json()["token"]
    program = {"Authorization": f"Bearer {token}"}
    assert client.get("/accounts", headers=program).status_code == 200
    for answer in (
        client.post("/accounts", json={"person_id": str(BOB), "login": "bob"}, headers=program),
        client.post(f"/accounts/{ANN}/password", json={}, headers=program),
        client.delete(f"/accounts/{ANN}", headers=program),
    ):
        assert answer.status_code == 403
