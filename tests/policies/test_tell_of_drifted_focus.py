"""The supervisor hears of a drift, with what takes the time (S3-25)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from examples import ANN, HEAD

from crm_es.aggregates.focus import FocusDrifted, Takes
from crm_es.aggregates.notebook import AddEntry
from crm_es.ids import derived, focus_of, notebook_of
from crm_es.policies.tell_of_drifted_focus import react

drifted = FocusDrifted(
    focus_id=focus_of(ANN),
    person_id=ANN,
    person="Ann",
    supervisor_id=HEAD,
    month=date(2026, 10, 1),
    heading="administration",
    minutes=3000,
    of_minutes=6000,
    percent=Decimal("50.0"),
    own_percent=Decimal("20.0"),
    team_percent=Decimal("24.5"),
    takes=(Takes(what="correspondence", minutes=2400), Takes(what="reports", minutes=600)),
)


def test_the_entry_says_how_much_against_what_and_what_took_it() -> None:
    assert list(react(drifted)) == [
        AddEntry(
            notebook_id=notebook_of(HEAD),
            person_id=HEAD,
            entry_id=derived(focus_of(ANN), "focus drift", "2026-10-01", "administration", HEAD),
            kind="focus drift",
            about="focus",
            subject_id=focus_of(ANN),
            text="Ann: administration took 50.0 % of the time in 10.2026 (50.0 of 100.0 h), against 20.0 % of their "
            "own months before and 24.5 % of the team. It went to: correspondence (40.0 h), reports (10.0 h).",
        )
    ]


def test_what_there_is_nothing_to_compare_with_is_not_named() -> None:
    (entry,) = react(drifted.model_copy(update={"team_percent": None, "takes": ()}))
    assert entry.text.endswith("against 20.0 % of their own months before.")


def test_whoever_answers_for_themselves_is_not_told_of_themselves() -> None:
    assert list(react(drifted.model_copy(update={"supervisor_id": ANN}))) == []
