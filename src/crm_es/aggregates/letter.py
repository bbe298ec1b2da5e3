"""A letter that came by mail: it led to a ticket, or was left out, and why (S3-02).

It is noted once, whatever door it comes by and however often. One that was left out may still be taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.contact_details import OneEmail
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.stored_file import StoredFile

MailDoor = Literal["smtp", "mailbox", "file"]
"""Handed over by a mail server, fetched, or taken from a file."""
Line = Annotated[str, StringConstraints(max_length=500)]


class OfLetter(Message):
    """What is told of every letter."""

    letter_id: UUID
    door: MailDoor
    message_id: Line | None
    from_name: Line | None
    from_email: OneEmail | None
    subject: Line
    original: StoredFile | None
    """The letter as it came, with everything in it."""


# ── Events ──────────────────────────────────────────────────────────────────


class LetterTaken(OfLetter, Event):
    """A letter led to a ticket, or belongs to one."""

    ticket_id: UUID
    client_id: UUID | None
    began: bool
    """The ticket."""


class LetterLeftOut(OfLetter, Event):
    """A letter led to nothing."""

    why: str


LetterEvent = LetterTaken | LetterLeftOut

# ── Commands ────────────────────────────────────────────────────────────────


class NoteLetter(OfLetter, Command, roles={"service door"}, opens=True):
    """Record what came of a letter: its ticket, or why there is none."""

    ticket_id: UUID | None = None
    client_id: UUID | None = None
    began: bool = False
    why: Annotated[str, Field(max_length=500)] = ""


LetterCommand = NoteLetter

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Letter:
    taken: bool
    why: str | None = None
    """It was left out."""


def evolve(letter: Letter | None, event: LetterEvent) -> Letter:
    match letter, event:
        case None | Letter(taken=False), LetterTaken():
            return Letter(taken=True)
        case None, LetterLeftOut():
            return Letter(taken=False, why=event.why)
        case _:
            raise Corrupt(letter, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(letter: Letter | None, command: LetterCommand, context: Context) -> Iterator[LetterEvent]:  # noqa: ARG001 - who asks matters to others
    told: dict[str, Any] = {name: getattr(command, name) for name in OfLetter.model_fields}
    match command, letter:
        case NoteLetter(ticket_id=None, why=""), _:
            raise Refused("Say which ticket it led to, or why to none.", "what came of a letter")
        case NoteLetter(), Letter(taken=True):
            return
        case NoteLetter(ticket_id=UUID() as ticket_id, client_id=client_id, began=began), _:
            yield LetterTaken(**told, ticket_id=ticket_id, client_id=client_id, began=began)
        case NoteLetter(why=why), None:
            yield LetterLeftOut(**told, why=why)
        case NoteLetter(), Letter():
            return


decider = Decider("letter", "letters", (NoteLetter,), decide, evolve)
