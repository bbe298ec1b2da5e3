"""A piece of evidence: a screenshot of somebody's work, tied to the time in which it was made (S3-09, S3-10, X-42).

It is attached by whoever worked, or comes from an agent of theirs once they kept it. They may withdraw it, and then its
picture is shown to nobody; but what a client has seen stays. Everybody else who looks at it leaves a trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Final, Self, get_args
from uuid import UUID

from pydantic import AwareDatetime, StringConstraints, model_validator

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.playbook import Name
from crm_es.stored_file import PICTURES, StoredFile
from crm_es.work import Moment, Note

LONGEST: Final = timedelta(hours=24)
"""More than this one picture tells nothing about."""

# ── Events ──────────────────────────────────────────────────────────────────


class OfEvidence(Message):
    """What every event tells."""

    evidence_id: UUID
    person_id: UUID
    """Whose work it shows."""


class EvidenceAttached(OfEvidence, Event):
    """A screenshot was put to somebody's time."""

    work_id: UUID | None
    """The entry that it belongs to. Where none is named, it is whichever covers the time, looked up at each reading."""
    starts: AwareDatetime
    ends: AwareDatetime
    file: StoredFile
    note: Note
    by_agent: bool
    """A program made it, and its person kept it."""


class EvidenceWithdrawn(OfEvidence, Event):
    """Whoever worked does not want it shown any more."""

    file: StoredFile
    reason: str


class EvidenceSeen(OfEvidence, Event):
    """Somebody else looked at it."""

    seen_by_id: UUID | None
    """Of those who work here; None where a client came by a link."""
    evidence_share_id: UUID | None
    """By which link."""
    address: str
    """From where, as far as the server knows it."""
    on: date


EvidenceEvent = EvidenceAttached | EvidenceWithdrawn | EvidenceSeen

# ── Commands ────────────────────────────────────────────────────────────────


class AttachEvidence(Command, roles={"employee", "policy"}, opens=True):
    """Put a screenshot to a time in which one worked."""

    evidence_id: UUID
    person_id: UUID
    work_id: UUID | None = None
    """Leave it out, and it belongs to whatever entry covers the time."""
    starts: Moment
    ends: Moment
    file: StoredFile
    note: Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta() <= self.ends - self.starts <= LONGEST:
            raise ValueError("A time ends after it begins, and a screenshot tells of one day at most.")
        return self


class WithdrawEvidence(Command, roles={"employee"}, in_person=True):
    """Take a screenshot of one's own work back: its picture is shown no more."""

    evidence_id: UUID
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class NoteEvidenceSeen(Command, roles={"client link", "policy"}):
    """Note that somebody looks at it."""

    evidence_id: UUID
    seen_by_id: UUID | None = None
    evidence_share_id: UUID | None = None
    address: Name | None = None


EvidenceCommand = AttachEvidence | WithdrawEvidence | NoteEvidenceSeen

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Evidence:
    attached: EvidenceAttached
    withdrawn: bool = False
    shown: bool = False
    """A client has seen it."""
    seen: frozenset[tuple[UUID | None, UUID | None, str, date]] = frozenset()
    """Who looked, by which link, from where, and on which day."""

    @property
    def told(self) -> dict[str, UUID]:
        return {"evidence_id": self.attached.evidence_id, "person_id": self.attached.person_id}


def evolve(evidence: Evidence | None, event: EvidenceEvent) -> Evidence:
    match evidence, event:
        case None, EvidenceAttached():
            return Evidence(event)
        case Evidence(), EvidenceWithdrawn():
            return replace(evidence, withdrawn=True)
        case Evidence(), EvidenceSeen(evidence_share_id=share_id):
            look = (event.seen_by_id, share_id, event.address, event.on)
            return replace(evidence, seen=evidence.seen | {look}, shown=evidence.shown or share_id is not None)
        case _:
            raise Corrupt(evidence, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(evidence: Evidence | None, command: EvidenceCommand, context: Context) -> Iterator[EvidenceEvent]:
    match command, evidence:
        case AttachEvidence(), None:
            yield attached(command, context)
        case _, None:
            raise Refused("There is no such screenshot: look it up in the list of evidence.")
        case AttachEvidence(), Evidence():
            if attached(command, context) != evidence.attached:
                raise Refused("This screenshot is attached already: give another an id of its own.", "attached once")
        case WithdrawEvidence(reason=reason), Evidence():
            if context.person != evidence.attached.person_id:
                raise Refused("Only whoever worked takes a screenshot back: ask them.", "one's own evidence")
            if evidence.shown and not evidence.withdrawn:
                raise Refused("A client has seen this screenshot: it stays as it is.", "what a client saw stays")
            if not evidence.withdrawn:
                yield EvidenceWithdrawn(**evidence.told, file=evidence.attached.file, reason=reason)
        case NoteEvidenceSeen(), Evidence(withdrawn=True):
            raise Refused("This screenshot was taken back: there is nothing to see.", "withdrawn evidence")
        case NoteEvidenceSeen(seen_by_id=by, evidence_share_id=share_id), Evidence():
            look = (by, share_id, command.address or "", context.at.date())
            if by != evidence.attached.person_id and look not in evidence.seen:
                yield EvidenceSeen(
                    **evidence.told, seen_by_id=by, evidence_share_id=share_id, address=look[2], on=look[3]
                )


def attached(command: AttachEvidence, context: Context) -> EvidenceAttached:
    by_agent = "policy" in context.roles
    if not by_agent and context.person != command.person_id:
        raise Refused("Only whoever worked puts screenshots to their time: let them do it.", "one's own evidence")
    if command.file.type not in PICTURES:
        raise Refused("A screenshot is a picture: send it as PNG, JPEG or WebP.", "pictures only")
    if command.ends > context.at + timedelta(minutes=5):
        raise Refused("This time is not over yet: say when the screenshot was made.", "evidence of the past")
    return EvidenceAttached(**dict(command), by_agent=by_agent)


decider = Decider("evidence", "evidence", get_args(EvidenceCommand), decide, evolve)
