"""Whoever may decide on a payment is asked, and no longer than needed (S1-22, S1-27)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, CAROL, DIRECTOR, HEAD, ID, LAWYER
from payment_facts import (
    adopted,
    approved,
    escalated,
    forwarded,
    rejected,
    reminded,
    returned,
    returned_by_accounting,
    submitted,
    told,
    withdrawn,
)

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.payment_request import PaymentRequestStepApproved
from crm_es.ids import derived, notebook_of
from crm_es.policies.ask_payment_approvers import react


def question(person_id: Any) -> AddEntry:
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=derived(ID, "payment question", 1, person_id),
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


def test_whom_it_is_forwarded_to_is_asked_in_the_others_place() -> None:
    """X-37: and reads what was said with it."""
    gone, asked = react(forwarded)
    assert gone == settled(HEAD).model_copy(update={"result": "It is forwarded."})
    assert asked == question(LAWYER).model_copy(update={"text": "40 000.00 RUB for Printing. You know them"})


def test_superiors_are_asked_too_when_nobody_decides_in_time() -> None:
    """X-37: whoever was asked before has the entry already."""
    (asked,) = react(escalated)
    assert asked == question(DIRECTOR).model_copy(update={"text": "Not decided in time: 40 000.00 RUB for Printing"})


def test_a_reminder_puts_the_question_on_top_again() -> None:
    """S1-34: in place of the entry that is there, not beside it."""
    taken, again = react(reminded)
    assert taken == settled(HEAD).model_copy(update={"result": "A reminder took its place."})
    assert again == question(HEAD).model_copy(update={"text": "Reminder: 40 000.00 RUB for Printing"})


def test_whoever_said_yes_while_others_have_yet_to_is_asked_no_longer() -> None:
    partly = step_approved((CAROL, LAWYER, HEAD), (LAWYER, HEAD)).model_copy(update={"passed": False})
    assert list(react(partly)) == [settled(CAROL)]


def test_whoever_comes_next_reads_what_the_one_before_said() -> None:
    """S1-22"""
    step = step_approved((CAROL,), (DIRECTOR,)).model_copy(update={"comment": "Checked"})
    (_, asked) = react(step)
    assert asked == question(DIRECTOR).model_copy(update={"text": "40 000.00 RUB for Printing. Checked"})


def test_the_longest_request_and_comment_fit_into_one_entry() -> None:
    longest = {"what_for": "pay " * 125, "comment": "no" * 250}
    for event in (forwarded, escalated, reminded):
        for wish in react(event.model_copy(update={k: v for k, v in longest.items() if k in type(event).model_fields})):
            assert not isinstance(wish, AddEntry) or len(wish.text) < 1000


def test_nobody_shares_a_question() -> None:
    assert len({question(person).entry_id for person in (ANN, HEAD, CAROL)}) == 3
