"""From an approved request to the bank and back: what the bank paid is paid, once, and nothing goes past (S0-44)."""

from __future__ import annotations

from uuid import UUID

import pytest
from bank_company import PAYER, approved, paying_company
from bank_statements import BANK_ORDER, FEE, GOT, PAID, statement
from company import Company
from examples import ANN, CAROL, HEAD, REQUEST, TUESDAY, roubles

from crm_es.aggregates.bank_payment import ExplainBankPayment
from crm_es.aggregates.notebook import CloseEntry
from crm_es.aggregates.payment_request import PayPaymentRequest
from crm_es.application import Crm
from crm_es.exchange.bank_file import export
from crm_es.exchange.client_bank.reading import read
from crm_es.exchange.statement_import import run
from crm_es.exchange.statement_summary import StatementSummary
from crm_es.ids import notebook_of
from crm_es.runners.worker import settle

BAGS = UUID(int=71)


@pytest.fixture
def company(staffed: Crm) -> Company:
    return paying_company(staffed)


def bring(company: Company, text: str) -> StatementSummary:
    summary = run(company.crm, text.encode("cp1251"), CAROL)
    settle(company.crm)
    return summary


def statuses(company: Company, name: str) -> list[str]:
    return sorted(row["status"] for row in company.list(name))


def test_a_request_is_approved_ordered_paid_by_the_bank_and_never_twice(company: Company) -> None:
    """S1-36."""
    approved(company)
    file = export(company.crm, PAYER, [REQUEST], CAROL)
    (order,) = read(file.content or b"").documents
    settle(company.crm)
    assert company.one("payment-requests")["order_number"] == order.number == "1"
    assert company.kinds(CAROL) == ["payment to make"]

    carried_out = PAID | {"Номер": order.number, "Сумма": f"{order.amount}", "НазначениеПлатежа": order.purpose}
    text = statement(carried_out, GOT, (BANK_ORDER, FEE), totals={"received": "500", "spent": "40083.23"})
    summary = bring(company, text)
    assert (summary.matched, summary.unexplained, summary.faults) == (1, 0, [])
    row = company.one("payment-requests")
    assert (row["status"], row["payment_order"], str(row["paid_on"])) == ("paid", "1", "2026-11-23")
    assert (company.kinds(CAROL), company.kinds(ANN)[-1]) == ([], "payment made")

    head = company.crm.log.head()
    again = bring(company, text)
    assert (again.matched, again.already_known, company.crm.log.head()) == (0, 2, head)
    shown = {row["status"]: row["payment_request_id"] for row in company.list("bank-payments")}
    assert shown == {"matched": REQUEST, "fee": None}


def test_money_that_went_past_the_route_is_shown_at_once_and_stays_until_it_is_explained(company: Company) -> None:
    """S0-44: and what accounting enters afterwards hides nothing."""
    (left,) = bring(company, statement(PAID)).to_explain
    (entry,) = company.notebook(HEAD)
    assert "40 000.00 RUB to ИП Примеров Пётр" in entry.text
    close = CloseEntry(notebook_id=notebook_of(HEAD), entry_id=entry.entry_id, result="Seen")
    assert "settled" in company.refused(HEAD, close, TUESDAY)

    approved(company)
    company.ask(CAROL, PayPaymentRequest(payment_request_id=REQUEST, payment_order="101"), TUESDAY)
    assert bring(company, statement(PAID)).already_known == 1
    assert company.kinds(HEAD)[0] == "payment without approval"

    explain = ExplainBankPayment(bank_payment_id=left.bank_payment_id, reason="Approved by phone, entered late")
    assert "Only a head" in company.refused(CAROL, explain, TUESDAY)
    company.ask(HEAD, explain, TUESDAY)
    assert "payment without approval" not in company.kinds(HEAD)
    row = company.one("bank-payments")
    assert (row["status"], row["explained_by"], row["reason"]) == ("explained", "Helen", explain.reason)


def test_the_second_of_two_equal_payments_is_not_hidden_by_the_first(company: Company) -> None:
    approved(company)
    approved(company, BAGS, amount=roubles(7))
    twice = PAID | {"Номер": "102"}
    summary = bring(company, statement(PAID, twice, PAID | {"Номер": "103", "Сумма": "7"}))
    assert (summary.matched, summary.unexplained) == (2, 1)
    assert statuses(company, "payment-requests") == ["paid", "paid"]
    assert [one.number for one in summary.to_explain] == ["102"]
