"""Whoever asked for a price hears the answer (S0-24)."""

from __future__ import annotations

from examples import ANN, ID
from price_facts import granted, refused

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
    text="flour, 20 at 45.00 RUB: granted until 27.11.2026",
)


def test_the_asker_is_told_what_is_granted_and_until_when() -> None:
    assert list(react(granted)) == [told]


def test_the_asker_is_told_why_it_is_refused() -> None:
    assert list(react(refused)) == [told.model_copy(update={"text": "flour, 20 at 45.00 RUB: refused. Too low"})]
