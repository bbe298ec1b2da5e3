"""Whatever goes wrong is told as a problem with a sentence, and never with the insides."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, ID
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

SignedIn = Callable[[UUID], dict[str, str]]


def told(answer: Response, status: int) -> dict[str, Any]:
    content: dict[str, Any] = answer.json()
    assert (answer.status_code, content["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert content["title"]
    assert content["detail"].endswith(".")
    return content


@pytest.fixture
def ann(signed_in: SignedIn) -> dict[str, str]:
    return signed_in(ANN)


def test_an_address_where_nothing_is(client: TestClient) -> None:
    told(client.get("/nothing"), 404)


def test_a_record_that_is_not_there(client: TestClient, ann: dict[str, str]) -> None:
    told(client.get(f"/deals/{ID}", headers=ann), 404)
    told(client.get(f"/deals/{ID}/history", headers=ann), 404)


def test_a_method_that_an_address_does_not_take(client: TestClient) -> None:
    answer = client.delete("/deals")
    told(answer, 405)
    assert answer.headers["Allow"]


def test_a_body_that_is_no_json(client: TestClient, ann: dict[str, str]) -> None:
    told(client.post("/clients", content="{", headers=ann | {"Content-Type": "application/json"}), 400)


def test_a_body_that_is_not_right_is_told_field_by_field(client: TestClient, ann: dict[str, str]) -> None:
    wrong = {"form": {"what_for": "Rent", "amount": {"amount": "much", "currency": "RUB"}}, "extra": 1}
    content = told(client.post("/payment-requests", json=wrong, headers=ann), 422)
    assert [error["field"] for error in content["errors"]] == ["form.amount.amount", "extra"]


WRONG = [
    ({"inn": "77", "account": "40702810900000002851"}, "inn", "ИНН: 10 digits of a company, 12 of a person"),
    ({"inn": "7707083893", "account": "4070"}, "account", "Р/С: the settlement account, 20 digits"),
    ({"swift": "COBA"}, "swift", "SWIFT code of the bank: 8 or 11 letters and digits"),
]


@pytest.mark.parametrize(("details", "field", "words"), WRONG)
def test_a_field_of_the_wrong_shape_is_told_in_words(
    client: TestClient, ann: dict[str, str], details: dict[str, str], field: str, words: str
) -> None:
    """S1-20: what is expected, not a regular expression."""
    amount = {"amount": "1.00", "currency": "rubles"}
    content = told(client.post("/payment-requests", json=drafted(details, amount), headers=ann), 422)
    assert [error["field"] for error in content["errors"]] == ["form.amount.currency", f"form.details.{field}"]
    assert content["errors"][0]["message"] == "Expected: An ISO 4217 code, such as RUB"
    assert content["errors"][1]["message"].startswith(f"Expected: {words}, such as ")
    assert words in content["detail"]


def drafted(details: object, amount: object) -> dict[str, object]:
    return {"form": {"what_for": "Rent", "amount": amount, "details": details}}


@pytest.mark.parametrize(("details", "field"), [(7, "form.details"), ({"inn": "7707083893", "x": 1}, "form.details.x")])
def test_which_kind_of_details_was_taken_for_meant_is_no_part_of_the_place(
    client: TestClient, ann: dict[str, str], details: object, field: str
) -> None:
    content = told(client.post("/payment-requests", json=drafted(details, {}), headers=ann), 422)
    assert field in [error["field"] for error in content["errors"]]


def test_an_account_abroad_is_not_told_to_have_the_digits_of_a_russian_one(
    client: TestClient, ann: dict[str, str]
) -> None:
    abroad = {"swift": "COBADEFF", "account": "4070;"}
    amount = {"amount": "1.00", "currency": "EUR"}
    (error,) = told(client.post("/payment-requests", json=drafted(abroad, amount), headers=ann), 422)["errors"]
    assert error["message"].startswith("Expected: The account where the country has no IBAN")


def test_a_header_of_the_wrong_shape_is_told_in_words(client: TestClient, ann: dict[str, str]) -> None:
    answer = client.post(f"/payment-requests/{ID}/approve", json={}, headers=ann | {"If-Match": "3"})
    (error,) = told(answer, 422)["errors"]
    assert error["message"] == 'Expected: The version that you saw, such as "3"'


def test_a_text_that_no_database_takes(client: TestClient, ann: dict[str, str]) -> None:
    told(client.post("/clients", json={"name": "A\0", "owner_id": str(ANN)}, headers=ann), 422)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["Acme", "A\0"])
def test_a_body_in_another_encoding(client: TestClient, ann: dict[str, str], encoding: str, name: str) -> None:
    body = json.dumps({"name": name, "owner_id": str(ANN)}).encode(encoding)
    answer = client.post("/clients", content=body, headers=ann | {"Content-Type": "application/json"})
    assert "UTF-8" in told(answer, 422)["detail"]


def test_a_request_that_is_too_large(client: TestClient, ann: dict[str, str]) -> None:
    body = f'{{"name": "{"A" * 1_100_000}", "owner_id": "{ANN}"}}'.encode()
    headers = ann | {"Content-Type": "application/json"}
    told(client.post("/clients", content=body, headers=headers), 413)
    told(
        client.post("/clients", content=(body[n : n + 65_536] for n in range(0, len(body), 65_536)), headers=headers),
        413,
    )


@pytest.mark.parametrize("asked", ["colour=red", "amount_from=much", "sort=colour", "cursor=abc", "limit=0", "q=a&q=b"])
def test_a_question_that_a_list_cannot_answer(client: TestClient, ann: dict[str, str], asked: str) -> None:
    told(client.get(f"/deals?{asked}", headers=ann), 422)


def test_a_list_that_lags_behind(client: TestClient, ann: dict[str, str]) -> None:
    answer = client.get("/deals?after=1000000", headers=ann)
    told(answer, 503)
    assert answer.headers["Retry-After"] == "1"


def test_a_bug_shows_nothing_of_the_insides(app: FastAPI, client: TestClient) -> None:
    @app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("secret")

    answer = client.get("/broken")
    told(answer, 500)
    assert "secret" not in answer.text


def test_a_number_is_no_truth_value(client: TestClient, ann: dict[str, str]) -> None:
    told(client.post("/tokens", json={"label": "Report", "days": True}, headers=ann), 422)
    told(client.post(f"/payment-requests/{ID}/approve", json={"pass_on": 1}, headers=ann), 422)
