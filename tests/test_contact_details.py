"""Phones, addresses and ИНН are kept in one form, however they are typed, so that they are found again (X-11)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, CLIENT
from pydantic import ValidationError

from crm_es.aggregates.client import MeetClient


def met(**details: Any) -> MeetClient:
    return MeetClient(client_id=CLIENT, name="Rye", owner_id=ANN, **details)


@pytest.mark.parametrize("typed", ["8 (912) 345-67-89", "+7 912 345 67 89", "9123456789", "8-912-3456789"])
def test_a_phone_is_kept_with_its_country(typed: str) -> None:
    assert met(phones=[typed]).phones == ("+79123456789",)


def test_phones_of_other_countries_stay_theirs() -> None:
    assert met(phones=["+998 71 202 02 02"]).phones == ("+998712020202",)


def test_each_is_kept_once() -> None:
    assert met(phones=["8 912 345-67-89", "+79123456789"]).phones == ("+79123456789",)
    assert met(emails=["Rye@Bakery.example", "rye@bakery.example "]).emails == ("rye@bakery.example",)
    assert met(codes=["B-17", " B-17"]).codes == ("B-17",)


def test_an_inn_has_its_check_digits_right() -> None:
    assert met(inn="77 0708 3893").inn == "7707083893"
    with pytest.raises(ValidationError, match="does not add up"):
        met(inn="7707083894")


@pytest.mark.parametrize("nonsense", ["", "call me", "12", "1" * 50, "+", "8 912 345-67-89" * 9, "\0", 7])
def test_what_is_no_phone_is_refused_with_a_sentence(nonsense: Any) -> None:
    with pytest.raises(ValidationError):
        met(phones=[nonsense])


@pytest.mark.parametrize("nonsense", ["rye", "rye@", "@bakery.example", "a b@bakery.example"])
def test_what_is_no_address_is_refused(nonsense: str) -> None:
    with pytest.raises(ValidationError):
        met(emails=[nonsense])
