"""Whoever gets a result back hears why (S2-13)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, HEAD, ID
from task_facts import cancelled, done, reassigned, returned

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import notebook_of
from crm_es.policies.tell_of_returned_results import entry, react

again: dict[str, Any] = {"round": 2}


def test_the_responsible_person_is_told_what_is_missing() -> None:
    assert list(react(returned)) == [
        AddEntry(
            notebook_id=notebook_of(ANN),
            person_id=ANN,
            entry_id=entry(ID, 2, ANN),
            kind="task returned",
            about="task",
            subject_id=ID,
            text="Call the client: How much flour?",
        )
    ]


@pytest.mark.parametrize("event", [done, cancelled, reassigned])
def test_that_goes_when_it_is_done_again_or_no_longer_theirs(event: Any) -> None:
    (closed,) = react(event.model_copy(update=again))
    assert isinstance(closed, CloseEntry)
    assert (closed.notebook_id, closed.entry_id) == (notebook_of(ANN), entry(ID, 2, ANN))


@pytest.mark.parametrize("event", [done, cancelled, reassigned])
def test_what_was_never_returned_leaves_nothing_to_close(event: Any) -> None:
    assert list(react(event)) == []


def test_nobody_is_told_of_a_return_of_their_own() -> None:
    assert list(react(returned.model_copy(update={"responsible_id": HEAD}))) == []
