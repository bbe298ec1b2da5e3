"""Whoever gets their time back hears why (X-34)."""

from __future__ import annotations

from datetime import date

from examples import ANN
from work_facts import LOG, reopened, returned, submitted

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_of_returned_time import react

ENTRY = derived(LOG, "time returned", date(2026, 11, 23), date(2026, 11, 29), ANN)


def test_the_person_hears_what_is_missing() -> None:
    assert list(react(returned)) == [
        AddEntry(
            notebook_id=notebook_of(ANN),
            person_id=ANN,
            entry_id=ENTRY,
            kind="time returned",
            about="work_log",
            subject_id=LOG,
            text="Your time from 23.11.2026 to 29.11.2026 is returned. Friday is missing.",
            day=date(2026, 11, 23),
        )
    ]


def test_the_person_hears_that_it_is_open_again_unless_they_opened_it() -> None:
    (told,) = react(reopened)
    assert isinstance(told, AddEntry)
    assert "is open again. A ticket was forgotten." in told.text
    assert list(react(reopened.model_copy(update={"reopened_by": ANN}))) == []


def test_that_goes_when_it_is_submitted_again() -> None:
    (done,) = react(submitted)
    assert isinstance(done, CloseEntry)
    assert done.entry_id == ENTRY
