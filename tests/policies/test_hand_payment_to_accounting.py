"""Accounting hears what to pay, as long as it is to be paid (S1-26, S1-27, S1-30)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import CAROL, ID
from payment_facts import adopted, approved, paid, rejected, returned, returned_by_accounting, withdrawn

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import notebook_of
from crm_es.policies.hand_payment_to_accounting import entry, react

FROM_ACCOUNTING = {"from_status": "approved", "was_asked": (CAROL,)}
to_pay = AddEntry(
    notebook_id=notebook_of(CAROL),
    person_id=CAROL,
    entry_id=entry(approved, CAROL),
    kind="payment to make",
    about="payment_request",
    subject_id=ID,
    text="40 000.00 RUB for Printing, by 30.11.2026",
)


def settled(result: str) -> CloseEntry:
    return CloseEntry(notebook_id=to_pay.notebook_id, entry_id=to_pay.entry_id, result=result)


def test_accountants_are_asked_to_pay_what_is_approved() -> None:
    assert list(react(approved)) == [to_pay]


def test_a_request_without_a_day_to_pay_by_names_none() -> None:
    (told,) = react(approved.model_copy(update={"pay_by": None}))
    assert isinstance(told, AddEntry)
    assert told.text == "40 000.00 RUB for Printing"


def test_payment_settles_it() -> None:
    assert list(react(paid)) == [settled("It is paid.")]


def test_what_accounting_returns_is_not_to_be_paid() -> None:
    """S1-25"""
    assert list(react(returned_by_accounting)) == [settled("It is not to be paid now.")]


@pytest.mark.parametrize("event", [returned, rejected, withdrawn, adopted])
def test_what_ends_after_approval_is_not_to_be_paid(event: Any) -> None:
    assert list(react(event.model_copy(update=FROM_ACCOUNTING))) == [settled("It is not to be paid now.")]


@pytest.mark.parametrize("event", [returned, rejected, withdrawn, adopted])
def test_what_ends_before_approval_never_reached_accounting(event: Any) -> None:
    assert list(react(event)) == []
