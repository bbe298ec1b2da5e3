"""Sends a letter to a mail server, and tells a refusal for good from what may pass."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Final

import aiosmtplib
from aiosmtplib import SMTPDataError, SMTPRecipientRefused, SMTPRecipientsRefused, SMTPResponseException

from crm_es.settings import Settings

ENCRYPTED: Final = 465
FOR_GOOD: Final = range(500, 600)


class Undeliverable(Exception):
    """The mail server will never take this letter for this address."""


async def send(letter: EmailMessage, settings: Settings) -> str:
    """Hand it over, and answer what the server said.

    Raises Undeliverable where it said no for good, anything else where it may say yes later.
    """
    implicit = settings.smtp_port == ENCRYPTED
    try:
        _, said = await aiosmtplib.send(
            letter,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user,
            password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
            use_tls=implicit,
            start_tls=settings.smtp_start_tls and not implicit,
            timeout=settings.effect_seconds,
        )
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        answers = list(refusals(error))
        if answers and all(answer.code in FOR_GOOD for answer in answers):
            raise Undeliverable("; ".join(f"{answer.code} {answer.message}" for answer in answers)) from error
        raise
    return said


def refusals(error: SMTPRecipientsRefused | SMTPDataError) -> Iterator[SMTPRecipientRefused | SMTPResponseException]:
    """What the server said to each recipient, or to all of them."""
    if isinstance(error, SMTPRecipientsRefused):
        yield from error.recipients
    else:
        yield error
