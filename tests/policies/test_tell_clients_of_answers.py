"""Whoever looks after a client is asked to tell the answer, until the client has heard it (S0-18)."""

from __future__ import annotations

from complaint_facts import ANSWER, anns, answered, closed, reopened, withdrawn
from examples import ANN, ID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_clients_of_answers import react

tell = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=derived(ID, "complaint answer", ANN),
    kind="complaint answer",
    about="complaint",
    subject_id=ID,
    text=f"defect: Stones in the flour. {ANSWER}",
)
told = CloseEntry(notebook_id=notebook_of(ANN), entry_id=tell.entry_id, result="The client is content.")


def test_the_owner_has_the_answer_to_tell() -> None:
    assert list(react(answered)) == [tell]


def test_it_is_settled_once_the_client_has_heard_it() -> None:
    again = "The client is not content: it is answered anew."
    assert list(react(closed)) == [told]
    assert list(react(reopened)) == [told.model_copy(update={"result": again})]
    back = withdrawn.model_copy(update={"was": anns})
    assert list(react(back)) == [told.model_copy(update={"result": "The client took it back."})]
