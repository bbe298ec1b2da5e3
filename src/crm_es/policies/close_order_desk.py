"""When an entry that closes the order desk comes into a notebook, its owner takes no order until it is closed.

S0-30: this is one more step of the gate, for those whom the playbook names.
"""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import EntryAdded, EntryClosed
from crm_es.aggregates.order_desk import BlockOrderDesk, UnblockOrderDesk
from crm_es.ids import order_desk_of


def react(event: EntryAdded | EntryClosed) -> Iterator[BlockOrderDesk | UnblockOrderDesk]:
    if "order" not in event.desks:
        return
    desk_id = order_desk_of(event.person_id)
    match event:
        case EntryAdded(person_id=manager_id, entry_id=entry_id, kind=kind, text=text):
            yield BlockOrderDesk(order_desk_id=desk_id, manager_id=manager_id, entry_id=entry_id, kind=kind, text=text)
        case EntryClosed(entry_id=entry_id):
            yield UnblockOrderDesk(order_desk_id=desk_id, entry_id=entry_id)
