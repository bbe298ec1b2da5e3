"""When a suggestion is answered or replied to, whoever made it is told (S0-36, S0-52)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.suggestion import SuggestionAnswered, SuggestionRepliedTo
from crm_es.asking_people import Topic, told, with_word
from crm_es.ids import derived

PASSES_OVER_IMPORTS = True


def react(event: SuggestionAnswered | SuggestionRepliedTo) -> Iterator[AddEntry]:
    topic = Topic("suggestion answered", "suggestion", event.suggestion_id)
    match event:
        case SuggestionAnswered(status=status, answer=answer):
            parts: tuple[object, ...] = (status, answer)
            word = f"It is {status}: {answer[:400]}"
        case SuggestionRepliedTo(replied_by=person_id, reply=reply):
            if person_id == event.author_id:
                return
            parts = (person_id, reply)
            word = f"A colleague replies: {reply[:400]}"
    entry_id = derived(event.suggestion_id, topic.kind, *parts)
    yield told(topic, event.author_id, entry_id, with_word(event.text, word))
