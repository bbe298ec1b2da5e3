"""A suggestion: somebody proposes to do something better, or asks colleagues how, and hears what becomes of it (S0-36).

It is made once. Colleagues support it and reply to it, also to help each other with the product (S0-52). Whoever the
playbook names says what becomes of it, as often as that changes: planned, done, declined, or still thought about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.playbook import Name

Becomes = Literal["being thought about", "planned", "done", "declined"]

# ── Events ──────────────────────────────────────────────────────────────────


class Suggested(Message):
    """What every event tells of the suggestion."""

    suggestion_id: UUID
    author_id: UUID
    text: str


class SuggestionMade(Suggested, Event):
    """Somebody thinks that something could be done better."""

    about: str | None
    asked: tuple[UUID, ...]
    """Who is to say what becomes of it."""


class SuggestionSupported(Suggested, Event):
    """A colleague wants it too."""

    supporter_id: UUID
    supporters: int
    """How many they are now."""


class SuggestionRepliedTo(Suggested, Event):
    """A colleague said something to it."""

    replied_by: UUID
    reply: str


class SuggestionAnswered(Suggested, Event):
    """Whoever decides said what becomes of it."""

    from_status: Becomes | None
    status: Becomes
    answer: str
    answered_by: UUID
    was_asked: tuple[UUID, ...]
    """Who had been asked, and is no longer; still is, while it is thought about."""


SuggestionEvent = SuggestionMade | SuggestionSupported | SuggestionRepliedTo | SuggestionAnswered

# ── Commands ────────────────────────────────────────────────────────────────

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]


class MakeSuggestion(Command, roles={"employee", "import"}, opens=True):
    """Suggest something to do better, or ask colleagues."""

    suggestion_id: UUID
    text: Text
    about: Name | None = None
    """What it is about, such as the warehouse or this product."""


class SupportSuggestion(Command, roles={"employee"}, in_person=True):
    """Say that one wants it too."""

    suggestion_id: UUID


class ReplyToSuggestion(Command, roles={"employee"}, in_person=True):
    """Say something to it."""

    suggestion_id: UUID
    reply: Text


class AnswerSuggestion(Command, roles={"employee", "import"}, in_person=True):
    """Say what becomes of it, and why."""

    suggestion_id: UUID
    status: Becomes
    answer: Text


SuggestionCommand = MakeSuggestion | SupportSuggestion | ReplyToSuggestion | AnswerSuggestion

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Suggestion:
    suggestion_id: UUID
    author_id: UUID
    text: str
    asked: tuple[UUID, ...]
    supporters: frozenset[UUID] = frozenset()
    replies: frozenset[tuple[UUID, str]] = frozenset()
    status: Becomes | None = None
    answer: str | None = None

    @property
    def told(self) -> dict[str, Any]:
        return {"suggestion_id": self.suggestion_id, "author_id": self.author_id, "text": self.text}


def evolve(suggestion: Suggestion | None, event: SuggestionEvent) -> Suggestion:
    match suggestion, event:
        case None, SuggestionMade():
            return Suggestion(event.suggestion_id, event.author_id, event.text, event.asked)
        case Suggestion(), SuggestionSupported(supporter_id=person_id):
            return replace(suggestion, supporters=suggestion.supporters | {person_id})
        case Suggestion(), SuggestionRepliedTo(replied_by=person_id, reply=reply):
            return replace(suggestion, replies=suggestion.replies | {(person_id, reply)})
        case Suggestion(), SuggestionAnswered(status=status, answer=answer):
            return replace(suggestion, status=status, answer=answer)
        case _:
            raise Corrupt(suggestion, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(suggestion: Suggestion | None, command: SuggestionCommand, context: Context) -> Iterator[SuggestionEvent]:
    match command, suggestion:
        case MakeSuggestion(), None:
            author_id = context.person_id
            role = context.playbook.suggestions.role
            asked = context.directory.holders(role) or (context.directory.supervisor(author_id),)
            yield SuggestionMade(**dict(command), author_id=author_id, asked=asked)
        case _, None:
            raise Refused("There is no such suggestion: make it first.")
        case MakeSuggestion(text=text), Suggestion():
            if (text, context.person_id) != (suggestion.text, suggestion.author_id):
                raise Refused("This suggestion is made already: make another under its own id.")
        case SupportSuggestion(), Suggestion():
            supporters, person_id = suggestion.supporters, context.person_id
            if person_id == suggestion.author_id:
                raise Refused("This is a suggestion of your own: it is for others to support it.", "one's own")
            if person_id not in supporters:
                count = len(supporters) + 1
                yield SuggestionSupported(**suggestion.told, supporter_id=person_id, supporters=count)
        case ReplyToSuggestion(reply=reply), Suggestion():
            if (context.person_id, reply) not in suggestion.replies:
                yield SuggestionRepliedTo(**suggestion.told, replied_by=context.person_id, reply=reply)
        case AnswerSuggestion(), Suggestion():
            if (command.status, command.answer) != (suggestion.status, suggestion.answer):
                yield _answered(suggestion, command, context)


def _answered(suggestion: Suggestion, command: AnswerSuggestion, context: Context) -> SuggestionAnswered:
    person_id = context.person_id
    heads = {*suggestion.asked, *context.directory.holders(context.playbook.suggestions.role)}
    if not any(map(context.is_or_stands_in_for, heads)):
        names = ", ".join(sorted(map(context.directory.name, suggestion.asked)))
        raise Refused(f"Others say what becomes of it: ask {names}.", "only heads answer suggestions")
    return SuggestionAnswered(
        **suggestion.told,
        from_status=suggestion.status,
        status=command.status,
        answer=command.answer,
        answered_by=person_id,
        was_asked=suggestion.asked,
    )


decider = Decider("suggestion", "suggestions", get_args(SuggestionCommand), decide, evolve)
