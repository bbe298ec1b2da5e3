"""Whoever may answer a price is asked, until somebody has (S0-23, S0-26)."""

from __future__ import annotations

from examples import DIRECTOR, HEAD, ID
from price_facts import granted, refused, requested

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import notebook_of
from crm_es.policies.ask_price_approvers import entry, react


def test_all_who_may_answer_are_asked() -> None:
    two = requested.model_copy(update={"approvers": (HEAD, DIRECTOR)})
    assert list(react(two)) == [
        AddEntry(
            notebook_id=notebook_of(person),
            person_id=person,
            entry_id=entry(requested, person),
            kind="price question",
            about="price_approval",
            subject_id=ID,
            text="flour, 20 at 45.00 RUB, floor 50.00 RUB. Regular",
        )
        for person in (HEAD, DIRECTOR)
    ]
    assert entry(requested, HEAD) != entry(requested, DIRECTOR)


def test_an_answer_settles_the_question_of_all() -> None:
    (asked,) = react(requested)
    settled = CloseEntry(notebook_id=asked.notebook_id, entry_id=asked.entry_id, result="It is granted.")
    assert list(react(granted)) == [settled]
    assert list(react(refused)) == [settled.model_copy(update={"result": "It is refused."})]
