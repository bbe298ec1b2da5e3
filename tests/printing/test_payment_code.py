"""The payment code of an invoice says where the money goes, or there is none (GOST R 56042-2014)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_papers import DETAILS, LINE, SELLER, invoice

from crm_es.bank_details.payment_qr import LARGEST_BLOCK, read
from crm_es.bank_details.payment_qr import amount as sum_of
from crm_es.printing.payment_code import payment_code

ANYTHING = st.text(max_size=250)


def test_an_application_of_a_bank_reads_what_the_invoice_says() -> None:
    code = payment_code(invoice())
    assert code is not None
    assert code.startswith(b"ST00012|Name=")
    told = read(code)
    assert told == {
        "Name": SELLER.name,
        "PersonalAcc": DETAILS.account,
        "BankName": SELLER.bank_name,
        "BIC": DETAILS.bik,
        "CorrespAcc": DETAILS.correspondent_account,
        "Sum": "1143750",
        "Purpose": "Оплата по счёту № 2026-00017 от 23.11.2026. В т.ч. НДС (22%) 2062.50",
        "PayeeINN": DETAILS.inn,
        "KPP": DETAILS.kpp,
        "PayerINN": "7827004526",
    }
    assert sum_of(told) == Decimal("11437.50")


def test_the_purpose_says_that_nothing_is_taxed() -> None:
    free = replace(LINE, vat_rate=None, vat=Decimal(0))
    code = payment_code(invoice(lines=(free,), vat=None))
    assert code is not None
    assert read(code)["Purpose"].endswith("НДС не облагается")


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "USD"},
        {"total": Decimal(0)},
        {"cancelled": True},
        {"seller": replace(SELLER, details=None)},
        {"seller": replace(SELLER, details=DETAILS.model_copy(update={"bik": None}))},
        {"seller": replace(SELLER, details=DETAILS.model_copy(update={"account": "40702810900000002852"}))},
        {"seller": replace(SELLER, details=DETAILS.model_copy(update={"correspondent_account": DETAILS.account}))},
    ],
)
def test_there_is_no_code_where_nobody_could_pay_by_it(changes: dict[str, Any]) -> None:
    assert payment_code(invoice(**changes)) is None


@given(name=ANYTHING, bank=ANYTHING, purpose=ANYTHING, number=ANYTHING)
def test_whatever_we_are_called_the_code_can_be_read_or_is_left_out(
    name: str, bank: str, purpose: str, number: str
) -> None:
    paper = invoice(seller=replace(SELLER, name=name, bank_name=bank), purpose=purpose, number=number)
    if (code := payment_code(paper)) is not None:
        told = read(code)
        assert (told["PersonalAcc"], told["BIC"], told["Sum"]) == (DETAILS.account, DETAILS.bik, "1143750")
        assert len(code[: code.index(b"CorrespAcc=")]) <= LARGEST_BLOCK
    else:
        assert not "".join(filter(str.isprintable, name)).strip() or "null" in (name + bank).casefold()
