"""Letters as people read them: texts in their language, amounts and days as they write them."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate, parseaddr
from functools import cache
from importlib.resources import files
from string import Template
from textwrap import shorten
from typing import Any, Final, NamedTuple
from uuid import UUID

import yaml

from crm_es.money import Money

SUBJECT: Final = 150
LINE: Final = 75
"""Signs of a line with encoded words, its blank in front not counted."""
Fact = str | date | Money | None


class Wire(EmailPolicy):
    """Subjects are encoded as a whole: between words that are encoded one by one, blanks get lost."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() != "subject" or str(value).isascii():
            return str(super().fold(name, value))
        encoded = Header(str(value), "utf-8", LINE, header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


WIRE: Final = Wire(linesep="\r\n")


class Attachment(NamedTuple):
    """A file that goes with a letter."""

    name: str
    type: str
    content: bytes


class Envelope(NamedTuple):
    """From whom to whom, in which language."""

    sender: str
    to: str
    language: str
    reply_to: str | None = None


def letter(
    envelope: Envelope,
    about: str,
    facts: Mapping[str, Fact],
    key: UUID,
    attachment: Attachment | None = None,
) -> EmailMessage:
    """What contractors are told, in their language."""
    texts = spoken()[envelope.language]
    words = {name: said(fact, envelope.language) for name, fact in facts.items() if fact is not None}
    if attachment:
        words["attached"] = attachment.name
    lines = [line.substitute(words) for line in map(Template, texts[about]["lines"]) if known(line, words)]
    return written(envelope, Template(texts[about]["subject"]).substitute(words), lines, key, attachment)


def written(
    envelope: Envelope, subject: str, lines: Sequence[str], key: UUID, attachment: Attachment | None = None
) -> EmailMessage:
    """The message. The same key has the same Message-ID, so that one sent twice is known for it."""
    message = EmailMessage(policy=WIRE)
    message["From"], message["To"] = envelope.sender, envelope.to
    if envelope.reply_to:
        message["Reply-To"] = envelope.reply_to
    message["Subject"] = shorten(subject, SUBJECT, placeholder="…")
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{key}@{domain_of(envelope.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Loop"] = parseaddr(envelope.sender)[1]
    message.set_content("\n".join([*lines, "", "-- ", spoken()[envelope.language]["end"]]))
    if attachment:
        attach(message, attachment)
    message["Content-Language"] = envelope.language
    return message


def attach(message: EmailMessage, attachment: Attachment) -> None:
    """Put a file to a letter."""
    main, _, sub = attachment.type.partition("/")
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)


@cache
def spoken() -> dict[str, Any]:
    """All texts by language."""
    texts: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("letters.yaml").read_text(encoding="utf-8"))
    return texts


def known(line: Template, words: Mapping[str, str]) -> bool:
    return words.keys() >= set(line.get_identifiers())


def said(fact: str | date | Money, language: str) -> str:
    """As it is written in this language, on one line and without signs that steer anything."""
    match fact:
        case Money():
            text = f"{fact.amount:,.2f} {fact.currency}"
            return text if language == "en" else text.translate({ord(","): "\N{NO-BREAK SPACE}", ord("."): ","})
        case date():
            named = f"{fact.day} {calendar.month_name[fact.month]} {fact.year}"
            return named if language == "en" else f"{fact:%d.%m.%Y}"
        case str():
            return " ".join("".join(sign if sign.isprintable() else " " for sign in fact).split())


def by_name(contact_name: str) -> str:
    """How a letter goes on after its first word: with a name, where one is known."""
    return f", {contact_name}" if contact_name else ""


def domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]
