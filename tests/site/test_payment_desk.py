"""What accounting does with many requests: their sum, payment, the file for the bank, its statement (S1-26, S0-44)."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx2
import pytest
from bank_company import PAYER, paying_company
from bank_company import approved as ordered_before
from bank_statements import OURS, PAID
from bank_statements import statement as statement_of
from browsing import Site
from contents import PDF
from examples import ANN, CAROL, HEAD, REQUEST, roubles
from paying import approved, submitted

from crm_es.exchange.client_bank.reading import read

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
OTHER = UUID(int=302)
DESK = "/payment-requests/-"
pytestmark = pytest.mark.parametrize("language", ["en"])


@pytest.fixture(autouse=True)
def in_english(language: str) -> str:
    return language


def test_the_bar_says_what_the_chosen_come_to_and_how_much_may_be_paid(site: Site, visit: Visit) -> None:
    approved(site)
    submitted(site, OTHER, amount=roubles(500))
    ids = {"ids": [str(REQUEST), str(OTHER)]}
    bar = visit(HEAD).post(f"{DESK}/chosen", data=ids, headers=PARTLY).text
    assert "RUB\xa040,500.00" in bar
    assert "to pay: RUB\xa040,000.00" in bar
    assert "/pay/several" not in bar
    assert "/pay/several" in visit(CAROL).post(f"{DESK}/chosen", data={"ids": str(REQUEST)}, headers=PARTLY).text


def test_several_are_paid_at_once_each_with_its_order(site: Site, visit: Visit) -> None:
    for request_id in (REQUEST, OTHER):
        approved(site, request_id)
    looking = visit(CAROL)
    ids = [str(REQUEST), str(OTHER)]
    form = looking.post(f"{DESK}/pay/several", data={"ids": ids}, headers=PARTLY).text
    assert form.count('value="40000') == 2
    typed = {f"amount.{ids[0]}": "40 000,00", f"amount.{ids[1]}": "1", f"order.{ids[0]}": "31"}
    currencies = {f"currency.{one}": "RUB" for one in ids}
    day = {"paid_on": datetime.now(UTC).date().isoformat()}
    answer = looking.post(f"{DESK}/pay", data={"ids": ids, **typed, **currencies, **day}, headers=PARTLY)
    assert "Done: 2 of 2" in answer.text
    found = [looking.get(f"/api/v1/payment-requests/{one}").json() for one in ids]
    assert [(one["status"], one["payment_order"]) for one in found] == [("paid", "31"), ("approved", None)]


def test_one_row_that_is_refused_harms_no_other(site: Site, visit: Visit) -> None:
    approved(site)
    submitted(site, OTHER)
    answer = visit(CAROL).post(f"{DESK}/pay", data={"ids": [str(REQUEST), str(OTHER)]}, headers=PARTLY)
    assert answer.status_code in (200, 404)
    assert visit(HEAD).get(f"/api/v1/payment-requests/{REQUEST}").json()["status"] == "paid"


def test_one_is_paid_with_its_order_as_a_file(site: Site, visit: Visit) -> None:
    approved(site)
    looking = visit(CAROL)
    dialog = looking.get(f"/do/PayPaymentRequest?id={REQUEST}", headers=PARTLY).text
    assert 'type="file"' in dialog
    sent = {"order_file": ("Order 31.pdf", PDF)}
    typed = {"ids": str(REQUEST), f"order.{REQUEST}": "31"}
    answer = looking.post(f"{DESK}/pay", data=typed, files=sent, headers=PARTLY)
    assert answer.status_code == 204, answer.text
    assert "Order 31.pdf" in looking.get(f"/payment-requests/{REQUEST}").text


def test_what_is_refused_is_told_and_what_was_typed_stays(site: Site, visit: Visit) -> None:
    approved(site)
    typed = {"ids": str(REQUEST), f"amount.{REQUEST}": "90000", f"currency.{REQUEST}": "RUB"}
    answer = visit(CAROL).post(f"{DESK}/pay", data=typed, headers=PARTLY)
    assert (answer.status_code, "is left to pay" in answer.text, 'value="90000"' in answer.text) == (422, True, True)
    nonsense = visit(CAROL).post(f"{DESK}/pay", data=typed | {f"amount.{REQUEST}": "much"}, headers=PARTLY)
    assert nonsense.status_code == 422


def test_the_bank_gets_a_file(site: Site, visit: Visit) -> None:
    ordered_before(paying_company(site.crm))
    site.settle()
    looking = visit(CAROL)
    assert OURS in looking.get(f"{DESK}/bank-file?ids={REQUEST}", headers=PARTLY).text
    typed = {"payer_account_id": str(PAYER), "ids": str(REQUEST)}
    made = looking.post(f"{DESK}/bank-file", data=typed, headers=PARTLY).text
    (content,) = re.findall(r"base64,([A-Za-z0-9+/=]+)", made)
    assert len(read(b64decode(content)).documents) == 1
    assert "already" in looking.post(f"{DESK}/bank-file", data=typed, headers=PARTLY).text
    refused = visit(ANN).post(f"{DESK}/bank-file", data=typed, headers=PARTLY)
    assert (refused.status_code, 'role="alert"' in refused.text) == (409, True)


def test_a_statement_marks_requests_as_paid_and_shows_what_nobody_approved(site: Site, visit: Visit) -> None:
    ordered_before(paying_company(site.crm))
    site.settle()
    looking = visit(CAROL)
    stray = PAID | {"Номер": "102", "Сумма": "70.00", "НазначениеПлатежа": "За что-то"}
    sent = {"file": ("kl_to_1c.txt", statement_of(PAID, stray).encode("cp1251"))}
    page = looking.post("/bank-statements", files=sent).text
    assert "Paid requests" in page
    assert "RUB\xa070.00" in page
    assert looking.get(f"/api/v1/payment-requests/{REQUEST}").json()["status"] == "paid"
    bank_payment = re.search(r"/bank-payments/([0-9a-f-]{36})", page)
    assert bank_payment
    assert "ExplainBankPayment" in visit(HEAD).get("/bank-statements").text


def test_what_is_no_statement_is_told(visit: Visit) -> None:
    answer = visit(CAROL).post("/bank-statements", files={"file": ("photo.png", b"\x89PNG")})
    assert (answer.status_code >= 400 or 'class="alert' in answer.text) is True
