"""Whoever may decide on a payment is asked, and no longer than needed (S1-22, S1-27)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, CAROL, DIRECTOR, HEAD, ID, LAWYER
from payment_facts import adopted, approved, rejected, returned, returned_by_accounting, submitted, told, withdrawn

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.payment_request import PaymentRequestStepApproved
from crm_es.ids import notebook_of
from crm_es.policies.ask_payment_approvers import entry, react


def question(person_id: Any) -> AddEntry:
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry(submitted, person_id),
        kind="payment question",
        about="payment_request",
        subject_id=ID,
        text="40 000.00 RUB for Printing",
    )


def settled(person_id: Any) -> CloseEntry:
    return CloseEntry(
        notebook_id=notebook_of(person_id), entry_id=question(person_id).entry_id, result="It is decided."
    )


def step_approved(was_asked: tuple[Any, ...], asked: tuple[Any, ...]) -> PaymentRequestStepApproved:
    return PaymentRequestStepApproved(
        **told, step="check", approver_id=CAROL, decided_by=CAROL, was_asked=was_asked, asked=asked
    )


def test_all_who_may_decide_are_asked() -> None:
    """S1-27"""
    assert list(react(submitted.model_copy(update={"asked": (HEAD, LAWYER)}))) == [question(HEAD), question(LAWYER)]


def test_a_step_settles_the_questions_passed_and_asks_those_who_come_next() -> None:
    step = step_approved((CAROL, LAWYER), (LAWYER, DIRECTOR))
    assert list(react(step)) == [settled(CAROL), question(DIRECTOR)]


@pytest.mark.parametrize("event", [approved, returned, rejected, withdrawn, adopted])
def test_a_decision_settles_the_question(event: Any) -> None:
    assert list(react(event)) == [settled(HEAD)]


@pytest.mark.parametrize("event", [withdrawn, adopted])
def test_what_was_not_under_approval_leaves_no_question(event: Any) -> None:
    assert list(react(event.model_copy(update={"from_status": "draft", "was_asked": ()}))) == []


def test_the_business_of_accounting_is_no_question_of_approvers() -> None:
    assert list(react(returned_by_accounting)) == []


def test_the_next_round_asks_anew() -> None:
    (again,) = react(submitted.model_copy(update={"round": 2}))
    assert again.entry_id != question(HEAD).entry_id


def test_nobody_shares_a_question() -> None:
    assert len({question(person).entry_id for person in (ANN, HEAD, CAROL)}) == 3
