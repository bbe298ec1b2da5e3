"""The owner of a client that lapsed has to find out why, as long as it matters (S0-06)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from client_facts import DAYS, Story, buy, explained, hand_over, lapsed, merge, on, unmerge
from examples import ANN, BOB, CLIENT, HEAD, MONDAY

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import notebook_of
from crm_es.playbook import MUST_SETTLE
from crm_es.policies.ask_why_clients_lapsed import KIND, entry, react

AT = MONDAY + timedelta(1 + DAYS)
asked = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=entry(CLIENT, ANN, AT),
    kind="client lapsed",
    about="client",
    subject_id=CLIENT,
    text="Rye has bought nothing for so long that it counts as lost since 24.12.2026: find out why.",
)
again = lapsed.then(buy.model_copy(update={"purchase_id": HEAD}), on(40))
parted = lapsed.then(merge, on(40, HEAD))


def closed(result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(ANN), entry_id=asked.entry_id, result=result)


def test_the_owner_is_asked_and_nobody_just_closes_that() -> None:
    assert list(react(lapsed.last)) == [asked]
    assert KIND in MUST_SETTLE


@pytest.mark.parametrize(
    ("story", "result"),
    [
        (explained, "It left because: defect."),
        (again, "The client has not lapsed any more."),
        (parted, "The client has not lapsed any more."),
    ],
)
def test_it_is_settled_by_a_reason_or_by_a_purchase(story: Story, result: str) -> None:
    assert list(react(story.last)) == [closed(result)]


def test_what_is_long_past_asks_nobody() -> None:
    assert list(react(lapsed.last.model_copy(update={"asks": False}))) == []


def test_the_question_goes_with_the_client() -> None:
    after = lapsed.then(hand_over, on(33, HEAD))
    done, anew = react(after.last)
    assert done == closed("Somebody else looks after the client now.")
    assert isinstance(anew, AddEntry)
    assert anew.person_id == BOB
    assert list(react(explained.then(hand_over, on(33, HEAD)).last)) == []


def test_who_is_a_client_of_its_own_again_is_asked_after_again() -> None:
    assert list(react(parted.then(unmerge, on(41, HEAD)).last)) == [asked]
    assert list(react(explained.then(merge, on(40, HEAD)).then(unmerge, on(41, HEAD)).last)) == []
