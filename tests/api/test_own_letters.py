"""What people chose for the letters to them is told to them: pages follow the language on any device."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from examples import ADMIN, ANN
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]


def test_a_language_that_was_chosen_is_told(client: TestClient, signed_in: SignedIn) -> None:
    ann = signed_in(ANN)
    assert client.get("/me", headers=ann).json()["language"] is None, "nobody said"
    wish = {"email": "ann@example.com", "language": "en"}
    chosen = client.post(f"/staff-members/{ANN}/record-staff-email", json=wish, headers=ann)
    assert chosen.status_code == 202, chosen.text
    now = client.get("/me", params={"after": chosen.json()["position"]}, headers=ann)
    assert now.json()["language"] == "en", "the page after it is in it already"


def test_what_an_administrator_sets_is_told_to_the_person(
    client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    wish = {"email": "ann@example.com", "language": "ru"}
    client.post(f"/staff-members/{ANN}/record-staff-email", json=wish, headers=signed_in(ADMIN))
    settle(staffed)
    ann = signed_in(ANN)
    assert staffed.reference_now.people[ANN].language == "ru"
    assert client.get("/me", headers=ann).json()["language"] == "ru"
    row = client.get(f"/staff-members/{ANN}", headers=ann).json()
    assert (row["email"], row["language"]) == ("ann@example.com", "ru")


def test_the_hours_of_letters_are_told_too(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    ann = signed_in(ANN)
    address = f"/digests/{client.get('/me', headers=ann).json()['digest_id']}"
    chosen = client.post(f"{address}/schedule", json={"person_id": str(ANN), "hours": ["09:00"]}, headers=ann)
    assert chosen.status_code == 202, chosen.text
    settle(staffed)
    row = client.get(address, headers=ann).json()
    assert (row["hours"], row["own"], row["person"]) == (["09:00"], True, "Ann")
