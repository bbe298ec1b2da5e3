"""When somebody suggests something, whoever decides is asked what becomes of it, until that is said (S0-36)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.suggestion import SuggestionAnswered, SuggestionMade
from crm_es.asking_people import Topic, question, settle, with_word

PASSES_OVER_IMPORTS = True


def react(event: SuggestionMade | SuggestionAnswered) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("suggestion to answer", "suggestion", event.suggestion_id)
    match event:
        case SuggestionMade(about=about):
            text = with_word(about, event.text[:500]) if about else event.text[:500]
            yield from (question(topic, person_id, text) for person_id in event.asked)
        case SuggestionAnswered(status="being thought about"):
            return
        case SuggestionAnswered(status=status):
            yield from settle(event.was_asked, topic, f"It is {status}.")
