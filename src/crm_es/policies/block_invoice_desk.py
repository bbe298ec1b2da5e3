"""When an entry that closes the invoice desk comes into a notebook, its owner writes no invoice until it is closed.

S0-28, S0-29: to put it off does not open the desk.
"""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.invoice_desk import BlockDesk, UnblockDesk
from crm_es.aggregates.notebook import EntryAdded, EntryClosed
from crm_es.ids import desk_of


def react(event: EntryAdded | EntryClosed) -> Iterator[BlockDesk | UnblockDesk]:
    if "invoice" not in event.desks:
        return
    desk_id = desk_of(event.person_id)
    match event:
        case EntryAdded(person_id=manager_id, entry_id=entry_id, kind=kind, text=text):
            yield BlockDesk(invoice_desk_id=desk_id, manager_id=manager_id, entry_id=entry_id, kind=kind, text=text)
        case EntryClosed(entry_id=entry_id):
            yield UnblockDesk(invoice_desk_id=desk_id, entry_id=entry_id)
