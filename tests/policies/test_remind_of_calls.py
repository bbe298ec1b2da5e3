"""A call that is due stands in the notebook until somebody has called (S0-12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from client_facts import Story, bought, buy, call_due, contact, hand_over, met, on
from examples import ANN, BOB, CLIENT, HEAD, MONDAY, clock

from crm_es.aggregates.client import DiscardClient, PlanContacts
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import notebook_of
from crm_es.policies.remind_of_calls import entry, react

ON = (MONDAY + timedelta(7)).date()
due = met.then(call_due, on(8, clock))
reminded = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=entry(CLIENT, ANN, ON),
    kind="prospect to call",
    about="client",
    subject_id=CLIENT,
    text="Call Rye: planned for 30.11.2026.",
)


def test_the_owner_is_reminded_once() -> None:
    assert list(react(due.last)) == [reminded]
    assert due.then(call_due, on(9, clock)).events == due.events


@pytest.mark.parametrize(
    ("story", "result"),
    [
        (due.then(contact, on(8, ANN)), "The client was contacted."),
        (due.then(buy, on(8)), "The call is not needed any more."),
        (due.then(PlanContacts(client_id=CLIENT, every_days=90), on(8, ANN)), "The call is not needed any more."),
        (due.then(DiscardClient(client_id=CLIENT, reason="twice"), on(8, HEAD)), "The call is not needed any more."),
    ],
)
def test_it_goes_when_nobody_has_to_call_any_more(story: Story, result: str) -> None:
    closing = CloseEntry(notebook_id=reminded.notebook_id, entry_id=reminded.entry_id, result=result)
    assert list(react(story.last)) == [closing]


def test_it_goes_with_the_client() -> None:
    done, anew = react(due.then(hand_over, on(8, HEAD)).last)
    assert isinstance(done, CloseEntry)
    assert isinstance(anew, AddEntry)
    assert (done.notebook_id, anew.person_id) == (notebook_of(ANN), BOB)


def test_what_was_not_due_leaves_nothing_to_settle() -> None:
    assert list(react(met.then(contact, on(3, ANN)).last)) == []
    assert list(react(met.then(hand_over, on(3, HEAD)).last)) == []
    assert list(react(bought.last)) == []
