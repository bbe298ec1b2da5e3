"""What do people suggest, who wants it too, and what becomes of it? (S0-36)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.suggestion import (
    SuggestionAnswered,
    SuggestionEvent,
    SuggestionMade,
    SuggestionRepliedTo,
    SuggestionSupported,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Suggestion(Row, table="suggestions", key="suggestion_id", indexes=("made_at, suggestion_id", "status, made_at")):
    """One suggestion, with all that was said to it."""

    suggestion_id: UUID
    status: str
    """made, being thought about, planned, done or declined."""
    author_id: UUID
    text: str
    about: str | None
    made_at: datetime
    supporters: tuple[UUID, ...] = ()
    support: int = 0
    """How many they are."""
    replies: tuple[str, ...] = ()
    answer: str | None = None
    answered_by: UUID | None = None
    answered_at: datetime | None = None


def keys(event: SuggestionEvent) -> tuple[UUID, ...]:
    return (event.suggestion_id,)


def evolve(suggestion: Suggestion | None, recorded: Recorded[SuggestionEvent], key: UUID) -> Suggestion | None:
    at = recorded.occurred_at
    match suggestion, recorded.event:
        case None, SuggestionMade(author_id=author_id, text=text, about=about):
            return Suggestion(key, "made", author_id, text, about, at)
        case Suggestion(), SuggestionSupported(supporter_id=person_id, supporters=count):
            return replace(suggestion, supporters=(*suggestion.supporters, person_id), support=count)
        case Suggestion(), SuggestionRepliedTo(reply=reply):
            return replace(suggestion, replies=(*suggestion.replies, reply))
        case Suggestion(), SuggestionAnswered(status=status, answer=answer, answered_by=person_id):
            return replace(suggestion, status=status, answer=answer, answered_by=person_id, answered_at=at)
        case _:
            raise Corrupt(suggestion, recorded.event)
