"""A form is judged while it is filled in, field by field (S1-20, S1-37)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ANN
from starlette.testclient import TestClient

SignedIn = Callable[[UUID], dict[str, str]]
Check = Callable[..., dict[str, str]]
DETAILS = {"inn": "7707083893", "kpp": "773601001", "bik": "044525225", "account": "40702810500000002851"}


@pytest.fixture
def check(client: TestClient, signed_in: SignedIn) -> Check:
    def checked(form: dict[str, Any], **how: Any) -> dict[str, str]:
        body = {"form": form, **how}
        answer = client.post("/payment-requests/check", json=body, headers=signed_in(ANN))
        assert answer.status_code == 200, answer.text
        return {one["field"]: one["message"] for one in answer.json()["errors"]}

    return checked


def test_what_is_right_so_far_is_not_complained_about(check: Check) -> None:
    assert check({}) == {}
    assert check({"what_for": "Rent", "details": DETAILS}) == {}


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"details": {"inn": "7707083894"}}, "details.inn", "does not add up"),
        ({"details": {"inn": "77"}}, "details.inn", "Expected"),
        ({"details": DETAILS | {"account": "40702810500000002852"}}, "details.account", "does not fit"),
        ({"details": {"bik": "944525225"}}, "details.bik", "no БИК"),
        ({"details": {"swift": "COBADEFF", "iban": "DE00370400440532013000"}}, "details.iban", "does not add up"),
        ({"purpose": "Оплата 💰"}, "purpose", "characters"),
        ({"pay_by": "2020-01-01"}, "pay_by", "past"),
        ({"invoice_date": "2999-01-01"}, "invoice_date", "yet to come"),
        ({"amount": {"amount": "10", "currency": "XQQ"}}, "amount", "ISO 4217"),
        ({"amount": {"amount": "ten", "currency": "RUB"}}, "amount.amount", "decimal"),
        ({"moon": "full"}, "moon", "not permitted"),
    ],
)
def test_each_fault_is_told_by_its_field(check: Check, form: dict[str, Any], field: str, said: str) -> None:
    found = check(form)
    assert list(found) == [field]
    assert said in found[field]


def test_one_fault_hides_no_other(check: Check) -> None:
    found = check({"details": {"inn": "77", "account": "1", "kpp": "2"}, "pay_by": "2020-01-01"})
    assert set(found) == {"details.inn", "details.account", "details.kpp", "pay_by"}


def test_what_is_lacking_is_told_only_when_it_is_to_be_complete(check: Check) -> None:
    found = check({}, complete=True)
    assert set(found) == {
        "what_for",
        "amount",
        "contractor_id",
        "details.inn",
        "details.account",
        "purpose",
        "pay_by",
    }
    assert set(found.values()) == {"Fill this in."}


@pytest.mark.parametrize("form", [{"details": "none"}, {"details": []}, {"amount": []}, {"what_for": {"a": 1}}])
def test_what_is_no_form_at_all_is_told_too(check: Check, form: dict[str, Any]) -> None:
    assert check(form, complete=True).keys() >= {next(iter(form))}


def test_whoever_is_not_signed_in_is_told_nothing(client: TestClient) -> None:
    assert client.post("/payment-requests/check", json={"form": {}}).status_code == 401
