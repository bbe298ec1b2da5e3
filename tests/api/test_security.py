"""Who gets in, and how they are put out again."""

from collections.abc import Callable
from uuid import UUID

import pytest
from examples import ADMIN, ANN
from fastapi import FastAPI
from starlette.testclient import TestClient

from crm_es.aggregates.staff_member import LeaveCompany
from crm_es.api.operations import Watch
from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.runners.worker import settle
from crm_es.store.accounts import accounts, create_account, set_password
from crm_es.store.tracking import register

SignedIn = Callable[[UUID], dict[str, str]]
PASSWORD = "correct horse battery"
CREDENTIALS = {"login": "Ann ", "password": PASSWORD}


@pytest.fixture
def ann(app: FastAPI, staffed: Crm) -> UUID:
    with staffed.log.datastore.get_connection() as db:
        create_account(db, ANN, "ann", PASSWORD)
        assert accounts(db) == [(ANN, "ann")]
    return ANN


def test_nobody_comes_in_without_saying_who(client: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Cookie": "crm_session=nonsense"}):
        answer = client.get("/me", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_password_opens_a_session_that_ends(client: TestClient, ann: UUID) -> None:
    answer = client.post("/sign-in", json=CREDENTIALS)
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie, "this was plain http"
    assert client.get("/me").json()["name"] == "Ann"
    assert client.post("/sign-out").status_code == 204
    token = answer.json()["token"]
    assert client.get("/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_cookie_stays_on_encrypted_lines_once_it_came_by_one(app: FastAPI, ann: UUID) -> None:
    safe = TestClient(app, base_url="https://testserver/api/v1")
    assert "secure" in safe.post("/sign-in", json=CREDENTIALS).headers["Set-Cookie"].lower()


def test_who_fails_too_often_has_to_wait(client: TestClient, ann: UUID) -> None:
    wrong = {"login": "ann", "password": "wrong"}
    assert [client.post("/sign-in", json=wrong).status_code for _ in range(6)] == [401] * 5 + [429]
    answer = client.post("/sign-in", json=CREDENTIALS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert client.post("/sign-in", json={"login": "bob", "password": "wrong"}).status_code == 401


def test_who_has_left_is_out(client: TestClient, app: FastAPI, ann: UUID, signed_in: SignedIn, staffed: Crm) -> None:
    assert client.get("/me", headers=signed_in(ANN)).status_code == 200
    assert client.post(f"/staff-members/{ANN}/leave-company", headers=signed_in(ADMIN)).status_code == 202
    staffed._lookup._looked_at = 0
    assert client.get("/me", headers=signed_in(ANN)).status_code == 401
    assert client.post("/sign-in", json=CREDENTIALS).status_code == 401
    assert LeaveCompany.__name__ in client.get("/audit", headers=signed_in(ADMIN)).text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver"}, 202),
        ({"Sec-Fetch-Site": "same-origin"}, 202),
        ({}, 202),
    ],
)
def test_pages_of_others_cannot_use_the_cookie(
    client: TestClient, signed_in: SignedIn, headers: dict[str, str], status: int
) -> None:
    cookie = "crm_session=" + signed_in(ANN)["Authorization"].removeprefix("Bearer ")
    wish = {"name": "Acme", "owner_id": str(ANN)}
    assert client.post("/clients", json=wish, headers={"Cookie": cookie} | headers).status_code == status
    assert client.get("/me", headers={"Cookie": cookie} | headers).status_code == 200


def test_a_token_for_a_program_works_until_it_is_revoked(client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in(ANN)
    made = client.post("/tokens", json={"label": "Report", "days": 7}, headers=headers).json()
    program = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/me", headers=program).json()["name"] == "Ann"
    assert [one["label"] for one in client.get("/tokens", headers=headers).json()] == ["Report"]
    assert client.post("/tokens", json={"label": "More"}, headers=program).status_code == 403
    assert client.delete(f"/tokens/{made['id']}", headers=signed_in(ADMIN)).status_code == 404
    assert client.delete(f"/tokens/{made['id']}", headers=headers).status_code == 204
    assert client.get("/me", headers=program).status_code == 401
    assert client.get("/tokens", headers=headers).json() == []


def test_a_new_password_ends_all_sessions(client: TestClient, app: FastAPI, ann: UUID, staffed: Crm) -> None:
    client.post("/sign-in", json=CREDENTIALS)
    with staffed.log.datastore.get_connection() as db:
        set_password(db, "ANN", "another good one")
        assert db.execute("SELECT count(*) FROM sessions WHERE revoked_at IS NULL").fetchone() == {"count": 0}
    assert client.get("/me").status_code == 401
    assert client.post("/sign-in", json={"login": "ann", "password": "another good one"}).status_code == 200


def test_accounts_are_refused_with_a_sentence(app: FastAPI, ann: UUID, staffed: Crm) -> None:
    with staffed.log.datastore.get_connection() as db:
        with pytest.raises(Refused, match="is taken"):
            create_account(db, ADMIN, "Ann", PASSWORD)
        with pytest.raises(Refused, match="8 to 200 characters"):
            create_account(db, ADMIN, "adam", "short")
        with pytest.raises(Refused, match="Nobody has the login"):
            set_password(db, "nobody", PASSWORD)


def test_no_secret_is_kept(client: TestClient, ann: UUID, staffed: Crm) -> None:
    token = client.post("/sign-in", json=CREDENTIALS).json()["token"]
    with staffed.log.datastore.get_connection() as db:
        kept = str([db.execute(f"SELECT * FROM {table}").fetchall() for table in ("accounts", "sessions", "commands")])
    assert PASSWORD not in kept
    assert token not in kept


def test_a_reader_that_stands_still_is_told_from_a_slow_one(staffed: Crm) -> None:
    watch = Watch(staffed, still=0)
    watch.look()
    assert "client_registry" in watch.look().stuck
    assert Watch(staffed, still=60).look().ready


def test_a_webhook_that_stands_still_is_seen_and_makes_nobody_unready(staffed: Crm) -> None:
    """The other system is slow or away: that is no trouble of ours."""
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        register(db, "webhook/7/0", 1)
    watch = Watch(staffed, still=0)
    watch.look()
    assert watch.look().ready
    assert watch.look().lag["webhook/7/0"] > 0
