"""When an act is sent, the client gets it by mail: with its invoice, the hours behind it, and a link (S3-07)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID

from crm_es.aggregates.work_act import ActSent, NoteActDelivered
from crm_es.channels.letters import Attachment, Envelope, Fact, attach, by_name, letter
from crm_es.channels.smtp import Undeliverable, send
from crm_es.client_links import ClientLink
from crm_es.effects import Attempt, Outside
from crm_es.messages import Message, Refused
from crm_es.money import Money
from crm_es.papers import InvoiceKey, act_paper, invoice_paper
from crm_es.papers.acts import awaited_notes
from crm_es.papers.links import address
from crm_es.printing.appendix import appendix
from crm_es.printing.pdf import printed
from crm_es.spreadsheets import XLSX

PASSES_OVER_IMPORTS = True
DETAIL: Final = 1000
LANGUAGE: Final = "ru"
PDF: Final = "application/pdf"
NO_SERVER: Final = "No mail server is set up: give the client the papers and the link yourself."


class NotYet(Exception):
    """It is tried again in a moment."""


class ActLetter(Message):
    """What the client is to get."""

    work_act_id: UUID
    client_id: UUID
    biller_id: UUID
    invoice_id: UUID
    invoice_number: str
    number: str
    on: date
    round: int
    email: str
    contact_name: str
    until: datetime
    last_day: date | None = None
    silent_until: date | None = None
    answers: tuple[str, ...] = ()
    total: Money


def react(event: ActSent) -> Iterator[ActLetter]:
    yield ActLetter(**{name: getattr(event, name) for name in ActLetter.model_fields})


async def perform(wish: ActLetter, attempt: Attempt) -> NoteActDelivered:
    """What cannot be printed, or has no mail server, is told to whoever bills."""
    settings = attempt.outside.settings
    if settings.smtp_host is None or settings.mail_from is None:
        return noted(wish, delivered=False, detail=NO_SERVER)
    try:
        papers = await asyncio.to_thread(attachments, wish, attempt.outside)
    except Refused as refusal:
        return noted(wish, delivered=False, detail=str(refusal))
    link = await asyncio.to_thread(link_to, wish, attempt.outside)
    envelope = Envelope(settings.mail_from, wish.email, LANGUAGE, settings.mail_reply_to)
    facts: dict[str, Fact] = {
        "number": wish.number,
        "invoice": wish.invoice_number,
        "total": wish.total,
        "on": wish.on,
        "contact": by_name(wish.contact_name),
        "answers": "; ".join(wish.answers) or None,
        "until": wish.last_day or wish.until.date() if link else None,
        "link": link,
        "silent_until": wish.silent_until,
        "papers": ", ".join(paper.name for paper in papers),
    }
    message = letter(envelope, "act", facts, attempt.key)
    for paper in papers:
        attach(message, paper)
    try:
        said = await send(message, settings)
    except Undeliverable as refusal:
        return noted(wish, delivered=False, detail=str(refusal))
    return noted(wish, delivered=True, detail=said)


def given_up(wish: ActLetter, attempt: Attempt, why: str) -> NoteActDelivered:  # noqa: ARG001 - the same for all
    return noted(wish, delivered=False, detail=why)


def attachments(wish: ActLetter, outside: Outside) -> list[Attachment]:
    """The act, its invoice, and the hours. Raises NotYet where a credit note to it has no number yet."""
    with outside.database.get_connection() as db:
        if awaited_notes(db, wish.work_act_id):
            raise NotYet(f"A credit note to act {wish.number} has no number yet.")
        act = act_paper(db, outside.files, wish.work_act_id, LANGUAGE)
        key = InvoiceKey(wish.client_id, wish.biller_id, wish.invoice_id)
        invoice = invoice_paper(db, outside.files, key, LANGUAGE)
    return [
        Attachment(f"Акт {wish.number}.pdf", PDF, printed(act)),
        Attachment(f"Счёт {wish.invoice_number}.pdf", PDF, printed(invoice)),
        Attachment(f"Часы к акту {wish.number}.xlsx", XLSX, appendix(act)),
    ]


def link_to(wish: ActLetter, outside: Outside) -> str | None:
    """Where the client answers; None where nobody said under which address we are reached."""
    with outside.database.get_connection() as db:
        return address(db, outside.settings.public_url, ClientLink("act", wish.work_act_id, wish.until, wish.round))


def noted(wish: ActLetter, *, delivered: bool, detail: str) -> NoteActDelivered:
    return NoteActDelivered(
        work_act_id=wish.work_act_id,
        round=wish.round,
        email=wish.email,
        delivered=delivered,
        detail=" ".join(detail.split())[:DETAIL],
    )
