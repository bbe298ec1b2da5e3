"""How far a request has come on its route, for whoever may see it (X-37)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL, DIRECTOR, HEAD
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
REQUEST = str(UUID(int=101))
FORM = {
    "what_for": "Rent",
    "amount": {"amount": "200000.00", "currency": "RUB"},
    "contractor_id": str(UUID(int=4)),
    "pay_by": (datetime.now(UTC).date() + timedelta(3)).isoformat(),
    "purpose": "Rent",
    "details": {
        "inn": "7707083893",
        "kpp": "773601001",
        "bik": "044525225",
        "account": "40702810500000002851",
        "correspondent_account": "30101810400000000225",
    },
}
Told = Callable[..., Any]


@pytest.fixture
def tell(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Told:
    def told(who: UUID, verb: str, **body: Any) -> None:
        path = f"/payment-requests/{REQUEST}/{verb}" if verb else "/payment-requests"
        answer = client.post(path, json=body, headers=signed_in(who))
        assert answer.status_code == 202, answer.text
        settle(staffed)

    told(ANN, "", id=REQUEST, form=FORM)
    return told


@pytest.fixture
def course(client: TestClient, signed_in: SignedIn) -> Callable[..., Any]:
    def asked(who: UUID = ANN, status: int = 200) -> Any:
        answer = client.get(f"/payment-requests/{REQUEST}/course", headers=signed_in(who))
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


def steps(found: Any) -> list[tuple[str, str, list[str]]]:
    return [(one["name"], one["state"], [person["person"] for person in one["people"]]) for one in found["steps"]]


def test_a_draft_is_on_no_way_yet(tell: Told, course: Callable[..., Any]) -> None:
    assert course() is None


def test_the_next_step_is_asked_and_the_others_are_to_come(tell: Told, course: Callable[..., Any]) -> None:
    tell(ANN, "submit")
    found = course()
    assert steps(found) == [
        ("head", "open", ["Helen"]),
        ("director", "to come", ["Dmitry"]),
        ("payment", "to come", []),
    ]
    (helen,) = found["steps"][0]["people"]
    assert (helen["asked_at"] is None, helen["decided_at"]) == (False, None)
    (dmitry,) = found["steps"][1]["people"]
    assert dmitry["asked_at"] is None


def test_each_answer_is_kept_with_who_gave_it_and_when(tell: Told, course: Callable[..., Any]) -> None:
    for who, verb in ((ANN, "submit"), (HEAD, "approve"), (DIRECTOR, "approve"), (CAROL, "pay")):
        tell(who, verb)
    found = course()
    assert steps(found) == [
        ("head", "approved", ["Helen"]),
        ("director", "approved", ["Dmitry"]),
        ("payment", "paid", ["Carol"]),
    ]
    assert all(person["decided_at"] for step in found["steps"] for person in step["people"])


def test_a_request_that_was_returned_says_by_whom(tell: Told, course: Callable[..., Any]) -> None:
    tell(ANN, "submit")
    tell(HEAD, "return", reason="Another invoice")
    assert steps(course())[:2] == [("head", "returned", ["Helen"]), ("director", "not needed", ["Dmitry"])]
    tell(ANN, "submit")
    assert (course()["round"], course()["steps"][0]["state"]) == (2, "open")


def test_only_who_sees_the_request_sees_its_course(tell: Told, course: Callable[..., Any]) -> None:
    tell(ANN, "submit")
    course(BOB, 404)
