"""The bank over HTTP: payment orders out, its statement in, and who may see what it paid (S1-36, S0-44)."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from bank_company import PAYER, approved, paying_company
from bank_statements import OURS, PAID, statement
from examples import ANN, CAROL, DIRECTOR, HEAD, REQUEST
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.exchange.client_bank.reading import read
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
WANTED: dict[str, Any] = {"payer_account_id": str(PAYER), "payment_request_ids": [str(REQUEST)]}


@pytest.fixture
def approved_request(staffed: Crm) -> UUID:
    return approved(paying_company(staffed))


@pytest.mark.usefixtures("approved_request")
def test_approved_requests_come_as_a_file_for_the_bank(client: TestClient, signed_in: SignedIn) -> None:
    nothing = str(uuid4())
    wanted = WANTED | {"payment_request_ids": [str(REQUEST), nothing]}
    answer = client.post("/bank-files", json=wanted, headers=signed_in(CAROL))
    assert answer.status_code == 200
    told = answer.json()
    (order,) = read(b64decode(told["content"])).documents
    assert (told["name"], told["encoding"], order.number) == ("1c_to_kl.txt", "windows", "1")
    written, refused = told["results"]
    assert (written["number"], written["refusal"], written["amount"]["amount"]) == ("1", None, "40000")
    assert (refused["payment_request_id"], refused["number"]) == (nothing, None)
    assert "no such payment request" in refused["refusal"]


@pytest.mark.usefixtures("approved_request")
def test_the_file_may_be_saved_as_it_is(client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in(CAROL) | {"Accept": "text/plain"}
    due = {"payer_account_id": str(PAYER), "due_by": "2099-01-01"}
    answer = client.post("/bank-files", json=due | {"encoding": "utf-8"}, headers=headers)
    assert (answer.status_code, answer.headers["X-Left-Out"]) == (200, "0")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "1c_to_kl.txt" in answer.headers["Content-Disposition"]
    assert len(read(answer.content).documents) == 1
    again = client.post("/bank-files", json=due, headers=headers)
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "Payment order 1 for this went to the bank already: say so if it is to go again.",
    )
    repeated = client.post("/bank-files", json=due | {"again": True}, headers=headers)
    assert (repeated.status_code, repeated.headers["Content-Type"]) == (200, "text/plain; charset=windows-1251")


@pytest.mark.parametrize(
    ("wanted", "status", "words"),
    [
        (WANTED | {"due_by": "2099-01-01"}, 422, "one of the two"),
        ({"payer_account_id": str(PAYER)}, 422, "one of the two"),
        (WANTED | {"encoding": "dos"}, 422, "encoding"),
        (WANTED | {"payer_account_id": str(uuid4())}, 409, "no such account of ours"),
        ({"payer_account_id": str(PAYER), "due_by": "2001-01-01"}, 409, "choose others"),
    ],
)
@pytest.mark.usefixtures("approved_request")
def test_what_makes_no_file_is_a_problem(
    client: TestClient, signed_in: SignedIn, wanted: dict[str, Any], status: int, words: str
) -> None:
    answer = client.post("/bank-files", json=wanted, headers=signed_in(CAROL))
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True)


@pytest.mark.usefixtures("approved_request")
def test_the_bank_is_for_accounting(client: TestClient, signed_in: SignedIn) -> None:
    for who in (ANN, HEAD):
        answers = (
            client.post("/bank-files", json=WANTED, headers=signed_in(who)),
            client.post("/bank-statements", files={"file": statement(PAID).encode()}, headers=signed_in(who)),
        )
        assert [answer.status_code for answer in answers] == [409, 409]
    assert client.post("/bank-statements", files={"file": b""}).status_code == 401


@pytest.mark.usefixtures("approved_request")
def test_a_statement_marks_requests_as_paid(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    headers = signed_in(CAROL)
    data = statement(PAID, PAID | {"Номер": "102", "Сумма": "5"}).encode("cp1251")
    told = client.post("/bank-statements", files={"file": ("kl_to_1c.txt", data)}, headers=headers).json()
    assert (told["kind"], told["matched"], told["unexplained"], told["faults"]) == ("statement", 1, 1, [])
    (left,) = told["to_explain"]
    assert (left["number"], left["amount"]["amount"], left["payee"]) == ("102", "5.00", "ИП Примеров Пётр")
    settle(staffed)
    row = client.get(f"/payment-requests/{REQUEST}", headers=headers).json()
    assert (row["status"], row["payment_order"]) == ("paid", "101")

    path = f"/bank-payments/{left['bank_payment_id']}"
    unpayable = {"reason": "It was for the rent", "payment_request_id": str(REQUEST)}
    refused = client.post(f"{path}/explain", json=unpayable, headers=signed_in(HEAD))
    assert (refused.status_code, refused.json()["rule"]) == (409, "explained by an unpayable request")
    said = client.post(f"{path}/explain", json={"reason": "A stamp"}, headers=signed_in(HEAD))
    assert said.status_code == 202
    settle(staffed)
    assert client.get(path, headers=headers).json()["reason"] == "A stamp"
    events = [line["event"] for line in client.get(f"{path}/history", headers=headers).json()]
    assert events == ["BankPaymentUnexplained", "BankPaymentExplained"]


def test_accounting_heads_and_leaders_see_what_the_bank_paid(
    client: TestClient, signed_in: SignedIn, approved_request: UUID
) -> None:
    client.post("/bank-statements", files={"file": statement(PAID).encode()}, headers=signed_in(CAROL))
    seen = {
        who: len(client.get("/bank-payments", headers=signed_in(who)).json()["rows"])
        for who in (CAROL, HEAD, DIRECTOR, ANN)
    }
    assert seen == {CAROL: 1, HEAD: 1, DIRECTOR: 1, ANN: 0}
    (account,) = client.get("/payer-accounts", headers=signed_in(ANN)).json()["rows"]
    assert account["account"] == OURS


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"files": {"file": b"%PDF-1.7"}}, 409, "first line has to be"),
        ({"data": {"file": "text"}}, 422, "Send the file itself"),
        ({"files": {"file": b"x" * 20_000_001}}, 413, "larger than 20 MB"),
        ({"files": {"file": b"x" * 21_000_001}}, 413, "larger than 20 MB"),
    ],
)
def test_what_is_no_statement_is_a_problem(
    client: TestClient, signed_in: SignedIn, sent: dict[str, Any], status: int, words: str
) -> None:
    answer = client.post("/bank-statements", **sent, headers=signed_in(CAROL))
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.text
