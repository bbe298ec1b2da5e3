"""A letter comes in: it begins a ticket, goes to the one it answers, or is left out with a reason (S3-02, X-12).

Whatever becomes of it, the letter as it came is kept. The same again changes nothing, and may be given again at any
time: whoever hands it over need only remember it until it is taken.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, Literal, NamedTuple
from uuid import NAMESPACE_OID, UUID

from crm_es.aggregates import letter as letters
from crm_es.aggregates.letter import MailDoor, NoteLetter
from crm_es.aggregates.ticket import NoteReplyDelivered, OpenTicket, TakeTicketMessage
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.histories import states
from crm_es.exchange.mail.letter import Letter, sent_at
from crm_es.exchange.mail.machines import why_not
from crm_es.exchange.mail.quoting import taken_apart
from crm_es.exchange.mail.reading import read
from crm_es.exchange.mail.senders import READERS, client_of, ticket_answered, ticket_named, within_the_hour
from crm_es.exchange.mail.stowing import Stowed, original_of, stowed
from crm_es.ids import derived
from crm_es.messages import Command
from crm_es.runners.following import catch_up

DOOR: Final = "service door"
ROLES: Final = frozenset({DOOR, "effect"})
"""A report of delivery tells what became of an answer, as the effect does that sends it."""
LONGEST: Final = 45_000
"""Characters of a text that are shown; the letter itself has all."""
NAMELESS: Final = "(no subject)"
LETTERS: Final = derived(NAMESPACE_OID, "crm_es/letters")


class Outcome(NamedTuple):
    """What came of a letter."""

    letter_id: UUID
    result: Literal["ticket opened", "message taken", "left out", "known already"]
    ticket_id: UUID | None = None
    why: str | None = None


class Door(NamedTuple):
    """By which way letters come to which company."""

    crm: Crm
    kind: MailDoor
    ours: Collection[str]
    """Addresses of our own."""
    anyway: bool = False
    """Somebody looked: what is automatic is taken too."""

    def take(self, content: bytes, envelope_from: str | None = None, size: int | None = None) -> Outcome:
        """Enter it. `envelope_from` is "" where it is from nobody; `size` is told where the content is cut.

        Raises Refused where the company cannot take letters now, and whatever keeps the database or the files away.
        """
        letter = read(content)
        key = key_of(letter, content)
        known = states(self.crm, letters.decider, [key])[key]
        if known is not None and (known.taken or not self.anyway):
            return Outcome(key, "known already", why=known.why and f"It was left out: {known.why}")
        catch_up(self.crm, *READERS)
        now = datetime.now(UTC)
        original = original_of(self.crm.files, content, letter.subject or NAMELESS)
        told: dict[str, Any] = {name: getattr(letter, name) for name in ("message_id", "from_name", "from_email")}
        told |= {"letter_id": key, "door": self.kind, "subject": letter.subject, "original": original}
        if why := self._why_not(letter, envelope_from, now):
            self._note_report(letter, now)
            self._ask(NoteLetter(**told, why=why), now)
            return Outcome(key, "left out", why=why)
        client_id, ticket_id = self._found(letter)
        came = stowed(self.crm.files, letter, original, cut_from=size if size and size > len(content) else None)
        self._ask(wish(letter, came, key, client_id, ticket_id), now)
        stream = ticket_id or derived(key, "ticket")
        self._ask(NoteLetter(**told, ticket_id=stream, client_id=client_id, began=ticket_id is None), now)
        return Outcome(key, "message taken" if ticket_id else "ticket opened", stream)

    def _found(self, letter: Letter) -> tuple[UUID | None, UUID | None]:
        """The client who wrote it, and the ticket that it belongs to."""
        with self.crm.log.datastore.get_connection() as db:
            client_id = client_of(letter.from_email, db, self.ours)
            ticket_id = ticket_answered(letter.references, db)
            return client_id, ticket_id or ticket_named(letter.subject, letter.from_email, client_id, db)

    def _why_not(self, letter: Letter, envelope_from: str | None, now: datetime) -> str | None:
        if self.anyway:
            return None
        if why := why_not(letter, self.ours, envelope_from):
            return why
        most = self.crm.reference.completed(Context(DOOR, now)).playbook.service.letters_per_hour
        with self.crm.log.datastore.get_connection() as db:
            if within_the_hour(letter.from_email, now, db) >= most:
                return f"{most} letters came from there within an hour: they may go round in circles."
        return None

    def _note_report(self, letter: Letter, now: datetime) -> None:
        """An answer of ours did not arrive."""
        with self.crm.log.datastore.get_connection() as db:
            found = [(one, ticket_answered([one], db)) for one in letter.reported]
        for message_id, ticket_id in found:
            if ticket_id:
                detail = " ".join(letter.text.split())[:500]
                self._ask(
                    NoteReplyDelivered(ticket_id=ticket_id, message_id=message_id, delivered=False, detail=detail), now
                )

    def _ask(self, command: Command, now: datetime) -> None:
        self.crm.handle(command, Context(DOOR, now, ROLES))


def key_of(letter: Letter, content: bytes) -> UUID:
    """The same for the same letter, by whatever way and however often it comes."""
    if letter.damaged and letter.message_id is None:
        return derived(LETTERS, sha256(content).hexdigest())
    said = letter.message_id or sha256(repr((letter.subject, letter.text)).encode()).hexdigest()
    return derived(LETTERS, said, letter.from_email, sent_at(letter))


def wish(
    letter: Letter, came: Stowed, key: UUID, client_id: UUID | None, ticket_id: UUID | None
) -> OpenTicket | TakeTicketMessage:
    """What it asks of us. A letter without an id is known by ours."""
    message_id = letter.message_id or f"<{key}@crm-es>"
    if ticket_id is None:
        return OpenTicket(
            ticket_id=derived(key, "ticket"),
            subject=letter.subject or NAMELESS,
            text=shown(letter.text, came.remarks),
            channel="mail",
            client_id=client_id,
            contact_name=letter.from_name or letter.from_email,
            contact_email=letter.from_email,
            files=came.files,
            message_id=message_id,
        )
    return TakeTicketMessage(
        ticket_id=ticket_id,
        from_name=letter.from_name or letter.from_email,
        from_email=letter.from_email,
        text=shown(taken_apart(letter.text[: 4 * LONGEST]).own, came.remarks),
        files=came.files,
        message_id=message_id,
        in_reply_to=letter.in_reply_to,
    )


def shown(text: str, remarks: Collection[str]) -> str:
    """What the client says, and in brackets what must be looked up in the letter itself."""
    cut = ["The text goes on in the letter itself."] if len(text) > LONGEST else []
    return "\n".join(filter(None, [text[:LONGEST].strip(), *(f"[{one}]" for one in (*cut, *remarks))]))
