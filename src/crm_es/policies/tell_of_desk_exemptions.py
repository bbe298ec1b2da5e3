"""When somebody is exempted, they are told until when they may pass, and why (S0-30)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.invoice_desk import DeskExempted
from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.order_desk import OrderDeskExempted
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "desk exemption"


def react(event: DeskExempted | OrderDeskExempted) -> Iterator[AddEntry]:
    match event:
        case DeskExempted(invoice_desk_id=desk_id):
            about, may = "invoice_desk", "write invoices"
        case OrderDeskExempted(order_desk_id=desk_id):
            about, may = "order_desk", "take orders"
    yield AddEntry(
        notebook_id=notebook_of(event.manager_id),
        person_id=event.manager_id,
        entry_id=derived(desk_id, KIND, event.until.timestamp()),
        kind=KIND,
        about=about,
        subject_id=desk_id,
        text=f"You may {may} until {event.until:%d.%m.%Y %H:%M} UTC, whatever waits here: {event.reason}",
    )
