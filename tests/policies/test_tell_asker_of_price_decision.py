"""Whoever asked for a price hears the answer (S0-24)."""

from __future__ import annotations

from examples import ANN, ID
from price_facts import granted, refused, unanswered, used_up

from crm_es.aggregates.notebook import AddEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_asker_of_price_decision import react

told = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=derived(ID, "price decision"),
    kind="price decision",
    about="price_approval",
    subject_id=ID,
    text="flour, 20 at 45.00 RUB: granted until 27.11.2026 by Helen. This once",
)


def test_the_asker_is_told_what_is_granted_and_until_when() -> None:
    assert list(react(granted)) == [told]


def test_the_asker_is_told_why_it_is_refused_and_by_whom() -> None:
    text = "flour, 20 at 45.00 RUB: refused by Helen. Too low"
    assert list(react(refused)) == [told.model_copy(update={"text": text})]


def test_answers_of_which_nobody_noted_the_name_are_told_too() -> None:
    nameless = granted.model_copy(update={"answered_by": "", "comment": None})
    text = "flour, 20 at 45.00 RUB: granted until 27.11.2026."
    assert list(react(nameless)) == [told.model_copy(update={"text": text})]


def test_the_asker_is_told_that_nobody_answered_and_not_that_a_grant_ends() -> None:
    text = "flour, 20 at 45.00 RUB: nobody answered in time. Ask anew, if the client still wants it."
    assert list(react(unanswered)) == [told.model_copy(update={"text": text})]
    assert list(react(used_up)) == []
