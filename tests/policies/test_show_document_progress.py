"""When a document is ready, the manager is told in one entry for each order (S0-33)."""

from examples import ANN, ID
from order_facts import prepared

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.show_document_progress import react


def test_the_first_document_is_told() -> None:
    assert list(react(prepared("invoice 3"))) == [
        AddEntry(
            notebook_id=notebook_of(ANN),
            person_id=ANN,
            entry_id=derived(ID, "document progress", 1),
            kind="document progress",
            about="order",
            subject_id=ID,
            text="Order 17, ready for the client: invoice 3",
        )
    ]


def test_the_next_takes_its_place_and_tells_of_both() -> None:
    closed, added = react(prepared("invoice 3", "waybill 5"))
    assert closed == CloseEntry(
        notebook_id=notebook_of(ANN),
        entry_id=derived(ID, "document progress", 1),
        result="Another document is ready.",
    )
    assert isinstance(added, AddEntry)
    assert (added.entry_id, added.text) == (
        derived(ID, "document progress", 2),
        "Order 17, ready for the client: waybill 5, invoice 3",
    )
