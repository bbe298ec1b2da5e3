"""When a manager owes a call back, it stands in the notebook until it is owed no more (S0-32)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.call_back import CallBackOwed, CallBackSettled
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

PASSES_OVER_IMPORTS = True
KIND: EntryKind = "missed call"


def react(event: CallBackOwed | CallBackSettled) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case CallBackOwed(manager_id=manager_id):
            who = ", ".join(filter(None, (event.caller, event.phone))) or "A client"
            yield AddEntry(
                notebook_id=notebook_of(manager_id),
                person_id=manager_id,
                entry_id=entry(event.call_back_id, manager_id),
                kind=KIND,
                about="call",
                subject_id=event.call_id,
                text=f"{who} called on {event.called_at:%d.%m.%Y at %H:%M} and reached nobody",
            )
        case CallBackSettled(managers=managers):
            for manager_id in managers:
                yield CloseEntry(
                    notebook_id=notebook_of(manager_id),
                    entry_id=entry(event.call_back_id, manager_id),
                    result=event.result,
                )


def entry(call_back_id: UUID, manager_id: UUID) -> UUID:
    return derived(call_back_id, KIND, manager_id)
