"""Whoever may decide on a document is asked, and no longer than needed (S0-50)."""

from __future__ import annotations

from typing import Any

import pytest
from document_facts import (
    approved,
    escalated,
    forwarded,
    rejected,
    reminded,
    returned,
    step_approved,
    submitted,
    withdrawn,
)
from examples import DIRECTOR, HEAD, ID, LAWYER

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.ask_document_approvers import react

TEXT = "contract: Contract 17"
OF = {notebook_of(person): person for person in (DIRECTOR, HEAD, LAWYER)}


def test_whoever_may_decide_is_asked() -> None:
    assert list(react(submitted)) == [
        AddEntry(
            notebook_id=notebook_of(LAWYER),
            person_id=LAWYER,
            entry_id=derived(ID, "document question", 1, LAWYER),
            kind="document question",
            about="document",
            subject_id=ID,
            text=TEXT,
        )
    ]


@pytest.mark.parametrize(
    ("event", "added", "closed"),
    [
        (step_approved, [(DIRECTOR, TEXT)], [LAWYER]),
        (forwarded, [(HEAD, f"{TEXT}. You know them")], [LAWYER]),
        (escalated, [(DIRECTOR, f"Not decided in time: {TEXT}")], []),
        (reminded, [(LAWYER, f"Reminder: {TEXT}")], [LAWYER]),
        (approved, [], [DIRECTOR]),
        (returned, [], [LAWYER]),
        (rejected, [], [LAWYER]),
        (withdrawn, [], [LAWYER]),
        (withdrawn.model_copy(update={"from_status": "draft", "was_asked": ()}), [], []),
    ],
    ids=["step", "forwarded", "escalated", "reminded", "approved", "returned", "rejected", "withdrawn", "never asked"],
)
def test_the_question_moves_with_the_route_and_ends_with_it(event: Any, added: list[Any], closed: list[Any]) -> None:
    """X-37"""
    wishes = list(react(event))
    assert [(wish.person_id, wish.text) for wish in wishes if isinstance(wish, AddEntry)] == added
    assert [OF[wish.notebook_id] for wish in wishes if isinstance(wish, CloseEntry)] == closed


def test_the_next_round_asks_anew() -> None:
    (first,), (again,) = react(submitted), react(submitted.model_copy(update={"round": 2}))
    assert first.entry_id != again.entry_id
