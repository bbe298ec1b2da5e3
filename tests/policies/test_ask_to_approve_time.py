"""Supervisors are asked to approve the time of those below (X-34)."""

from __future__ import annotations

from datetime import date

import pytest
from examples import ANN, HEAD
from work_facts import LOG, approved, reopened, returned, submitted

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.ask_to_approve_time import Decided, react

ENTRY = derived(LOG, "time to approve", date(2026, 11, 23), date(2026, 11, 29), HEAD)


def test_the_supervisor_is_asked_to_approve_a_submitted_week() -> None:
    assert list(react(submitted)) == [
        AddEntry(
            notebook_id=notebook_of(HEAD),
            person_id=HEAD,
            entry_id=ENTRY,
            kind="time to approve",
            about="work_log",
            subject_id=LOG,
            text="Ann: 1:00 hours from 23.11.2026 to 29.11.2026.",
            day=date(2026, 11, 23),
        )
    ]


@pytest.mark.parametrize("event", [approved, returned, reopened.model_copy(update={"was_approved": False})])
def test_the_question_goes_when_it_is_decided_or_taken_back(event: Decided) -> None:
    (done,) = react(event)
    assert isinstance(done, CloseEntry)
    assert (done.notebook_id, done.entry_id) == (notebook_of(HEAD), ENTRY)


def test_reopening_what_was_approved_asks_nobody() -> None:
    assert list(react(reopened)) == []


def test_whoever_has_nobody_above_is_not_asked() -> None:
    assert list(react(submitted.model_copy(update={"supervisor_id": ANN}))) == []
