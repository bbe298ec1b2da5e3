"""When labour comes near to the hours agreed with a client, or above them, the head knows at once (S3-05)."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.ticket import (
    LimitReached,
    TicketHoursAgreed,
    TicketLimitExceeded,
    TicketLimitNeared,
    TicketMoved,
    Warned,
)
from crm_es.asking_people import MOST, Topic, closed, question

PASSES_OVER_IMPORTS = True


Agreed = TicketLimitNeared | TicketLimitExceeded | TicketHoursAgreed


def react(event: Agreed | TicketMoved) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case TicketMoved():
            yield from settled(event.ticket_id, event.warned, event.agreed_minutes, "It is done within what is agreed.")
        case TicketHoursAgreed():
            yield from settled(event.ticket_id, event.warned, event.was_minutes, "Other hours are agreed.")
        case TicketLimitNeared() | TicketLimitExceeded():
            yield from settled(event.ticket_id, event.was, event.agreed_minutes, "It is more by now.")
            now = Warned(percent=event.percent, head_id=event.head_id)
            yield question(topic(event.ticket_id, now, event.agreed_minutes), event.head_id, text(event))


def settled(ticket_id: UUID, was: Warned | None, agreed_minutes: int | None, why: str) -> Iterator[CloseEntry]:
    if was is not None:
        yield closed(topic(ticket_id, was, agreed_minutes), was.head_id, why)


def topic(ticket_id: UUID, warned: Warned, agreed_minutes: int | None) -> Topic:
    return Topic("agreed hours", "ticket", ticket_id, (agreed_minutes, warned.percent))


def text(event: LimitReached) -> str:
    """What is used up of what, of which ticket and client."""
    over = isinstance(event, TicketLimitExceeded)
    whose = f" of {event.contact_name}" if event.contact_name else ""
    spent, agreed = hours(event.spent_minutes), hours(event.agreed_minutes)
    share = round(100 * event.spent_minutes / event.agreed_minutes)
    what = f"{'Over the limit' if over else 'Near the limit'}: {spent} h of {agreed} h agreed are used up, {share} %"
    return shorten(f"{what}. {event.reference}{whose}: {event.subject}", MOST, placeholder="…")


def hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
