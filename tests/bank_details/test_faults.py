"""What keeps a payment from arriving is told before it is asked for, with what to do (S1-10..S1-16, S1-20)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_es.bank_details import BankDetails, ForeignBankDetails, doubts, faults, purpose_fault
from crm_es.banks import RESTRICTIONS, Bank, Banks, Restriction

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
NOBODY: Banks = {}

good = BankDetails(
    inn="7707083893",
    kpp="773601001",
    bik="044030827",
    account="40702810900000002851",
    correspondent_account="30101810200000000827",
)
person = BankDetails(inn="760307073214", bik="044030827", account="40702810900000002851")
abroad = ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000", bank="Commerzbank")
bank = Bank(
    bik="044030827",
    name="Neva Bank",
    town="г Санкт-Петербург",
    kind="20",
    correspondent_account="30101810200000000827",
    key_bik="044030001",
    since=date(1994, 1, 20),
)
unit = Bank(bik="049805000", name="Settlement centre", kind="10")
client = Bank(bik="278000688", name="A client", kind="99", key_bik="044525000")


def known(*banks: Bank) -> Banks:
    return {bank.bik: bank for bank in banks}


def rules(details: BankDetails | ForeignBankDetails, banks: Banks = NOBODY) -> list[tuple[str, str]]:
    """Which fields have which faults."""
    return [(fault.field, fault.rule) for fault in faults(details, banks, TODAY)]


def test_right_details_have_no_fault() -> None:
    assert rules(good) == rules(person) == rules(abroad) == []
    assert rules(good, known(bank)) == rules(person, known(bank)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"inn": "7707083894"}, ("inn", "ИНН does not add up")),
        ({"inn": "0000000000"}, ("inn", "ИНН of zeros")),
        ({"inn": "٧٧٠٧٠٨٣٨٩٣"}, ("inn", "ИНН does not add up")),
        ({"inn": "760307073214"}, ("kpp", "a person has no КПП")),
        ({"kpp": "000000000"}, ("kpp", "КПП is malformed")),
        ({"bik": "944030827"}, ("bik", "БИК is malformed")),
        ({"account": "00000000000000000000"}, ("account", "account is malformed")),
        ({"account": "40702810900000002852"}, ("account", "account does not fit the БИК")),
        ({"correspondent_account": "0" * 20}, ("correspondent_account", "correspondent account is malformed")),
        (
            {"correspondent_account": "30101810300000000827"},
            ("correspondent_account", "correspondent account does not fit the БИК"),
        ),
    ],
)
def test_a_wrong_number_is_told_by_its_field(changes: dict[str, str], expected: tuple[str, str]) -> None:
    assert rules(good.model_copy(update=changes)) == [expected]


def test_every_fault_is_told_at_once() -> None:
    wrong = good.model_copy(update={"inn": "7707083894", "account": "40702810900000002852"})
    inn, account = (fault.sentence for fault in faults(wrong, NOBODY, TODAY))
    assert inn == "The ИНН 7707083894 does not add up: compare it with the invoice digit by digit."
    assert account.startswith("The account 40702810900000002852 does not fit the БИК 044030827: a digit of one")


def test_without_a_bik_nothing_can_be_compared() -> None:
    """S1-13: it may be left out."""
    bare = good.model_copy(update={"bik": None})
    assert faults(bare, known(bank), TODAY) == []
    assert doubts(bare, known(bank), TODAY) == [
        "No БИК is named: neither the bank nor the keys of the accounts could be checked."
    ]


# ── The bank directory ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("listed", "rule"),
    [
        (unit, "БИК is not in the directory"),
        (bank.model_copy(update={"until": YESTERDAY}), "bank is closed"),
        (bank.model_copy(update={"until": TODAY}), "bank is closed"),
        (bank.model_copy(update={"struck": True}), "bank is closed"),
        (bank.model_copy(update={"kind": "90"}), "bank has lost its licence"),
        (bank.model_copy(update={"restrictions": (Restriction(code="LWRS"),)}), "bank has lost its licence"),
    ],
)
def test_nobody_is_paid_at_a_bank_that_is_not_there_any_more(listed: Bank, rule: str) -> None:
    assert rules(good, known(listed)) == [("bik", rule)]


def test_a_correspondent_account_is_the_one_of_the_directory() -> None:
    other = good.model_copy(update={"correspondent_account": "30101810400000000225"})
    assert rules(other, known(bank)) == [("correspondent_account", "correspondent account is not the bank's")]
    second = bank.model_copy(update={"further_accounts": ("30101810400000000225",)})
    assert rules(other, known(second)) == []
    assert rules(good.model_copy(update={"correspondent_account": None}), known(bank)) == []


def test_a_unit_of_the_bank_of_russia_has_no_correspondent_account() -> None:
    details = BankDetails(inn="7707083893", bik="049805000", account="40102810100000010001")
    assert rules(details, known(unit)) == []
    (fault,) = faults(details.model_copy(update={"correspondent_account": good.account}), known(unit), TODAY)
    assert fault.sentence.endswith("it has none, leave it empty.")


def test_the_account_of_a_client_of_the_bank_of_russia_is_reckoned_with_the_unit_that_keeps_it() -> None:
    details = BankDetails(inn="7707083893", bik="278000688", account="40202810645250000169")
    assert rules(details, known(client)) == []
    assert rules(details) == [("account", "account does not fit the БИК")]


def test_where_no_directory_was_imported_that_is_told() -> None:
    assert doubts(good, NOBODY, TODAY) == [
        "No bank directory is imported: nobody could check whether a bank has the БИК 044030827."
    ]
    assert doubts(good, known(bank), TODAY) == []
    assert doubts(good, known(unit), TODAY) == []


@pytest.mark.parametrize("code", [*sorted(RESTRICTIONS.keys() - {"LWRS", "PDRS"}), "NEWS"])
def test_a_restricted_bank_is_looked_at_and_not_refused(code: str) -> None:
    restricted = known(bank.model_copy(update={"restrictions": (Restriction(code=code, since=TODAY),)}))
    assert rules(good, restricted) == []
    (doubt,) = doubts(good, restricted, TODAY)
    assert doubt.startswith("Neva Bank (БИК 044030827): ")
    assert RESTRICTIONS.get(code, code) in doubt
    assert doubts(good, restricted, YESTERDAY) == []


def test_a_licence_lost_tomorrow_is_no_fault_today() -> None:
    losing = known(bank.model_copy(update={"restrictions": (Restriction(code="LWRS", since=TOMORROW),)}))
    assert rules(good, losing) == []


def test_a_bank_that_opens_or_closes_soon_is_told() -> None:
    for change, word in (({"until": TOMORROW}, "closes on 2026-11-24"), ({"since": TOMORROW}, "opens on 2026-11-24")):
        (doubt,) = doubts(good, known(bank.model_copy(update=change)), TODAY)
        assert word in doubt


# ── Abroad ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"swift": "COBAXXFF"}, ("swift", "SWIFT code is malformed")),
        ({"iban": "DE89370400440532013001"}, ("iban", "IBAN does not add up")),
        ({"iban": "DE8937040044053201300"}, ("iban", "IBAN does not add up")),
        ({"iban": None}, ("iban", "neither IBAN nor account")),
        ({"iban": None, "account": "0000-00"}, ("account", "account of zeros")),
    ],
)
def test_a_wrong_number_abroad_is_told_by_its_field(changes: dict[str, str], expected: tuple[str, str]) -> None:
    """S1-08"""
    assert rules(abroad.model_copy(update=changes)) == [expected]


def test_a_country_without_iban_has_accounts() -> None:
    assert rules(ForeignBankDetails(swift="ICBKCNBJ", account="0200004519027303123")) == []


def test_an_iban_of_another_country_than_the_bank_is_looked_at() -> None:
    moved = abroad.model_copy(update={"swift": "BARCGB22"})
    assert rules(moved) == []
    assert doubts(moved, NOBODY, TODAY) == ["The IBAN is of DE, the bank of GB: make sure that both are right."]
    assert doubts(abroad, NOBODY, TODAY) == []


# ── The purpose ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["Rent for November, № 12", "Оплата по счёту № 7 от 01.11.2026, без НДС", "x" * 210])
def test_banks_take_russian_and_latin_letters(text: str) -> None:
    """S1-16"""
    assert purpose_fault(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Say what the payment is for"),
        ("  ", "Say what the payment is for"),
        ("x" * 211, "211 characters, and banks take 210"),
        ("Rent «Tower» — Nov\t", "«, », —, U+0009"),
        ("Rent\nfor\u00a0November", "U+000A, U+00A0"),
        ("Rent 😀😀", "purpose: 😀."),
    ],
)
def test_what_banks_do_not_take_is_named(text: str, words: str) -> None:
    fault = purpose_fault(text)
    assert fault is not None
    assert words in fault.sentence
    assert fault.field == "purpose"
