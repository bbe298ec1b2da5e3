"""What the bank directory promises (S1-13, S1-20)."""

from __future__ import annotations

from datetime import date

import pytest
from examples import OTHER_ID, carol
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import bank_directory
from crm_es.aggregates.bank_directory import BankDirectory, BankDirectoryUpdated, UpdateBankDirectory
from crm_es.banks import Bank
from crm_es.ids import BANKS

MAY, JUNE = date(2026, 5, 18), date(2026, 6, 1)
spec = Spec(bank_directory.decider, carol())
neva = Bank(bik="044030827", name="Neva Bank")
moscow = Bank(bik="044525225", name="Moscow Bank")
renamed = neva.model_copy(update={"name": "Ladoga Bank"})


def updated(edition: date, *listed: Bank, delisted: tuple[str, ...] = ()) -> BankDirectoryUpdated:
    return BankDirectoryUpdated(bank_directory_id=BANKS, edition=edition, listed=listed, delisted=delisted)


def update(edition: date, *listed: Bank, delisted: tuple[str, ...] = ()) -> UpdateBankDirectory:
    return UpdateBankDirectory(edition=edition, listed=listed, delisted=delisted)


first = updated(MAY, neva, moscow)


def test_only_what_differs_is_recorded() -> None:
    spec.given().when(update(MAY, neva, moscow)).then(first)
    spec.given(first).when(update(JUNE, renamed, moscow)).then(updated(JUNE, renamed))
    spec.given(first).when(update(JUNE, delisted=(neva.bik, "044525000"))).then(updated(JUNE, delisted=(neva.bik,)))


def test_the_same_again_is_nothing_new() -> None:
    spec.given().when(update(MAY)).then_nothing()
    spec.given(first).when(update(MAY, moscow, neva)).then_nothing()
    spec.given(first).when(update(MAY, delisted=("044525000",))).then_nothing()


def test_a_newer_edition_without_changes_is_known_to_be_looked_at() -> None:
    spec.given(first).when(update(JUNE, neva)).then(updated(JUNE))


def test_an_older_edition_is_refused() -> None:
    spec.given(first, updated(JUNE)).when(update(MAY, renamed)).then_refused("of 2026-06-01 already")


def test_a_bank_that_is_listed_stays_though_it_is_removed_too() -> None:
    spec.given(first).when(update(JUNE, renamed, delisted=(neva.bik,))).then(updated(JUNE, renamed))


def test_a_company_has_one_directory() -> None:
    stray = update(MAY, neva).model_copy(update={"bank_directory_id": OTHER_ID})
    spec.given().when(stray).then_refused("one bank directory")


def test_banks_come_and_go() -> None:
    history = (first, updated(JUNE, renamed, delisted=(moscow.bik, "044525000")))
    assert bank_directory.decider.fold(history) == BankDirectory(JUNE, {renamed.bik: renamed})


@pytest.mark.parametrize("bik", ["", "04452522", "0445252255", "04452522x"])
def test_a_bank_has_a_bik_of_nine_digits(bik: str) -> None:
    with pytest.raises(ValidationError):
        Bank(bik=bik)
