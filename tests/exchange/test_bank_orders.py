"""What of a request fits a payment order, and what the bank directory adds (S1-36)."""

from __future__ import annotations

from typing import Any

import pytest
from bank_company import FORM
from bank_statements import OURS
from examples import ANN, CONTRACTOR, ID, MONDAY, REQUEST, roubles

from crm_es.aggregates.payer_account import PayerAccount
from crm_es.aggregates.payment_request import PaymentRequestOrdered
from crm_es.bank_details import BankDetails, ForeignBankDetails
from crm_es.banks import Bank
from crm_es.exchange.bank_orders import document
from crm_es.messages import Refused

payer = PayerAccount("Ours", BankDetails(inn="1234567894", bik="044525225", account=OURS), "Sberbank", "Moscow", 1)
ordered = PaymentRequestOrdered(
    payment_request_id=REQUEST,
    author_id=ANN,
    round=1,
    what_for="Printing",
    amount=roubles(40_000),
    contractor_id=CONTRACTOR,
    payer_account_id=ID,
    number="7",
    ordered_on=MONDAY.date(),
    part=roubles(25_000),
    details=FORM.details or payer.details,
    purpose="Rent",
)
ALFA = Bank(bik="044525593", name="Alfa", town="Moscow", correspondent_account="30101810200000000593")


def changed(**changes: Any) -> PaymentRequestOrdered:
    return ordered.model_copy(update=changes)


def test_the_order_is_for_what_was_ordered() -> None:
    order = document(ordered, "Printer", payer, {})
    assert (order.number, order.day, str(order.amount), order.purpose) == ("7", MONDAY.date(), "25000", "Rent")
    assert (order.payer.bank, order.payer.town, order.payee.bank) == ("Sberbank", "Moscow", "")


def test_the_directory_tells_the_bank_of_the_payee() -> None:
    bare = BankDetails(inn="123456789047", bik="044525593", account="40802810500000000023")
    payee = document(changed(details=bare), "Printer", payer, {ALFA.bik: ALFA}).payee
    assert (payee.bank, payee.town, payee.correspondent_account) == ("Alfa", "Moscow", "30101810200000000593")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"details": ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000")}, "not in Russia"),
        ({"part": roubles(5).model_copy(update={"currency": "CNY"})}, "are not roubles"),
        ({"details": BankDetails(inn="1234567894", account=OURS)}, "name no БИК"),
        (
            {"details": BankDetails(inn="1234567894", bik="014030106", account="03100643000000017300")},
            "treasury asks for more",
        ),
    ],
)
def test_what_the_file_cannot_say_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        document(changed(**changes), "Printer", payer, {})


def test_a_payee_has_a_name() -> None:
    with pytest.raises(Refused, match="names no contractor"):
        document(ordered, "", payer, {})
