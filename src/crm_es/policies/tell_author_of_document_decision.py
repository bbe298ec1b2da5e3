"""When a document is approved, returned or rejected, its author is told."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.document import DocumentApproved, DocumentRejected, DocumentReturned
from crm_es.aggregates.notebook import AddEntry
from crm_es.asking_people import Topic, told, with_word
from crm_es.ids import derived


def react(event: DocumentApproved | DocumentReturned | DocumentRejected) -> Iterator[AddEntry]:
    match event:
        case DocumentApproved(comment=word):
            decision = "Approved"
        case DocumentReturned(reason=word):
            decision = "Returned for rework"
        case DocumentRejected(reason=word):
            decision = "Rejected"
    topic = Topic("document decision", "document", event.document_id)
    entry_id = derived(event.document_id, topic.kind, event.round, decision)
    yield told(topic, event.author_id, entry_id, with_word(f"{decision}: {event.title}", word))
