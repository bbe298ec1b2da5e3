"""Whoever is exempted hears of it (S0-30)."""

from __future__ import annotations

from examples import ANN, HEAD, TUESDAY

from crm_es.aggregates.invoice_desk import DeskExempted
from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.order_desk import OrderDeskExempted
from crm_es.ids import derived, desk_of, notebook_of, order_desk_of
from crm_es.policies.tell_of_desk_exemptions import react

orders = OrderDeskExempted(
    order_desk_id=order_desk_of(ANN), manager_id=ANN, exempted_by=HEAD, until=TUESDAY, reason="The fair"
)
invoices = DeskExempted(
    invoice_desk_id=desk_of(ANN), manager_id=ANN, exempted_by=HEAD, until=TUESDAY, reason="The fair"
)


def test_they_are_told_until_when_and_why() -> None:
    (told,) = react(orders)
    assert told == AddEntry(
        notebook_id=notebook_of(ANN),
        person_id=ANN,
        entry_id=derived(order_desk_of(ANN), "desk exemption", TUESDAY.timestamp()),
        kind="desk exemption",
        about="order_desk",
        subject_id=order_desk_of(ANN),
        text="You may take orders until 24.11.2026 09:00 UTC, whatever waits here: The fair",
    )


def test_each_desk_is_told_of_apart() -> None:
    (order,), (invoice,) = react(orders), react(invoices)
    assert (invoice.about, invoice.subject_id) == ("invoice_desk", desk_of(ANN))
    assert invoice.text.startswith("You may write invoices until")
    assert order.entry_id != invoice.entry_id
