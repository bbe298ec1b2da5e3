"""Which letters came by mail, what did they lead to, and why were some left out? (S3-02)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.letter import LetterEvent, LetterLeftOut, LetterTaken
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Letter(
    Row,
    table="letter_registry",
    key="letter_id",
    indexes=("came_at, letter_id", "from_email, came_at", "ticket_id", "client_id"),
):
    """One letter."""

    letter_id: UUID
    came_at: datetime
    door: str
    from_name: str | None
    from_email: str | None
    subject: str
    status: str
    """taken or left out."""
    message_id: str | None
    ticket_id: UUID | None = None
    client_id: UUID | None = None
    began: bool = False
    """It began the ticket."""
    why: str | None = None
    original: str | None = None
    """The hash of the letter as it came."""


def keys(event: LetterEvent) -> tuple[UUID, ...]:
    return (event.letter_id,)


def evolve(letter: Letter | None, recorded: Recorded[LetterEvent], key: UUID) -> Letter | None:
    event = recorded.event
    shown = Letter(
        letter_id=key,
        came_at=letter.came_at if letter else recorded.occurred_at,
        door=event.door,
        from_name=event.from_name,
        from_email=event.from_email,
        subject=event.subject,
        status="taken" if isinstance(event, LetterTaken) else "left out",
        message_id=event.message_id,
        original=event.original.sha256 if event.original else None,
    )
    match letter, event:
        case None | Letter(status="left out"), LetterTaken(ticket_id=ticket_id, client_id=client_id, began=began):
            return replace(shown, ticket_id=ticket_id, client_id=client_id, began=began)
        case None, LetterLeftOut(why=why):
            return replace(shown, why=why)
        case _:
            raise Corrupt(letter, event)
