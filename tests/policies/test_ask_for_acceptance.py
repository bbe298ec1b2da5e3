"""A supervisor is asked to accept results that need it (S2-13)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, HEAD, ID
from task_facts import accepted, cancelled, done, returned

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import notebook_of
from crm_es.policies.ask_for_acceptance import entry, react

dropped = cancelled.model_copy(update={"was_done": True})


def test_the_supervisor_gets_the_result_to_look_at() -> None:
    assert list(react(done)) == [
        AddEntry(
            notebook_id=notebook_of(HEAD),
            person_id=HEAD,
            entry_id=entry(ID, 1),
            kind="result to accept",
            about="task",
            subject_id=ID,
            text="Call the client: They want flour.",
        )
    ]


@pytest.mark.parametrize(
    ("event", "result"),
    [(accepted, "Accepted."), (returned, "Returned: How much flour?"), (dropped, "Nobody needs it any more.")],
)
def test_the_question_goes_when_the_result_is_judged_or_not_needed(event: Any, result: str) -> None:
    assert list(react(event)) == [CloseEntry(notebook_id=notebook_of(HEAD), entry_id=entry(ID, 1), result=result)]


def test_the_next_result_is_a_question_of_its_own() -> None:
    (again,) = react(done.model_copy(update={"round": 2}))
    assert again.entry_id != entry(ID, 1)


def test_what_counts_without_a_look_asks_nobody() -> None:
    """S1-34: few notices."""
    for event in (
        done.model_copy(update={"to_accept": False}),
        accepted.model_copy(update={"counts": False}),
        cancelled,
    ):
        assert list(react(event)) == []


@pytest.mark.parametrize("event", [done, accepted, returned, dropped])
def test_who_answers_for_the_own_work_is_not_asked(event: Any) -> None:
    assert list(react(event.model_copy(update={"supervisor_id": ANN}))) == []
