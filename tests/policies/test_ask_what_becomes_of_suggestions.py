"""A suggestion stays with whoever decides, until they say what becomes of it (S0-36)."""

from __future__ import annotations

from examples import DIRECTOR, ID
from suggestion_facts import answered, made

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.ask_what_becomes_of_suggestions import react

asked = AddEntry(
    notebook_id=notebook_of(DIRECTOR),
    person_id=DIRECTOR,
    entry_id=derived(ID, "suggestion to answer", DIRECTOR),
    kind="suggestion to answer",
    about="suggestion",
    subject_id=ID,
    text="warehouse. Pack flour in tens",
)


def test_whoever_decides_is_asked() -> None:
    assert list(react(made)) == [asked]
    assert list(react(made.model_copy(update={"about": None}))) == [
        asked.model_copy(update={"text": "Pack flour in tens"})
    ]


def test_the_question_goes_with_the_answer() -> None:
    settled = CloseEntry(notebook_id=notebook_of(DIRECTOR), entry_id=asked.entry_id, result="It is planned.")
    assert list(react(answered)) == [settled]


def test_what_is_still_thought_about_stays_a_question() -> None:
    assert list(react(answered.model_copy(update={"status": "being thought about"}))) == []
