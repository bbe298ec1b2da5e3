"""When the hour of a digest comes, a letter about the work of the team goes out (S2-20)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID

from crm_es.aggregates.digest import DigestDue, NoteDigestSent
from crm_es.channels.digest_letter import Told, lines, subject
from crm_es.channels.letters import Envelope, written
from crm_es.channels.smtp import Undeliverable, send
from crm_es.control.days import Look
from crm_es.control.reviews import MORNING, Section, review
from crm_es.effects import Attempt, Outside
from crm_es.messages import Message
from crm_es.projections.notebook_entries import open_for
from crm_es.projections.staff_registry import address_of

PASSES_OVER_IMPORTS = True
DETAIL: Final = 1000
AHEAD: Final[tuple[Section, ...]] = tuple(section for section in MORNING if section != "moved")
BACK: Final[tuple[Section, ...]] = ("done", "moved", "not touched", "overdue", "to accept")


class DigestWish(Message):
    """What the letter is to tell, and whom."""

    digest_id: UUID
    person_id: UUID
    slot: datetime
    looks_back: bool
    people: tuple[UUID, ...]
    day: date
    begins: datetime
    ends: datetime
    time_zone: str


def react(event: DigestDue) -> Iterator[DigestWish]:
    if event.in_time:
        yield DigestWish(**{name: getattr(event, name) for name in DigestWish.model_fields})


async def perform(wish: DigestWish, attempt: Attempt) -> NoteDigestSent | None:
    """Nothing is sent, nor noted, without a mail server, an address, or anything to tell."""
    settings = attempt.outside.settings
    if settings.smtp_host is None or settings.mail_from is None:
        return None
    email, language = await asyncio.to_thread(address, wish, attempt.outside)
    told = await asyncio.to_thread(found, wish, attempt.outside) if email else None
    if email is None or told is None or not (told.rows or told.entries):
        return None
    envelope = Envelope(settings.mail_from, email, language, settings.mail_reply_to)
    letter = written(envelope, subject(told, language), lines(told, language), attempt.key)
    try:
        answer = await send(letter, settings)
    except Undeliverable as refusal:
        return noted(wish, email, sent=False, detail=str(refusal))
    return noted(wish, email, sent=True, detail=answer)


def given_up(wish: DigestWish, attempt: Attempt, why: str) -> NoteDigestSent:
    return noted(wish, address(wish, attempt.outside)[0], sent=False, detail=why)


def address(wish: DigestWish, outside: Outside) -> tuple[str | None, str]:
    with outside.database.get_connection() as db:
        return address_of(wish.person_id, db)


def found(wish: DigestWish, outside: Outside) -> Told:
    """What there was to tell at that hour."""
    looked = Look(wish.day, wish.begins, wish.slot, wish.ends)
    with outside.database.get_connection() as db:
        rows = review(db, looked, sections=BACK if wish.looks_back else AHEAD, people=wish.people).rows
        entries = 0 if wish.looks_back else len(open_for(wish.person_id, db))
    return Told(rows, entries, wish.day, wish.time_zone, wish.looks_back)


def noted(wish: DigestWish, email: str | None, *, sent: bool, detail: str) -> NoteDigestSent:
    return NoteDigestSent(
        digest_id=wish.digest_id,
        slot=wish.slot,
        email=email or "",
        sent=sent,
        detail=" ".join(detail.split())[:DETAIL],
    )
