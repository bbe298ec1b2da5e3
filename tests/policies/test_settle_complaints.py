"""Whoever has a complaint to answer has it in the notebook, until it is answered or goes on (S0-18)."""

from __future__ import annotations

import pytest
from complaint_facts import answered, filed, handed_over, passed_on, reopened, to_supplier, withdrawn
from examples import CAROL, ID, LAWYER

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.asking_people import with_word
from crm_es.ids import derived, notebook_of
from crm_es.policies.settle_complaints import Routed, react

asked = AddEntry(
    notebook_id=notebook_of(LAWYER),
    person_id=LAWYER,
    entry_id=derived(ID, "complaint to settle", LAWYER),
    kind="complaint to settle",
    about="complaint",
    subject_id=ID,
    text="defect, until 25.11.2026: Stones in the flour",
)
gone = CloseEntry(notebook_id=notebook_of(LAWYER), entry_id=asked.entry_id, result="It is answered.")


def test_the_department_at_fault_is_asked() -> None:
    assert list(react(filed)) == [asked]


@pytest.mark.parametrize(
    ("event", "why", "responsible", "word"),
    [
        (passed_on, "It went on to Warehouse.", CAROL, "Rye was loaded"),
        (to_supplier, "It went on to the supplier.", LAWYER, "The supplier is asked: It came so from the mill"),
        (handed_over, "Somebody else answers it.", CAROL, "Ill"),
    ],
)
def test_it_goes_on_with_what_was_said(event: Routed, why: str, responsible: object, word: str) -> None:
    closed, added = react(event)
    assert closed == gone.model_copy(update={"result": why})
    assert isinstance(added, AddEntry)
    assert added.person_id == responsible
    assert added.text.endswith(f": Stones in the flour. {word}")


def test_a_client_who_is_not_content_brings_it_back() -> None:
    (added,) = react(reopened)
    assert isinstance(added, AddEntry)
    assert added.person_id == LAWYER
    assert "not content: By phone: they want the money" in added.text


def test_it_is_settled_by_the_answer() -> None:
    assert list(react(answered)) == [gone]
    assert list(react(withdrawn)) == [gone.model_copy(update={"result": "The client took it back."})]


def test_a_long_story_is_cut_to_fit() -> None:
    long = filed.model_copy(update={"text": "stones " * 500})
    (added,) = react(long)
    assert isinstance(added, AddEntry)
    assert len(added.text) <= 1000


def test_what_was_said_last_follows_after_one_full_stop() -> None:
    assert with_word("Too dear.", "It was agreed.") == "Too dear. It was agreed."
    assert with_word("Too dear", "It was agreed.") == "Too dear. It was agreed."
