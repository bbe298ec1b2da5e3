"""Approved payments go to the bank in a file, each once, as they were approved (S1-36)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from bank_company import FORM, PAYER, approve, approved, paying_company
from bank_statements import OURS, THEIRS
from company import Company
from examples import ANN, CAROL, CONTRACTOR, MONDAY, REQUEST, roubles

from crm_es.aggregates.contractor import RegisterContractor
from crm_es.aggregates.payer_account import ClosePayerAccount
from crm_es.aggregates.payment_request import DraftPaymentRequest, PayPaymentRequest, ReturnPaymentRequest
from crm_es.application import Crm
from crm_es.bank_details import BankDetails, ForeignBankDetails
from crm_es.exchange.bank_file import BankFile, due, export
from crm_es.exchange.bank_ordering import Ordering
from crm_es.exchange.client_bank.reading import read
from crm_es.exchange.client_bank.values import Document
from crm_es.messages import Refused

TREASURY = BankDetails(inn="1234567894", bik="014030106", account="03100643000000017300")
SECOND, THIRD, FOURTH = UUID(int=71), UUID(int=72), UUID(int=73)


@pytest.fixture
def company(staffed: Crm) -> Company:
    return paying_company(staffed)


def made(company: Company, *request_ids: UUID, by: UUID = CAROL, **wanted: Any) -> BankFile:
    return export(company.crm, PAYER, request_ids, by, **wanted)


def orders(file: BankFile) -> tuple[Document, ...]:
    """What the bank reads."""
    assert file.content is not None
    return read(file.content).documents


def refusals(file: BankFile) -> list[str | None]:
    return [line.refusal for line in file.lines]


def test_an_approved_request_becomes_a_payment_order(company: Company) -> None:
    file = made(company, approved(company))
    (order,) = orders(file)
    assert (file.name, order.number, str(order.amount)) == ("1c_to_kl.txt", "1", "40000.00")
    assert order.day == datetime.now(UTC).date()
    assert (order.payer.account, order.payer.name, order.payer.bank) == (OURS, 'ООО "Пример"', "ПАО Сбербанк")
    assert (order.payee.account, order.payee.name, order.payee.inn) == (THEIRS, "ИП Примеров Пётр", "123456789047")
    assert (order.payee.bik, order.payee.correspondent_account) == ("044525593", "30101810200000000593")
    assert order.purpose == FORM.purpose
    (line,) = file.lines
    assert (line.payment_request_id, line.what_for, line.amount, line.number, line.refusal) == (
        *(REQUEST, "Printing", roubles(40_000), "1"),
        None,
    )


def test_a_request_goes_to_the_bank_once_unless_it_is_asked_for_again(company: Company) -> None:
    first = made(company, approved(company))
    head = company.crm.log.head()
    assert refusals(made(company, REQUEST)) == [
        "Payment order 1 for this went to the bank already: say so if it is to go again."
    ]
    again = made(company, REQUEST, again=True)
    assert orders(again) == orders(first)
    assert company.crm.log.head() == head + 1, "that it went out once more is recorded, and takes no number"


def test_each_order_has_a_number_of_its_own(company: Company) -> None:
    approved(company)
    approved(company, SECOND, amount=roubles("0.01"), what_for="Bags")
    file = made(company, REQUEST, SECOND, REQUEST)
    assert [(order.number, str(order.amount)) for order in orders(file)] == [("1", "40000.00"), ("2", "0.01")]


def test_what_is_due_by_a_day_is_found(company: Company) -> None:
    approved(company)
    approved(company, SECOND, pay_by=date(2026, 12, 24))
    company.ask(ANN, DraftPaymentRequest(payment_request_id=THIRD, form=FORM), MONDAY)
    assert due(company.crm, date(2026, 11, 29)) == []
    assert due(company.crm, date(2026, 11, 30)) == [REQUEST]
    assert due(company.crm, date(2026, 12, 31)) == [REQUEST, SECOND]


def test_what_cannot_go_is_told_by_request_and_takes_no_number(company: Company) -> None:
    approved(company)
    approved(company, SECOND, details=ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000"))
    approved(company, FOURTH, details=TREASURY)
    company.ask(ANN, DraftPaymentRequest(payment_request_id=THIRD, form=FORM), MONDAY)
    file = made(company, UUID(int=99), THIRD, SECOND, FOURTH, REQUEST)
    words = ["no such payment request", "not approved", "not in Russia", "treasury"]
    for word, line in zip(words, file.lines, strict=False):
        assert word in (line.refusal or "")
        assert line.number is None
    assert [line.number for line in file.lines][-1] == "1"
    assert file.lines[1].what_for is None, "what is not approved is told to nobody here"
    assert len(orders(file)) == 1


def test_a_name_that_banks_do_not_take_is_refused_before_anything_is_recorded(company: Company) -> None:
    strange = UUID(int=80)
    company.ask(ANN, RegisterContractor(contractor_id=strange, name="上海 Bags"), MONDAY)
    approved(company, contractor_id=strange)
    head = company.crm.log.head()
    (refusal,) = refusals(made(company, REQUEST))
    assert refusal is not None
    assert "Banks do not take '上海'" in refusal
    assert company.crm.log.head() == head


def test_after_a_part_was_paid_another_order_is_for_the_rest(company: Company) -> None:
    made(company, approved(company))
    part = PayPaymentRequest(payment_request_id=REQUEST, amount=roubles(15_000), payment_order="1")
    company.ask(CAROL, part, MONDAY)
    (order,) = orders(made(company, REQUEST, again=True))
    assert (order.number, str(order.amount)) == ("2", "25000.00")


def test_a_request_that_came_back_gets_another_number(company: Company) -> None:
    made(company, approved(company))
    company.ask(CAROL, ReturnPaymentRequest(payment_request_id=REQUEST, reason="Wrong account"), MONDAY)
    assert "not approved" in (refusals(made(company, REQUEST))[0] or "")
    approve(company)
    assert "went to the bank already" in (refusals(made(company, REQUEST))[0] or ""), "the money may be on its way"
    assert [order.number for order in orders(made(company, REQUEST, again=True))] == ["2"]


def test_two_files_at_once_do_not_both_get_a_request(company: Company) -> None:
    approved(company)
    slow = Ordering(company.crm, PAYER, CAROL, again=False)
    looked_at = slow.look([REQUEST])
    made(company, REQUEST)
    assert "Somebody changed this" in str(slow.order(looked_at)[REQUEST].refusal)


def test_only_accounting_writes_files(company: Company) -> None:
    approved(company)
    with pytest.raises(Refused, match="hands of accounting"):
        made(company, REQUEST, by=ANN)


@pytest.mark.parametrize("payer_id", [UUID(int=98), CONTRACTOR])
def test_it_takes_an_account_of_ours(company: Company, payer_id: UUID) -> None:
    with pytest.raises(Refused, match="no such account of ours"):
        export(company.crm, payer_id, [approved(company)], CAROL)


def test_nothing_goes_out_of_a_closed_account(company: Company) -> None:
    approved(company)
    company.ask(CAROL, ClosePayerAccount(payer_account_id=PAYER), MONDAY)
    with pytest.raises(Refused, match="closed"):
        made(company, REQUEST)


def test_a_file_of_nothing_is_none(company: Company) -> None:
    with pytest.raises(Refused, match="choose others"):
        made(company)
    assert made(company, UUID(int=99)).content is None
