"""What the client writes waits in the notebook until the client is answered (S3-02)."""

from __future__ import annotations

import pytest
from examples import ANN, BOB, ID
from ticket_facts import REFERENCE, assigned, begun_with, finished, replied, undelivered, wrote

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_of_client_messages import Said, react

asked = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=derived(ID, "ticket reply", ANN),
    kind="ticket reply",
    about="ticket",
    subject_id=ID,
    text=f"{REFERENCE} The scales stopped: It is the second scales.",
)
gone = CloseEntry(notebook_id=asked.notebook_id, entry_id=asked.entry_id, result="The client is answered.")


def text(event: Said) -> str:
    (added,) = react(event)
    assert isinstance(added, AddEntry)
    return added.text


def test_whoever_serves_the_ticket_is_told() -> None:
    assert list(react(wrote())) == [asked]


def test_it_says_that_the_ticket_is_open_again_and_where_there_are_only_files() -> None:
    assert "The scales stopped, opened again: It is" in text(wrote(reopened=True))
    assert text(wrote(text="")).endswith(": see the attached files")


def test_a_long_letter_is_cut_to_fit() -> None:
    assert len(text(wrote(text="scales " * 5000))) <= 1000


def test_it_goes_with_the_answer_or_the_end() -> None:
    assert list(react(replied)) == [gone]
    assert list(react(finished)) == [gone.model_copy(update={"result": "It is done."})]


def test_it_goes_on_with_the_ticket() -> None:
    closed, added = react(assigned.model_copy(update={"awaits": "Where are you?"}))
    assert closed == gone.model_copy(update={"result": "Somebody else serves it."})
    assert isinstance(added, AddEntry)
    assert (added.person_id, added.text) == (BOB, f"{REFERENCE} The scales stopped: Where are you?")


def test_an_answer_that_did_not_arrive_is_told() -> None:
    assert text(undelivered).endswith("The answer to vera@bakery.example was not delivered: 550 no such box")


@pytest.mark.parametrize("event", [begun_with, assigned, undelivered.model_copy(update={"delivered": True})])
def test_all_else_tells_nothing(event: Said) -> None:
    assert list(react(event)) == []
