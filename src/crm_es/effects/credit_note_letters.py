"""When a credit note is issued for an act that the client has, the client gets it by mail (X-25)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

import structlog

from crm_es.aggregates.billing import CreditNoteIssued
from crm_es.channels.letters import Attachment, Envelope, Fact, by_name, letter
from crm_es.channels.smtp import Undeliverable, send
from crm_es.client_links import ClientLink
from crm_es.effects import Attempt, Outside
from crm_es.messages import Message, Refused
from crm_es.money import Money
from crm_es.papers import credit_note_paper
from crm_es.papers.links import address, last_letter
from crm_es.printing.pdf import printed

PASSES_OVER_IMPORTS = True
LANGUAGE: Final = "ru"
log = structlog.get_logger()


class NoteLetter(Message):
    """What the client is to get."""

    act_id: UUID
    credit_note_id: UUID
    number: str
    act_number: str
    act_on: date
    total: Money
    reason: str
    email: str
    contact_name: str


def react(event: CreditNoteIssued) -> Iterator[NoteLetter]:
    if event.email:
        yield NoteLetter(**{name: getattr(event, name) for name in NoteLetter.model_fields})


async def perform(wish: NoteLetter, attempt: Attempt) -> None:
    """Nothing is sent where there is no mail server, or nothing can be printed."""
    settings = attempt.outside.settings
    if settings.smtp_host is None or settings.mail_from is None:
        return
    try:
        paper = await asyncio.to_thread(attachment, wish, attempt.outside)
        envelope = Envelope(settings.mail_from, wish.email, LANGUAGE, settings.mail_reply_to)
        facts: dict[str, Fact] = {
            "number": wish.number,
            "act": wish.act_number,
            "on": wish.act_on,
            "total": wish.total,
            "why": wish.reason,
            "contact": by_name(wish.contact_name),
            "papers": paper.name,
        }
        facts |= await asyncio.to_thread(way, wish.act_id, attempt.outside)
        await send(letter(envelope, "credit note", facts, attempt.key, paper), settings)
    except (Refused, Undeliverable) as refusal:
        given_up(wish, attempt, str(refusal))


def given_up(wish: NoteLetter, attempt: Attempt, why: str) -> None:
    """The note stands without its letter; the log of the program says why."""
    log.warning("a credit note was not mailed", number=wish.number, key=str(attempt.key), why=why)


def way(act_id: UUID, outside: Outside) -> dict[str, Fact]:
    """The link of the act's last letter, while it works."""
    with outside.database.get_connection() as db:
        sent = last_letter(db, act_id)
        if sent is None or sent.until <= datetime.now(UTC):
            return {}
        url = address(db, outside.settings.public_url, ClientLink("act", act_id, sent.until, sent.round))
    return {"link": url, "until": (sent.last_day or sent.until.date()) if url else None}


def attachment(wish: NoteLetter, outside: Outside) -> Attachment:
    with outside.database.get_connection() as db:
        note = credit_note_paper(db, outside.files, wish.act_id, wish.credit_note_id, LANGUAGE)
    return Attachment(f"Корректировка {wish.number}.pdf", "application/pdf", printed(note))
