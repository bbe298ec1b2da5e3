"""Whoever a ticket comes to has it in the notebook until they begin (S3-02, S3-04)."""

from __future__ import annotations

from examples import ANN, BOB, ID
from ticket_facts import REFERENCE, assigned, begun_with, opened, replied

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.ticket import Promise
from crm_es.ids import derived, notebook_of
from crm_es.policies.hand_out_tickets import react

anns = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=derived(ID, "new ticket", ANN),
    kind="new ticket",
    about="ticket",
    subject_id=ID,
    text=f"{REFERENCE} of Vera, answer until 23.11.2026 11:00: The scales stopped. They show nothing.",
)
begun = CloseEntry(notebook_id=anns.notebook_id, entry_id=anns.entry_id, result="It is begun.")


def test_a_new_ticket_comes_at_once() -> None:
    assert list(react(opened)) == [anns]


def test_without_a_promise_or_a_name_it_says_what_there_is() -> None:
    bare = opened.model_copy(update={"promise": Promise(), "answer_until": None, "contact_name": None, "text": ""})
    (added,) = react(bare)
    assert isinstance(added, AddEntry)
    assert added.text == f"{REFERENCE}: The scales stopped."


def test_it_goes_once_the_work_begins() -> None:
    assert list(react(replied)) == [begun]
    assert list(react(begun_with.model_copy(update={"untouched": True}))) == [begun]
    assert list(react(begun_with)) == []


def test_it_goes_to_whoever_serves_it_now() -> None:
    gone, added = react(assigned)
    assert gone == begun.model_copy(update={"result": "Somebody else serves it."})
    assert isinstance(added, AddEntry)
    assert (added.person_id, added.text) == (BOB, f"{REFERENCE} of Vera: The scales stopped. Handed over: He is near")


def test_where_the_client_waits_for_an_answer_that_is_said_instead() -> None:
    asked = assigned.model_copy(update={"untouched": False, "awaits": "Where are you?"})
    assert list(react(asked)) == []


def test_what_is_done_is_handed_over_without_a_word() -> None:
    assert [type(one) for one in react(assigned.model_copy(update={"untouched": False, "done": True}))] == []
