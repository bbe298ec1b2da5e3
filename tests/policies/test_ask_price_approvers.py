"""Whoever may answer a price is asked, until somebody has (S0-23, S0-26)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from examples import DIRECTOR, HEAD, ID, roubles
from price_facts import (
    escalated,
    forwarded,
    granted,
    refused,
    reminded,
    requested,
    step_approved,
    unanswered,
    used_up,
    withdrawn,
)

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.ask_price_approvers import react

TEXT = "flour, 20 at 45.00 RUB, floor 50.00 RUB. Regular"


def test_all_who_may_answer_are_asked() -> None:
    two = requested.model_copy(update={"asked": (HEAD, DIRECTOR)})
    assert list(react(two)) == [
        AddEntry(
            notebook_id=notebook_of(person),
            person_id=person,
            entry_id=derived(ID, "price question", person),
            kind="price question",
            about="price_approval",
            subject_id=ID,
            text=TEXT,
        )
        for person in (HEAD, DIRECTOR)
    ]


def test_an_answer_settles_the_question_of_all() -> None:
    (asked,) = react(requested)
    settled = CloseEntry(notebook_id=asked.notebook_id, entry_id=asked.entry_id, result="It is granted.")
    assert list(react(granted)) == [settled]
    assert list(react(refused)) == [settled.model_copy(update={"result": "It is refused."})]
    assert list(react(withdrawn)) == [settled.model_copy(update={"result": "It is taken back."})]
    assert list(react(unanswered)) == [settled.model_copy(update={"result": "Its time is over."})]
    assert list(react(used_up)) == []


def test_approvers_see_the_list_price_and_what_remains() -> None:
    """S0-23"""
    listed = requested.model_copy(update={"list_price": roubles(60), "margin_percent": Decimal("20.0")})
    (asked,) = react(listed)
    assert isinstance(asked, AddEntry)
    assert asked.text == "flour, 20 at 45.00 RUB, floor 50.00 RUB, list 60.00 RUB, margin 20.0 %. Regular"


@pytest.mark.parametrize(
    ("event", "added", "closed"),
    [
        (step_approved, [(DIRECTOR, TEXT)], [HEAD]),
        (forwarded, [(DIRECTOR, f"{TEXT}. You know them")], [HEAD]),
        (escalated, [(DIRECTOR, f"Not decided in time: {TEXT}")], []),
        (reminded, [(HEAD, f"Reminder: {TEXT}")], [HEAD]),
    ],
    ids=["next step", "forwarded", "escalated", "reminded"],
)
def test_the_question_moves_with_the_route(event: Any, added: list[Any], closed: list[Any]) -> None:
    """S0-50, X-37"""
    wishes = list(react(event))
    assert [(wish.person_id, wish.text) for wish in wishes if isinstance(wish, AddEntry)] == added
    of = {notebook_of(person): person for person in (HEAD, DIRECTOR)}
    assert [of[wish.notebook_id] for wish in wishes if isinstance(wish, CloseEntry)] == closed
