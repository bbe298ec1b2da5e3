"""When a document waits for approval, whoever may decide is asked, until the question is settled."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.document import (
    DocumentApproved,
    DocumentApproversReminded,
    DocumentEscalated,
    DocumentForwarded,
    DocumentRejected,
    DocumentReturned,
    DocumentStepApproved,
    DocumentSubmitted,
    DocumentWithdrawn,
)
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.asking_people import Topic, ask, settle

Asking = DocumentSubmitted | DocumentStepApproved | DocumentForwarded | DocumentEscalated | DocumentApproversReminded
Ending = DocumentApproved | DocumentReturned | DocumentRejected | DocumentWithdrawn


def react(event: Asking | Ending) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("document question", "document", event.document_id, (event.round,))
    match event:
        case DocumentApproved() | DocumentReturned() | DocumentRejected() | DocumentWithdrawn():
            yield from settle(event.was_asked, topic)
        case _:
            yield from ask(event, topic, f"{event.kind}: {event.title}")
