"""How people hear of an approval that runs: written once for payments, prices and documents alike (S0-50).

Whoever is asked has one entry in the notebook until the question is settled; a reminder puts it on top again. The
policies say what it is about, and when it is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import shorten
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.approval_route import ApprovalAsked, Escalation, Forwarding, Reminding, StepApproval
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

Running = ApprovalAsked | StepApproval | Forwarding | Escalation | Reminding
"""Somebody is asked, or asked again."""
MOST: Final = 400
"""As much of what it is about as leaves room for what somebody said."""


class Topic(NamedTuple):
    """What entries are about, and what tells one person's from those of other rounds."""

    kind: EntryKind
    about: str
    subject_id: UUID
    parts: tuple[object, ...] = ()

    def entry(self, person_id: UUID) -> UUID:
        return derived(self.subject_id, self.kind, *self.parts, person_id)


def ask(event: Running, topic: Topic, text: str) -> Iterator[AddEntry | CloseEntry]:
    """Ask those who are asked now, and no longer those who were."""
    match event:
        case ApprovalAsked():
            yield from (question(topic, person, text) for person in event.asked)
        case Reminding():
            for person in event.asked:
                yield closed(topic, person, "A reminder took its place.")
                yield question(topic, person, f"Reminder: {text}")
        case StepApproval() | Forwarding() | Escalation():
            gone = (person for person in event.was_asked if person not in event.asked)
            new = (person for person in event.asked if person not in event.was_asked)
            yield from settle(gone, topic, "It is forwarded." if isinstance(event, Forwarding) else "It is decided.")
            yield from (question(topic, person, words(event, text)) for person in new)


def settle(people: Iterable[UUID], topic: Topic, result: str = "It is decided.") -> Iterator[CloseEntry]:
    """Nobody is asked any more."""
    return (closed(topic, person, result) for person in people)


def words(event: StepApproval | Forwarding | Escalation, text: str) -> str:
    """What whoever is new to it reads."""
    if isinstance(event, Escalation):
        return f"Not decided in time: {text}"
    return with_word(text, event.comment)


def with_word(text: str, word: str | None) -> str:
    """What it is about, and what somebody said of it."""
    return f"{shorten(text, MOST, placeholder='…').removesuffix('.')}. {word}" if word else text


def question(topic: Topic, person_id: UUID, text: str, day: date | None = None) -> AddEntry:
    return told(topic, person_id, topic.entry(person_id), text, day)


def told(topic: Topic, person_id: UUID, entry_id: UUID, text: str, day: date | None = None) -> AddEntry:
    """An entry for this person."""
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry_id,
        kind=topic.kind,
        about=topic.about,
        subject_id=topic.subject_id,
        text=text,
        day=day,
    )


def closed(topic: Topic, person_id: UUID, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=topic.entry(person_id), result=result)
