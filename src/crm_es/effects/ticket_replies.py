"""When a ticket is answered, the client gets the answer by e-mail, in the thread that it belongs to (S3-02, X-12)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from psycopg.rows import scalar_row

from crm_es.aggregates.ticket import NoteReplyDelivered, TicketReplied
from crm_es.channels.answers import Answer, Thread, answer
from crm_es.channels.letters import Attachment
from crm_es.channels.smtp import Undeliverable, send
from crm_es.effects import Attempt, Outside
from crm_es.effects.mail import MOST, attached
from crm_es.messages import Message
from crm_es.stored_file import StoredFile

PASSES_OVER_IMPORTS = True
DETAIL: Final = 500
NO_SERVER: Final = "No mail server is set: answer by other ways, and note what was said."
NAME: Final = "SELECT name FROM staff_registry WHERE staff_member_id = %s"


class Reply(Message):
    """What the client is to read."""

    ticket_id: UUID
    reference: str
    subject: str
    to_name: str | None
    to_email: str
    text: str
    files: tuple[StoredFile, ...]
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    by_id: UUID | None


def react(event: TicketReplied) -> Iterator[Reply]:
    if event.channel == "mail" and event.to_email is not None:
        yield Reply(**{name: getattr(event, name) for name in Reply.model_fields})


async def perform(reply: Reply, attempt: Attempt) -> NoteReplyDelivered:
    """Where the company has no mail server, nothing is sent: whoever is responsible has to know."""
    settings = attempt.outside.settings
    sender = settings.service_from or settings.mail_from
    if settings.smtp_host is None or sender is None:
        return noted(reply, delivered=False, detail=NO_SERVER)
    said_so = await asyncio.to_thread(told, reply, sender, attempt.outside)
    thread = Thread(reply.subject, reply.reference, reply.message_id, reply.in_reply_to, reply.references)
    try:
        detail = await send(answer(said_so, thread), settings)
    except Undeliverable as refusal:
        return noted(reply, delivered=False, detail=str(refusal))
    return noted(reply, delivered=True, detail=detail)


def given_up(reply: Reply, attempt: Attempt, why: str) -> NoteReplyDelivered:  # noqa: ARG001 - as all effects are called
    return noted(reply, delivered=False, detail=why)


def told(reply: Reply, sender: str, outside: Outside) -> Answer:
    """What is said, by whom, with as many of the files as a letter carries."""
    files: list[Attachment] = []
    missing: list[str] = []
    left = MOST
    for file in reply.files:
        content = attached(file, outside) if file.size <= left else None
        if content is None:
            missing.append(file.name)
        else:
            files.append(content)
            left -= file.size
    with outside.database.get_connection() as db, db.cursor(row_factory=scalar_row) as rows:
        by = rows.execute(NAME, (reply.by_id,)).fetchone()
    return Answer(sender, reply.to_name, reply.to_email, reply.text, by, files, missing)


def noted(reply: Reply, *, delivered: bool, detail: str) -> NoteReplyDelivered:
    return NoteReplyDelivered(
        ticket_id=reply.ticket_id,
        message_id=reply.message_id,
        delivered=delivered,
        detail=" ".join(detail.split())[:DETAIL],
    )
