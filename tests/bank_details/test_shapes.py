"""Bank details are taken as people type them, and kept as banks write them (S1-10..S1-15)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from crm_es.bank_details import BankDetails, Details, ForeignBankDetails
from crm_es.messages import Message

home = BankDetails(inn="7707083893", account="40702A10900000002851")
abroad = ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000")


class Paper(Message):
    details: Details | None = None


def test_blanks_small_letters_and_cyrillic_look_alikes_are_put_right() -> None:
    typed = {
        "inn": " 7707 083893",
        "bik": "044 525\u00a0225",
        "kpp": "7736 01001",
        "account": "40702 а109 0000 0002 851",
    }
    details = BankDetails.model_validate(typed)
    assert (details.inn, details.bik, details.kpp, details.account) == (
        *("7707083893", "044525225", "773601001"),
        home.account,
    )
    assert ForeignBankDetails(swift="cobadeff", iban="de89 3704 0044 0532 0130 00") == abroad


@pytest.mark.parametrize("kpp", ["", "0", " ", None])
def test_a_person_has_no_kpp_however_papers_say_it(kpp: str | None) -> None:
    assert BankDetails(inn="760307073214", account=home.account, kpp=kpp).kpp is None


@pytest.mark.parametrize("details", [home, abroad, None])
def test_what_was_kept_is_read_as_what_it_was(details: BankDetails | ForeignBankDetails | None) -> None:
    paper = Paper(details=details)
    assert Paper.model_validate_json(paper.model_dump_json()) == paper
    assert Paper.model_validate(paper.model_dump()) == paper


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"inn": "770708389", "account": home.account}, "inn"),
        ({"inn": home.inn, "account": "4070281090000000285"}, "account"),
        ({"inn": home.inn, "account": home.account, "kpp": "77"}, "kpp"),
        ({"swift": "COBA", "iban": abroad.iban}, "swift"),
        ({"swift": "COBADEFF", "iban": "D1"}, "iban"),
        ({"swift": "COBADEFF", "account": "4070;"}, "account"),
    ],
)
def test_one_field_of_the_wrong_shape_is_one_error(told: dict[str, str], field: str) -> None:
    """S1-20: and none of the other kind of details is asked for."""
    with pytest.raises(ValidationError) as error:
        Paper.model_validate_json(json.dumps({"details": told}))
    assert [one["loc"][-1] for one in error.value.errors()] == [field]


@pytest.mark.parametrize("told", [7, "40702", [], {}, {"inn": 7707083893, "account": 1}])
def test_what_is_no_details_at_all_is_not_taken(told: Any) -> None:
    with pytest.raises(ValidationError):
        Paper.model_validate({"details": told})


def test_a_swift_code_tells_the_country() -> None:
    assert abroad.country == "DE"
