"""Whoever may settle a doubt sees it until it is settled, and the author hears of it (S0-44, S1-34)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, CAROL, DIRECTOR, HEAD, ID, OTHER_ID
from payment_facts import rejected, returned, told, withdrawn

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.payment_request import PaymentRequestDoubted, PaymentRequestDoubtSettled
from crm_es.ids import notebook_of
from crm_es.policies.ask_about_doubts import entry, react

SENTENCE = "Invoice 17 is in another request."
doubted = PaymentRequestDoubted(**told, doubt="duplicate", sentence=SENTENCE, other_id=OTHER_ID, settlers=(CAROL, HEAD))
settled = PaymentRequestDoubtSettled(
    **told, doubt="duplicate", reason="Two deliveries", decided_by=CAROL, settlers=(CAROL, HEAD)
)


def asked(event: Any) -> list[tuple[Any, str]]:
    return [(wish.person_id, wish.kind) for wish in react(event) if isinstance(wish, AddEntry)]


def closed(event: Any) -> list[tuple[Any, Any, str]]:
    return [(wish.notebook_id, wish.entry_id, wish.result) for wish in react(event) if isinstance(wish, CloseEntry)]


def test_whoever_may_settle_it_is_asked_and_the_author_is_told() -> None:
    first, *_ = react(doubted)
    assert first == AddEntry(
        notebook_id=notebook_of(CAROL),
        person_id=CAROL,
        entry_id=entry(doubted, "duplicate", CAROL),
        kind="payment doubt",
        about="payment_request",
        subject_id=ID,
        text=f"Held up: 40 000.00 RUB for Printing. {SENTENCE}",
    )
    assert asked(doubted) == [(CAROL, "payment doubt"), (HEAD, "payment doubt"), (ANN, "payment decision")]


def test_one_word_settles_it_for_all_who_were_asked() -> None:
    assert closed(settled) == [
        (notebook_of(person), entry(doubted, "duplicate", person), "It is settled.") for person in (CAROL, HEAD)
    ]


@pytest.mark.parametrize("ending", [returned, rejected, withdrawn])
def test_doubts_about_what_came_to_nothing_are_of_no_matter(ending: Any) -> None:
    doubts = {"duplicate": (CAROL,), "over budget": (DIRECTOR,)}
    assert closed(ending.model_copy(update={"doubts": doubts})) == [
        (notebook_of(CAROL), entry(doubted, "duplicate", CAROL), "It is not to be paid now."),
        (notebook_of(DIRECTOR), entry(doubted, "over budget", DIRECTOR), "It is not to be paid now."),
    ]
    assert list(react(ending)) == []


def test_each_doubt_of_each_round_is_asked_about_by_itself() -> None:
    others: list[dict[str, Any]] = [{"doubt": "over budget"}, {"round": 2}, {}]
    entries = {wish.entry_id for change in others for wish in react(doubted.model_copy(update=change))}
    assert len(entries) == 9


def test_the_longest_request_and_doubt_fit_into_one_entry() -> None:
    longest = {"what_for": "pay " * 125, "sentence": "no" * 250}
    (first, *_) = react(doubted.model_copy(update=longest))
    assert isinstance(first, AddEntry)
    assert first.text.endswith(f"…. {'no' * 250}")
