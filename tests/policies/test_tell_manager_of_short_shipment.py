"""When less is shipped than was ordered, the manager is told what is missing (S0-31)."""

from examples import ANN, ID
from order_facts import FIRST, cancelled, shipped_rest, shipped_short

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_manager_of_short_shipment import react

ENTRY = derived(ID, "short shipment", FIRST)


def test_the_manager_is_told_what_is_missing_and_how_much() -> None:
    assert list(react(shipped_short)) == [
        AddEntry(
            notebook_id=notebook_of(ANN),
            person_id=ANN,
            entry_id=ENTRY,
            kind="short shipment",
            about="order",
            subject_id=ID,
            text="Order 17 was shipped short. Missing: flour: 40 kg of 100",
        )
    ]


def test_what_follows_as_said_is_no_news() -> None:
    assert list(react(shipped_short.model_copy(update={"more_follows": True}))) == []


def test_one_entry_stands_for_the_order() -> None:
    closed = CloseEntry(notebook_id=notebook_of(ANN), entry_id=ENTRY, result="Another shipment followed.")
    assert list(react(shipped_rest)) == [closed]
    still = shipped_short.model_copy(update={"shipment_id": shipped_rest.shipment_id, "short_before": FIRST})
    first, second = react(still)
    assert first == closed
    assert isinstance(second, AddEntry)
    assert second.entry_id != ENTRY


def test_what_is_not_wanted_any_more_is_not_missing() -> None:
    (closed,) = react(cancelled("0", "0", FIRST))
    assert closed == CloseEntry(notebook_id=notebook_of(ANN), entry_id=ENTRY, result="Nothing more is wanted.")
    assert list(react(cancelled("0", "0"))) == []
