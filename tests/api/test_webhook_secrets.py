"""A webhook hears once an administrator has made its secret, which nobody is told again (X-14)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from examples import ADMIN, ANN, DIRECTOR, ID
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
HOOK = {"id": str(ID), "url": "https://hooks.example/crm", "topics": ["DealWon"]}


def secret(client: TestClient, headers: dict[str, str], webhook_id: UUID = ID) -> tuple[int, str]:
    answer = client.post(f"/webhooks/{webhook_id}/secret", headers=headers)
    return answer.status_code, str(answer.json().get("secret") or answer.json()["detail"])


def test_an_administrator_registers_a_webhook_and_makes_its_secret(
    client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    adam = signed_in(ADMIN)
    position = client.post("/webhooks", json=HOOK, headers=adam).json()["position"]
    settle(staffed)
    status, first = secret(client, adam)
    assert (status, first[:6]) == (201, "whsec_")
    assert secret(client, adam)[1] != first, "a new one each time"
    (row,) = client.get("/webhooks", params={"after": position}, headers=adam).json()["rows"]
    assert (row["url"], row["topics"], row["status"], row["registered_by"]) == (
        HOOK["url"],
        ["DealWon"],
        "active",
        "Adam",
    )
    assert client.post(f"/webhooks/{ID}/pause", json={"reason": "Holidays"}, headers=adam).status_code == 202


def test_the_log_knows_no_secret(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    client.post("/webhooks", json=HOOK, headers=signed_in(ADMIN))
    settle(staffed)
    _, made = secret(client, signed_in(ADMIN))
    with staffed.log.datastore.get_connection() as db:
        for table in ("events", "commands", "webhook_registry"):
            assert db.execute(f"SELECT FROM {table} AS line WHERE line::text LIKE %s", (f"%{made}%",)).rowcount == 0


def test_nobody_else_makes_or_sees_any(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    client.post("/webhooks", json=HOOK, headers=signed_in(ADMIN))
    settle(staffed)
    for person in (ANN, DIRECTOR):
        assert secret(client, signed_in(person))[0] == 403
        assert client.post("/webhooks", json=HOOK | {"id": None}, headers=signed_in(person)).status_code == 409
    assert client.get("/webhooks", headers=signed_in(ANN)).json()["rows"] == []
    assert client.get(f"/webhooks/{ID}/history", headers=signed_in(ANN)).status_code == 404


def test_what_is_not_there_has_no_secret(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    assert secret(client, signed_in(ADMIN))[0] == 404
    client.post("/webhooks", json=HOOK, headers=signed_in(ADMIN))
    client.post(f"/webhooks/{ID}/remove", headers=signed_in(ADMIN))
    settle(staffed)
    assert secret(client, signed_in(ADMIN))[0] == 404
