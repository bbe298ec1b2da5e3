"""A form fills itself: from an invoice, from a contractor, from a bank's number, from an earlier request (S1-37)."""

from collections.abc import Callable
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, CAROL, CONTRACTOR, ID, REQUEST
from invoices import BUYER, PAYEE, invoice, photo
from starlette.testclient import TestClient

from crm_es.api.readings import CODE
from crm_es.application import Crm
from crm_es.exchange.invoice_reading import LARGEST
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
DETAILS = {
    "inn": PAYEE["inn"],
    "kpp": PAYEE["kpp"],
    "bik": PAYEE["bik"],
    "account": PAYEE["account"],
    "correspondent_account": PAYEE["correspondent"],
}
BANK = {
    "bik": PAYEE["bik"],
    "name": "Neva Bank",
    "town": "г Санкт-Петербург",
    "correspondent_account": PAYEE["correspondent"],
}
FORM = {
    "what_for": "Rent",
    "amount": {"amount": "40.00", "currency": "RUB"},
    "contractor_id": str(CONTRACTOR),
    "pay_by": "2099-01-01",
    "purpose": "Аренда по счету № 17",
    "invoice_number": "17",
    "invoice_date": "2026-11-12",
    "department": "Warehouse",
    "budget_line": "Rooms",
    "details": DETAILS,
}


