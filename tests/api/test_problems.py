"""Whatever goes wrong is told as a problem with a sentence, and never with the insides."""

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


def test_a_browser_is_told_what_this_is(client: TestClient) -> None:
    page = client.get("http://testserver/")
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    for link in ("/api/v1/openapi.json", "/healthz", "/readyz"):
        assert f'href="{link}"' in page.text
        assert client.get(f"http://testserver{link}").status_code == 200
    assert "<script" not in page.text


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


def test_a_text_that_no_database_takes(client: TestClient, ann: dict[str, str]) -> None:
    told(client.post("/clients", json={"name": "A\0", "owner_id": str(ANN)}, headers=ann), 422)


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
