"""Papers over HTTP: whoever sees the row may print it (X-23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pypdfium2
import pytest
import python_calamine
from acts_sent import ON_PAPER, send_act
from billing_facts import ACT, INVOICE, PRINTER
from examples import ADMIN, ANN, BOB, CAROL, HEAD, ID, PLAYBOOK, administration
from starlette.testclient import TestClient

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.work_act import CancelAct, CreditAct, CreditWanted
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import desk_of
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]


def text(content: bytes) -> str:
    page = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    return " ".join(page.split())


@pytest.fixture
def of_ann(client: TestClient, signed_in: SignedIn, staffed: Crm) -> str:
    """An invoice for goods that Ann wrote."""
    staffed.handle(PublishPlaybook(playbook=ON_PAPER), administration())
    mill = {"name": "АО «Мельница № 1»", "owner_id": str(ANN)}
    client_id = client.post("/clients", json=mill, headers=signed_in(ANN)).json()["id"]
    line = {"product": "Tea", "quantity": "10", "unit": "kg", "price": "122.00", "vat_rate": "22"}
    wish = {"invoice_id": str(ID), "client_id": client_id, "currency": "RUB", "lines": [line]}
    answer = client.post(f"/invoice-desks/{desk_of(ANN)}/issue-invoice", json=wish, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    settle(staffed)
    return f"/invoices/{ID}/print.pdf"


def test_a_manager_prints_an_invoice_and_others_do_not_see_it(
    of_ann: str, client: TestClient, signed_in: SignedIn
) -> None:
    paper = client.get(of_ann, headers=signed_in(ANN))
    assert paper.status_code == 200
    assert paper.headers["Content-Disposition"].startswith('attachment; filename="invoice 1.pdf"')
    said = text(paper.content)
    for part in ("Счёт на оплату № 1", "1 Tea 10 кг 122,00 1 220,00", "В том числе НДС 22 %: 220,00", "1 220,00 ₽"):
        assert part in said
    assert client.get(of_ann, headers=signed_in(HEAD)).status_code == 200
    assert client.get(of_ann, headers=signed_in(BOB)).status_code == 404
    assert client.get(of_ann).status_code == 401


def test_a_paper_is_printed_in_english_too(of_ann: str, client: TestClient, signed_in: SignedIn) -> None:
    assert "Invoice No. 1" in text(client.get(of_ann, params={"language": "en"}, headers=signed_in(ANN)).content)
    assert client.get(of_ann, params={"language": "de"}, headers=signed_in(ANN)).status_code == 422


def test_a_paper_says_who_we_were_when_it_was_made(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    send_act(staffed)
    address = f"/work-acts/{ACT}/print.pdf"
    assert client.get(address, headers=signed_in(CAROL)).status_code == 200
    staffed.handle(PublishPlaybook(playbook=PLAYBOOK), administration())
    assert client.get(address, headers=signed_in(CAROL)).status_code == 200


def test_an_act_its_invoice_and_its_hours_add_up_to_the_same(
    client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    send_act(staffed)
    carol = signed_in(CAROL)
    assert "8 250,00" in text(client.get(f"/work-acts/{ACT}/print.pdf", headers=carol).content)
    assert "8 250,00 ₽" in text(client.get(f"/invoices/{INVOICE}/print.pdf", headers=carol).content)
    book = client.get(f"/work-acts/{ACT}/appendix.xlsx", headers=carol).content
    rows = python_calamine.load_workbook(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[4:-1]] == ["Ann", "Ann", "Bob"]
    assert rows[-1][6] == 8250.0
    assert client.get(f"/work-acts/{ACT}/print.pdf", headers=signed_in(ADMIN)).status_code == 200


def test_an_invoice_asks_for_no_more_than_credit_notes_left_of_its_act(
    client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    send_act(staffed)
    wanted = CreditWanted(line_id=PRINTER, minutes=5)
    wish = CreditAct(work_act_id=ACT, lines=(wanted,), reason="Пять минут по гарантии.")
    staffed.handle(wish, Context(CAROL, datetime.now(UTC)))
    settle(staffed)
    said = text(client.get(f"/invoices/{INVOICE}/print.pdf", headers=signed_in(CAROL)).content)
    assert "8 250,00" in said
    assert "−240,00 Всего к оплате: 8 010,00 ₽" in said


def test_whoever_bills_gets_the_link_to_send_it_themselves(
    client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    send_act(staffed)
    told = client.get(f"/work-acts/{ACT}/link", headers=signed_in(CAROL)).json()
    token = told["url"].rpartition("/c/")[2]
    assert "Принять акт" in client.get(f"http://testserver/c/{token}", headers={"Accept-Language": "ru"}).text
    assert client.get(f"/work-acts/{ACT}/link", headers=signed_in(BOB)).status_code == 404
    assert client.get(f"/work-acts/{ACT}", headers=signed_in(ADMIN)).status_code == 200
    refused = client.get(f"/work-acts/{ACT}/link", headers=signed_in(ADMIN))
    assert (refused.status_code, refused.json()["detail"][:24]) == (409, "Acts are looked after by")
    past = client.get(f"/work-acts/{ACT}/history", headers=signed_in(CAROL)).text
    assert past.count("took the client's link") == 1
    staffed.handle(CancelAct(work_act_id=ACT, reason="Wrong client"), Context(CAROL, datetime.now(UTC)))
    settle(staffed)
    assert client.get(f"/work-acts/{ACT}/link", headers=signed_in(CAROL)).status_code == 409