@pytest.fixture
def knowing(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Crm:
    """A company with a contractor, a bank directory, an account of its own, and a request of Ann's."""
    ours = {"inn": BUYER["inn"], "bik": BUYER["bik"], "account": BUYER["account"]}
    account = {"name": "Мельница", "details": ours, "bank_name": "Южный банк", "bank_town": "Рязань"}
    for who, path, body in (
        (CAROL, "/payer-accounts", {"id": str(ID), **account}),
        (CAROL, "/bank-directories", {"edition": "2026-11-23", "listed": [BANK]}),
        (ANN, "/contractors", {"id": str(CONTRACTOR), "name": "ООО «Вектор»"}),
        (ANN, f"/contractors/{CONTRACTOR}/record-bank-details", {"details": DETAILS}),
        (ANN, "/payment-requests", {"id": str(REQUEST), "form": FORM}),
    ):
        answer = client.post(path, json=body, headers=signed_in(who))
        assert answer.status_code == 202, answer.text
    settle(staffed)
    while not staffed.reference.banks:  # it is looked up some times a second
        sleep(0.02)
    return staffed


@pytest.fixture
def ann(signed_in: SignedIn) -> dict[str, str]:
    return signed_in(ANN)


def sent(client: TestClient, headers: dict[str, str], content: bytes, name: str = "invoice.pdf") -> Any:
    return client.post("/readings", files={"file": (name, content)}, headers=headers)


def suggested(client: TestClient, headers: dict[str, str], asked: str, status: int = 200) -> Any:
    answer = client.get(f"/payment-requests/suggestions?{asked}", headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_an_invoice_fills_the_form_and_names_the_contractor_and_the_bank(
    knowing: Crm, client: TestClient, ann: dict[str, str]
) -> None:
    told = sent(client, ann, invoice("form")).json()
    assert (told["source"], told["doubts"]) == ("pdf text", [])
    assert told["contractor"]["contractor_id"] == str(CONTRACTOR)
    assert told["bank"] == BANK | {"restricted": []}
    assert told["form"]["details"] == DETAILS | {"swift": None, "iban": None, "bank": None}
    assert told["form"]["amount"] == {"amount": "276500.50", "currency": "RUB"}
    assert (told["form"]["invoice_number"], told["form"]["invoice_date"]) == ("ЦБ-123", "2026-11-12")
    (inn,) = (one for one in told["fields"] if one["field"] == "inn")
    assert inn["place"] == {"page": 1, "text": "ИНН 7707083893  КПП 773601001  Сч. № 40702810900000002851"}


def test_a_form_that_an_invoice_filled_in_is_taken_as_it_is(
    knowing: Crm, client: TestClient, ann: dict[str, str]
) -> None:
    form = sent(client, ann, invoice("columns")).json()["form"]
    form["details"] = {name: value for name, value in form["details"].items() if value}
    wish = {"form": form | {"what_for": "Transport", "pay_by": "2099-01-01"}}
    answer = client.post("/payment-requests", json=wish, headers=ann)
    assert answer.status_code == 202, answer.text


def test_a_code_is_read_as_text_or_as_a_photo(client: TestClient, ann: dict[str, str]) -> None:
    plain = ann | {"Content-Type": "text/plain; charset=utf-8"}
    pasted = client.post("/readings", content=CODE.encode(), headers=plain)
    for answer in (pasted, sent(client, ann, photo(CODE.encode()))):
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert told["form"]["amount"] == {"amount": "1250.50", "currency": "RUB"}
        assert (told["contractor"], told["bank"]) == (None, None)


def test_an_account_that_is_new_and_a_bank_that_is_unknown_are_doubts(
    knowing: Crm, client: TestClient, ann: dict[str, str]
) -> None:
    told = sent(client, ann, CODE.replace("40702810900000002851", "40702810200000002852").encode()).json()
    assert any("So far ООО «Вектор» was paid to the account 40702810900000002851" in one for one in told["doubts"])
    told = sent(client, ann, CODE.replace("044030827", "049805746").encode()).json()
    assert "No bank has the БИК 049805746: compare it with the invoice." in told["doubts"]


def test_numbers_of_our_own_company_are_never_suggested(knowing: Crm, client: TestClient, ann: dict[str, str]) -> None:
    details = sent(client, ann, invoice("letter", payee=BUYER)).json()["form"]["details"]
    assert details["inn"] is None


def test_what_cannot_be_read_is_a_problem_with_a_sentence_and_a_rule(client: TestClient, ann: dict[str, str]) -> None:
    for content, said in ((b"", "empty"), (b"Hello", "'invoice.pdf' is no PDF"), (b"%PDF-1.7", "damaged")):
        answer = sent(client, ann, content)
        assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
        assert said in answer.json()["detail"]
        assert answer.json()["rule"]


def test_a_form_without_a_file_and_a_body_without_an_invoice_are_refused(
    client: TestClient, ann: dict[str, str]
) -> None:
    assert client.post("/readings", files={"other": b"x"}, headers=ann).status_code == 422
    assert client.post("/readings", data={"file": "x"}, headers=ann).status_code in (400, 422)
    assert client.post("/readings", headers=ann).status_code == 422
    assert client.post("/readings", json={"file": "x"}, headers=ann).status_code == 422


def test_only_those_who_work_here_have_invoices_read(client: TestClient) -> None:
    assert sent(client, {}, b"%PDF-1.7").status_code == 401


def test_an_invoice_may_be_large_but_not_huge(client: TestClient, ann: dict[str, str]) -> None:
    padded = invoice("letter") + b"\n%" + b" " * 5_000_000
    assert sent(client, ann, padded).status_code == 200
    answer = sent(client, ann, b"%PDF-" + b" " * LARGEST)
    assert (answer.status_code, "20 MB" in answer.json()["detail"]) == (413, True)
    answer = sent(client, ann, b"%PDF-" + b" " * (LARGEST + 1_000_000))
    assert (answer.status_code, "20 MB" in answer.json()["detail"]) == (413, True)


def test_a_contractor_brings_the_last_details_and_what_the_last_request_had(
    knowing: Crm, client: TestClient, ann: dict[str, str]
) -> None:
    told = suggested(client, ann, f"inn={PAYEE['inn']}")
    assert suggested(client, ann, f"contractor_id={CONTRACTOR}") == told
    assert told["form"]["contractor_id"] == str(CONTRACTOR)
    assert told["form"]["details"] == DETAILS | {"swift": None, "iban": None, "bank": None}
    assert (told["form"]["department"], told["form"]["budget_line"]) == ("Warehouse", "Rooms")
    origins = {one["field"]: (one["origin"], one["record_id"]) for one in told["fields"]}
    assert origins["account"] == ("contractor", str(CONTRACTOR))
    assert origins["department"] == ("earlier request", str(REQUEST))


def test_what_others_asked_for_is_not_suggested(knowing: Crm, client: TestClient, signed_in: SignedIn) -> None:
    bob = signed_in(BOB)
    assert suggested(client, bob, f"contractor_id={CONTRACTOR}")["form"]["department"] is None
    suggested(client, bob, f"copy_of={REQUEST}", 404)


def test_a_bik_brings_the_bank_and_a_request_can_be_copied(
    knowing: Crm, client: TestClient, ann: dict[str, str]
) -> None:
    assert suggested(client, ann, f"bik={PAYEE['bik']}")["bank"]["name"] == "Neva Bank"
    form = suggested(client, ann, f"copy_of={REQUEST}")["form"]
    assert (form["what_for"], form["amount"], form["invoice_number"]) == ("Rent", FORM["amount"], None)


def test_what_is_not_there_is_said(client: TestClient, ann: dict[str, str]) -> None:
    for asked in (f"contractor_id={uuid4()}", f"copy_of={uuid4()}"):
        suggested(client, ann, asked, 404)
    for asked in ("inn=abc", "bik=1234567890", "copy_of=1"):
        suggested(client, ann, asked, 422)
