"""All who took part hear that the money went out (S1-26)."""

from __future__ import annotations

from examples import ANN, CAROL, DIRECTOR, HEAD, ID
from payment_facts import paid

from crm_es.aggregates.notebook import AddEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_everybody_of_payment import react


def test_the_author_and_all_who_approved_are_told() -> None:
    assert list(react(paid)) == [
        AddEntry(
            notebook_id=notebook_of(person),
            person_id=person,
            entry_id=derived(ID, "payment made", 1, person),
            kind="payment made",
            about="payment_request",
            subject_id=ID,
            text="Paid on 23.11.2026: 40 000.00 RUB for Printing",
        )
        for person in (ANN, HEAD)
    ]


def test_everybody_is_told_once() -> None:
    told = list(react(paid.model_copy(update={"approvers": (HEAD, DIRECTOR, HEAD)})))
    assert [entry.person_id for entry in told] == [ANN, HEAD, DIRECTOR]


def test_nobody_is_told_of_ones_own_payment() -> None:
    told = list(react(paid.model_copy(update={"approvers": (HEAD, CAROL)})))
    assert [entry.person_id for entry in told] == [ANN, HEAD]
