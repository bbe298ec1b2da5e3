"""A real mail server, as moody as they are."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Takes letters, after whatever it says first to their recipients."""

    def __init__(self) -> None:
        self.moods: list[str] = []
        """For each letter that comes what is answered first; `hang` and `drop` are no answers at all."""
        self.last_word = "250 Taken"
        self.letters: list[EmailMessage] = []
        self.visits = 0

    async def handle_RCPT(self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.visits += 1
        match self.moods.pop(0) if self.moods else "":
            case "hang":
                await asyncio.sleep(1)
            case "drop":
                assert server.transport is not None
                server.transport.close()
            case "":
                pass
            case mood:
                return mood
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        if self.last_word.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.letters.append(message_from_bytes(envelope.content, policy=default))
        return self.last_word


@contextmanager
def open_office(office: PostOffice) -> Iterator[dict[str, Any]]:
    """The settings by which it is found."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_start_tls": False,
        "mail_from": "Trade Ltd <accounts@trade.example>",
        "effect_seconds": 0.3,
        "effect_wait": 0.05,
        "effect_attempts": 3,
    }
    controller.stop()
