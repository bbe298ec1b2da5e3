"""When an order comes by the web, its manager is told (S0-34)."""

from examples import ANN, ID
from order_facts import cancelled, registered, shipped_rest

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_manager_of_web_order import react

ENTRY = derived(ID, "web order")


def test_the_manager_is_told_what_is_wanted() -> None:
    (entry,) = react(registered)
    assert entry == AddEntry(
        notebook_id=notebook_of(ANN),
        person_id=ANN,
        entry_id=ENTRY,
        kind="web order",
        about="order",
        subject_id=ID,
        text="Order 17 from the web, 5 800.00 RUB: flour 100 kg, sugar 10 kg",
    )


def test_orders_from_elsewhere_are_no_news() -> None:
    assert list(react(registered.model_copy(update={"source": "erp"}))) == []


def test_a_long_order_is_told_shortly() -> None:
    (entry,) = react(registered.model_copy(update={"lines": registered.lines * 200, "total": None, "number": None}))
    assert isinstance(entry, AddEntry)
    assert entry.text.startswith("Order without a number from the web: flour")
    assert (len(entry.text), entry.text[-1]) == (1000, "…")


def test_what_is_shipped_or_cancelled_needs_no_telling_any_more() -> None:
    assert list(react(shipped_rest)) == [
        CloseEntry(notebook_id=notebook_of(ANN), entry_id=ENTRY, result="It is on its way.")
    ]
    assert list(react(cancelled("0", "0"))) == [
        CloseEntry(notebook_id=notebook_of(ANN), entry_id=ENTRY, result="Not needed")
    ]
