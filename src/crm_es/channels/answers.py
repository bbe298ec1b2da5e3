"""An answer to a client, as a letter of the same thread: mail programs show it under what it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from string import Template
from textwrap import shorten
from typing import Final, NamedTuple

from crm_es.channels.letters import SUBJECT, Attachment, Wire, said, spoken

ID: Final = re.compile(r"<[!-;=?-~]{1,498}>")
"""What a letter is called: signs that one sees, without blanks."""
AGAIN: Final = re.compile(r"^(?:\s*(?:re|aw|fwd?|ответ|отв|на)\s*:\s*)+", re.IGNORECASE)
RUSSIAN: Final = re.compile(r"[А-Яа-яЁё]")


class Threading(Wire):
    """Names of letters are put on lines of their own, and never encoded: nobody would know them again."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() not in {"message-id", "in-reply-to", "references"}:
            return str(super().fold(name, value))
        return f"{name}: {f'{self.linesep} '.join(value.split())}{self.linesep}"


POLICY: Final = Threading(linesep="\r\n")


class Thread(NamedTuple):
    """Where the answer belongs."""

    subject: str
    reference: str
    message_id: str
    in_reply_to: str | None
    references: Sequence[str]
    """The letters before it, the oldest first."""


class Answer(NamedTuple):
    """Who says what to whom."""

    sender: str
    to_name: str | None
    to_email: str
    text: str
    by: str | None
    """Who answers, by name."""
    files: Sequence[Attachment] = ()
    missing: Sequence[str] = ()
    """Files that are too large for a letter."""


def answer(said_so: Answer, thread: Thread) -> EmailMessage:
    """The letter, in the language of its text."""
    language = "ru" if RUSSIAN.search(said_so.text) else "en"
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"] = said_so.sender, said_so.to_email
    message["Subject"] = subject(thread)
    message["Date"] = formatdate()
    message["Message-ID"] = thread.message_id
    if thread.in_reply_to and ID.fullmatch(thread.in_reply_to):
        message["In-Reply-To"] = thread.in_reply_to
    before = [one for one in (*thread.references, thread.in_reply_to or "") if ID.fullmatch(one)]
    if before:
        message["References"] = " ".join(dict.fromkeys(before))
    message["X-Loop"] = parseaddr(said_so.sender)[1]
    message.set_content(body(said_so, thread, language))
    for file in said_so.files:
        main, _, sub = file.type.partition("/")
        kind = ("application", "octet-stream") if main in {"message", "text"} else (main, sub)
        message.add_attachment(file.content, maintype=kind[0], subtype=kind[1], filename=file.name)
    message["Content-Language"] = language
    return message


def subject(thread: Thread) -> str:
    """Re: what it was called, and the reference by which an answer finds back."""
    called = AGAIN.sub("", said(thread.subject, "en")).replace(f"[{thread.reference}]", "")
    shown = shorten(called, SUBJECT - len(thread.reference) - 8, placeholder="…")
    return f"Re: {shown} [{thread.reference}]"


def body(said_so: Answer, thread: Thread, language: str) -> str:
    words = spoken()[language]["answer"]
    lines = (
        [Template(words["hello"]).substitute(to_name=said(said_so.to_name, language)), ""] if said_so.to_name else []
    )
    lines += [said_so.text, ""]
    lines += [Template(words["missing"]).substitute(name=name) for name in said_so.missing]
    keep = Template(words["keep"]).substitute(reference=f"[{thread.reference}]")
    return "\n".join([*lines, "-- ", *filter(None, [said_so.by]), keep])
