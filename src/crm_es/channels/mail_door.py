"""A door at which a mail server hands over letters, by SMTP or LMTP. It says yes only when a letter is recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

log = structlog.get_logger()
Take = Callable[[bytes, str], object]
"""Takes a letter and who handed it over for whom: "" where that is nobody. What it raises puts the letter off."""
TAKEN: Final = "250 2.0.0 Taken"
NOT_NOW: Final = "451 4.3.0 It cannot be recorded just now, come again"
NOBODY: Final = "550 5.1.1 Nobody takes letters here under this address"
LONGEST_LINE: Final = 2**16
PATIENCE: Final = 60.0
"""Seconds that a server may be silent."""


class Place(NamedTuple):
    """Where it listens, and how it is spoken to."""

    host: str
    port: int
    lmtp: bool = False


class LongSmtp(SMTP):
    """Takes lines longer than it should, as many write them."""

    line_length_limit = LONGEST_LINE


class LongLmtp(LMTP):
    """The same, for LMTP."""

    line_length_limit = LONGEST_LINE


class Porter:
    """What is said at the door."""

    def __init__(self, addresses: frozenset[str], take: Take, *, lmtp: bool) -> None:
        self.addresses, self.take, self.lmtp = addresses, take, lmtp

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]) -> str:  # noqa: N802 - aiosmtpd calls it so
        local, at, domain = address.lower().rpartition("@")
        if f"{local.partition('+')[0]}{at}{domain}" not in self.addresses:
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            await asyncio.to_thread(self.take, content, (envelope.mail_from or "").strip("<>"))
        except Exception as error:
            log.exception("a letter is put off", error=str(error))
            answer = NOT_NOW
        else:
            answer = TAKEN
        return "\r\n".join([answer] * (len(envelope.rcpt_tos) if self.lmtp else 1))


class MailDoor(Controller):
    """A thread that listens until stopped."""

    def __init__(self, place: Place, addresses: frozenset[str], limit: int, take: Take) -> None:
        self.place, self.letter_limit = place, limit
        super().__init__(Porter(addresses, take, lmtp=place.lmtp), hostname=place.host, port=place.port)

    def factory(self) -> SMTP:
        kind: Any = LongLmtp if self.place.lmtp else LongSmtp
        made: SMTP = kind(
            self.handler,
            data_size_limit=self.letter_limit,
            enable_SMTPUTF8=True,
            hostname="crm-es",
            ident="crm_es",
            timeout=PATIENCE,
        )
        return made
