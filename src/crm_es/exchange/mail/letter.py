"""A letter as it came, taken apart: who writes, what, in answer to what, with which files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mime
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Annotated, Final

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from crm_es.contact_details import OneEmail
from crm_es.exchange.mail.parts import content_of, inner, leaves, name_of, whole, words
from crm_es.exchange.mail.words import clean, header, one_line
from crm_es.messages import Message

ADDRESS: Final[TypeAdapter[str]] = TypeAdapter(OneEmail)
IDS: Final = re.compile(r"<[^<>\s]{1,498}>")
MOST_IDS: Final = 100
MOST_FILES: Final = 50
LONGEST_SUBJECT: Final = 200
KEPT_HEADERS: Final = (
    "auto-submitted", "precedence", "return-path", "x-loop", "x-autoreply", "x-autorespond", "x-autoresponder",
    "x-auto-response", "x-auto-response-suppress", "x-failed-recipients", "content-type",
)  # fmt: skip
"""By which machines are told from people."""


class Attached(Message):
    """A file that came with a letter."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    content: bytes


class Letter(Message):
    """What is understood of a letter."""

    message_id: str | None = None
    """With its angle brackets."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    """All letters that it says to follow, the nearest first."""
    from_name: str | None = None
    from_email: str | None = None
    subject: str = ""
    date: str = ""
    """As it stands there."""
    text: str = ""
    attached: tuple[Attached, ...] = ()
    left_out: int = 0
    """Files that are too many."""
    reported: tuple[str, ...] = ()
    """Letters that a delivery report speaks of."""
    headers: Annotated[dict[str, str], Field(default_factory=dict)]
    damaged: bool = False
    """Only its head can be read."""


def taken_apart(content: bytes) -> Letter:
    """The letter. Raises whatever the reading of a broken one may raise."""
    mime = message_from_bytes(content, policy=compat32)
    plain: list[str] = []
    files: list[Attached] = []
    for part in leaves(mime):
        kind, name = part.get_content_type(), name_of(part)
        if kind == "message/rfc822":
            files.append(
                Attached(name=f"{name or subject_of(inner(part)) or 'letter'}.eml", content=whole(inner(part)))
            )
        elif kind == "text/rfc822-headers":
            continue
        elif kind.startswith("text/") and not name and part.get_content_disposition() != "attachment":
            plain.append(words(part))
        elif content_of(part):
            files.append(Attached(name=name or kind.replace("/", "."), content=content_of(part)))
    text = "\n\n".join(filter(None, (piece.strip() for piece in plain)))
    return headed(mime).model_copy(
        update={
            "text": text,
            "attached": tuple(files[:MOST_FILES]),
            "left_out": max(0, len(files) - MOST_FILES),
            "reported": reported(mime),
        }
    )


def headed(mime: Mime) -> Letter:
    """What the head says."""
    told: dict[str, str] = {}
    for name, value in mime.raw_items():
        told.setdefault(name.lower(), str(value))
    people = [(header(name), email) for name, email in addresses(told) if email]
    name, email = people[0] if people else (header(told.get("from", "")), None)
    ids = {one: IDS.findall(told.get(one, "")[: MOST_IDS * 500]) for one in ("message-id", "in-reply-to", "references")}
    return Letter(
        message_id=next(iter(ids["message-id"]), None),
        in_reply_to=next(iter(ids["in-reply-to"]), None),
        references=tuple(dict.fromkeys([*ids["in-reply-to"], *reversed(ids["references"])]))[:MOST_IDS],
        from_name=one_line(name)[:LONGEST_SUBJECT] or None,
        from_email=email,
        subject=header(told.get("subject", ""))[:LONGEST_SUBJECT].strip(),
        date=one_line(told.get("date", ""))[:100],
        headers={one: header(told[one]) for one in KEPT_HEADERS if one in told},
    )


def addresses(told: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    """Who it is from, as far as that can be an address."""
    for one in ("from", "sender", "reply-to"):
        for name, email in getaddresses([one_line(told.get(one, "")[:2000])]):
            try:
                yield name, ADDRESS.validate_python(email)
            except ValidationError:
                yield name, None


def subject_of(mime: Mime) -> str:
    return headed(mime).subject[:80]


def reported(mime: Mime) -> tuple[str, ...]:
    """The letters that a report is about: their heads come with it."""
    if mime.get_content_type() != "multipart/report":
        return ()
    found: list[str] = []
    for part in mime.walk():
        if part.get_content_type() == "text/rfc822-headers":
            head = re.search(r"^message-id:\s*(<[^<>\s]{1,498}>)", clean(words(part)), re.IGNORECASE | re.MULTILINE)
            found += [head[1]] if head else []
        elif part is not mime:
            found += filter(None, [headed(part).message_id])
    return tuple(dict.fromkeys(found))[:MOST_IDS]


def sent_at(letter: Letter) -> str:
    """When it says to be sent, in one form however it is written."""
    try:
        return parsedate_to_datetime(letter.date).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return letter.date
