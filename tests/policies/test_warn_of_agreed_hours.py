"""The head has it in the notebook at once that agreed hours are nearly used up, or exceeded (S3-05)."""

from __future__ import annotations

from examples import HEAD, ID
from ticket_facts import REFERENCE, agreed, exceeded, finished, neared, told_at_50

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.warn_of_agreed_hours import react

near = AddEntry(
    notebook_id=notebook_of(HEAD),
    person_id=HEAD,
    entry_id=derived(ID, "agreed hours", 600, 50, HEAD),
    kind="agreed hours",
    about="ticket",
    subject_id=ID,
    text=f"Near the limit: 5 h of 10 h agreed are used up, 50 %. {REFERENCE} of Vera: The scales stopped",
)


def test_the_head_reads_ticket_client_hours_and_limit() -> None:
    assert list(react(neared)) == [near]


def test_above_the_limit_the_word_is_stronger_and_takes_the_place_of_the_first() -> None:
    closed, over = react(exceeded)
    assert closed == CloseEntry(notebook_id=near.notebook_id, entry_id=near.entry_id, result="It is more by now.")
    assert isinstance(over, AddEntry)
    assert over.text.startswith("Over the limit: 10.02 h of 10 h agreed are used up, 100 %.")
    assert over.entry_id != near.entry_id


def test_with_other_hours_agreed_it_is_settled() -> None:
    _, over = react(exceeded)
    assert isinstance(over, AddEntry)
    assert list(react(agreed)) == [
        CloseEntry(notebook_id=near.notebook_id, entry_id=over.entry_id, result="Other hours are agreed.")
    ]
    assert list(react(agreed.model_copy(update={"warned": None}))) == []


def test_what_is_done_within_the_limit_needs_no_warning() -> None:
    done = finished.model_copy(update={"warned": told_at_50, "agreed_minutes": 600})
    why = "It is done within what is agreed."
    assert list(react(done)) == [CloseEntry(notebook_id=near.notebook_id, entry_id=near.entry_id, result=why)]
    assert list(react(finished)) == []
