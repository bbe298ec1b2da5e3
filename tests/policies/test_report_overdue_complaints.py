"""A supervisor hears of a complaint that nobody answered in time, until it goes on (S0-18)."""

from __future__ import annotations

import pytest
from complaint_facts import answered, closed, handed_over, late, overdue, passed_on, reopened, withdrawn
from examples import DIRECTOR, ID, LAWYER, WEDNESDAY

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.report_overdue_complaints import Onwards, react

told = AddEntry(
    notebook_id=notebook_of(DIRECTOR),
    person_id=DIRECTOR,
    entry_id=derived(ID, "overdue of a subordinate", WEDNESDAY.timestamp(), DIRECTOR),
    kind="overdue of a subordinate",
    about="complaint",
    subject_id=ID,
    text="Complaint (defect), not answered by Purchasing, due on 25.11.2026: Stones in the flour",
)


def test_the_supervisor_is_told_what_is_missing() -> None:
    assert list(react(overdue)) == [told]
    (untold,) = react(overdue.model_copy(update={"answered": True}))
    assert isinstance(untold, AddEntry)
    assert "the client is not told" in untold.text


@pytest.mark.parametrize("event", [passed_on, handed_over, answered, reopened, closed, withdrawn])
def test_it_is_settled_when_the_complaint_goes_on(event: Onwards) -> None:
    onwards = event.model_copy(update={"was": late})
    settled = CloseEntry(notebook_id=told.notebook_id, entry_id=told.entry_id, result="The complaint went on.")
    assert list(react(onwards)) == [settled]
    in_time = event.model_copy(update={"was": late.model_copy(update={"overdue": False})})
    assert list(react(in_time)) == []


def test_nobody_is_told_of_themselves() -> None:
    alone = {"supervisor_id": LAWYER}
    assert list(react(overdue.model_copy(update=alone))) == []
    assert list(react(answered.model_copy(update={"was": late.model_copy(update=alone)}))) == []
