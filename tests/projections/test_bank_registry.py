"""Which banks there are, and what restricts them (S1-37)."""

from datetime import date
from typing import Any

import psycopg
from fold import fold, keep, recorded

from crm_es.aggregates.bank_directory import BankDirectoryUpdated
from crm_es.banks import Bank as Entry
from crm_es.banks import Restriction
from crm_es.ids import BANKS
from crm_es.pages import page
from crm_es.projections import bank_registry
from crm_es.projections.bank_registry import Bank
from crm_es.registries import registry

MAY, JUNE = date(2026, 5, 18), date(2026, 6, 1)
neva = Entry(
    bik="044030827",
    name="Neva Bank",
    town="г Санкт-Петербург",
    correspondent_account="30101810200000000827",
    swift="NEVARU2P",
    since=MAY,
)
moscow = Entry(bik="044525225", name="Moscow Bank", town="г Москва")
first = BankDirectoryUpdated(bank_directory_id=BANKS, edition=MAY, listed=(neva, moscow), delisted=())


def test_each_bank_is_a_row() -> None:
    assert fold(bank_registry, recorded(first)) == {
        neva.bik: Bank(neva.bik, neva.name, neva.town, neva.correspondent_account, neva.swift, MAY),
        moscow.bik: Bank(moscow.bik, moscow.name, moscow.town),
    }


def test_what_restricts_a_bank_is_told_in_words() -> None:
    restrictions = (Restriction(code="CLRS", since=JUNE), Restriction(code="NEWS"))
    changed = neva.model_copy(update={"kind": "90", "struck": True, "until": JUNE, "restrictions": restrictions})
    update = first.model_copy(update={"listed": (changed,)})
    row = fold(bank_registry, recorded(first), recorded(update))[neva.bik]
    assert row.until == JUNE
    assert row.restricted == (
        "removed from the directory; licence revoked, in liquidation; "
        "its correspondent account is being closed since 2026-06-01; "
        "the Bank of Russia notes the restriction NEWS"
    )


def test_a_bank_that_is_no_longer_listed_leaves() -> None:
    gone = first.model_copy(update={"listed": (), "delisted": (neva.bik, "044525000")})
    assert list(fold(bank_registry, recorded(first), recorded(gone))) == [moscow.bik]


def test_banks_are_found_by_bik_name_and_town(company: psycopg.Connection[Any]) -> None:
    keep(company, *fold(bank_registry, recorded(first)).values())
    for words, bik in (("44030", neva.bik), ("neva", neva.bik), ("МОСКВА", moscow.bik)):
        assert [row["bik"] for row in page(registry("banks"), company, filters={"q": words}).rows] == [bik]
