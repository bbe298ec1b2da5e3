"""Whoever forgot a timer hears of it (X-34)."""

from __future__ import annotations

from examples import ANN, MONDAY
from work_facts import HOUR, LOG, WORK, corrected, removed, stopped, work

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_of_forgotten_timers import react

ENTRY = derived(LOG, "forgotten timer", WORK, ANN)
by_clock = stopped.model_copy(update={"by_clock": True, "ends": MONDAY + 12 * HOUR})


def test_whoever_forgot_a_timer_is_asked_to_correct_the_entry() -> None:
    assert list(react(by_clock)) == [
        AddEntry(
            notebook_id=notebook_of(ANN),
            person_id=ANN,
            entry_id=ENTRY,
            kind="forgotten timer",
            about="work_log",
            subject_id=LOG,
            text="Your timer (service) ran for 12 hours and was stopped: correct the entry.",
        )
    ]
    assert list(react(stopped)) == []


def test_that_goes_once_the_entry_is_put_right() -> None:
    for event in (corrected, removed):
        (done,) = react(event.model_copy(update={"work": work(source="timer")}))
        assert isinstance(done, CloseEntry)
        assert done.entry_id == ENTRY
        assert list(react(event)) == []
