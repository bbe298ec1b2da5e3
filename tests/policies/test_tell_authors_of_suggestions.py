"""Whoever suggested something hears what is said to it (S0-36, S0-52)."""

from __future__ import annotations

from examples import ANN, BOB, ID
from suggestion_facts import answered, done, replied

from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_authors_of_suggestions import react


def test_the_author_is_told_what_becomes_of_it() -> None:
    (told,) = react(answered)
    assert (told.person_id, told.notebook_id, told.kind) == (ANN, notebook_of(ANN), "suggestion answered")
    assert told.text == "Pack flour in tens. It is planned: From December on"
    (again,) = react(done)
    assert again.entry_id != told.entry_id


def test_the_author_reads_what_colleagues_reply() -> None:
    (told,) = react(replied)
    assert told.text == "Pack flour in tens. A colleague replies: The lift takes eight"
    assert told.entry_id == derived(ID, "suggestion answered", BOB, "The lift takes eight")
    assert list(react(replied.model_copy(update={"replied_by": ANN}))) == []
