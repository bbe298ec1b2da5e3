"""When an act that the client has is cancelled, the client is told by mail (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import structlog

from crm_es.aggregates.work_act import ActCancelled
from crm_es.channels.letters import Envelope, Fact, by_name, letter
from crm_es.channels.smtp import Undeliverable, send
from crm_es.effects import Attempt
from crm_es.messages import Message
from crm_es.money import Money

PASSES_OVER_IMPORTS = True
LANGUAGE: Final = "ru"
log = structlog.get_logger()


class CancelledLetter(Message):
    """What the client is to read."""

    number: str
    on: date
    total: Money
    reason: str
    email: str
    contact_name: str


def react(event: ActCancelled) -> Iterator[CancelledLetter]:
    if event.email:
        yield CancelledLetter(**{name: getattr(event, name) for name in CancelledLetter.model_fields})


async def perform(wish: CancelledLetter, attempt: Attempt) -> None:
    """Nothing is sent where there is no mail server."""
    settings = attempt.outside.settings
    if settings.smtp_host is None or settings.mail_from is None:
        return
    envelope = Envelope(settings.mail_from, wish.email, LANGUAGE, settings.mail_reply_to)
    facts: dict[str, Fact] = {
        "contact": by_name(wish.contact_name),
        "number": wish.number,
        "on": wish.on,
        "total": wish.total,
        "why": wish.reason,
    }
    try:
        await send(letter(envelope, "act cancelled", facts, attempt.key), settings)
    except Undeliverable as refusal:
        given_up(wish, attempt, str(refusal))


def given_up(wish: CancelledLetter, attempt: Attempt, why: str) -> None:
    """The act is cancelled all the same; its page says so too."""
    log.warning("that an act is cancelled was not mailed", number=wish.number, key=str(attempt.key), why=why)
