"""When our books and a client's differ, the manager is told, until both agree or it is settled (S0-35)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.reconciliation import DifferenceSettled, ReconciliationAgreed, ReconciliationDiffered
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

PASSES_OVER_IMPORTS = True
KIND: EntryKind = "reconciliation"


def react(
    event: ReconciliationDiffered | ReconciliationAgreed | DifferenceSettled,
) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case ReconciliationDiffered(difference=difference):
            if event.told_before:
                yield closed(event, event.told_before, "It was compared anew.")
            yield AddEntry(
                notebook_id=notebook_of(event.manager_id),
                person_id=event.manager_id,
                entry_id=entry(event.reconciliation_id),
                kind=KIND,
                about="reconciliation",
                subject_id=event.reconciliation_id,
                text=f"Books from {event.since:%d.%m.%Y} to {event.until:%d.%m.%Y} differ by {difference}: "
                f"ours say {event.our_balance}, the client's {event.their_balance}",
            )
        case ReconciliationAgreed(told_before=UUID() as told):
            yield closed(event, told, "Both books agree now.")
        case ReconciliationAgreed():
            return
        case DifferenceSettled(reason=reason):
            yield closed(event, event.manager_id, reason)


def closed(
    event: ReconciliationDiffered | ReconciliationAgreed | DifferenceSettled, person_id: UUID, result: str
) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry(event.reconciliation_id), result=result)


def entry(reconciliation_id: UUID) -> UUID:
    return derived(reconciliation_id, KIND)
