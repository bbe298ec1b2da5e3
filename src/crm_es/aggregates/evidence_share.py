"""A share of evidence: screenshots that a client may look at by a link, until a day or until it is revoked (S3-10).

It is made once, for one client and for chosen screenshots. Each day on which the link is opened is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.playbook import Name

MOST: Final = 500
"""Screenshots of one link."""
LONGEST: Final = timedelta(days=366)

# ── Events ──────────────────────────────────────────────────────────────────


class OfShare(Message):
    """What every event tells."""

    evidence_share_id: UUID
    client_id: UUID
    evidence_ids: tuple[UUID, ...]


class EvidenceShared(OfShare, Event):
    """A client may look at screenshots by a link."""

    until: AwareDatetime
    for_whom: str
    """Who gets the link, as far as it was said."""
    shared_by: UUID


class EvidenceShareOpened(OfShare, Event):
    """The client opened the link."""

    shared_by: UUID
    address: str
    on: date


class EvidenceShareRevoked(OfShare, Event):
    """The link does not work any more."""

    reason: str
    revoked_by: UUID


EvidenceShareEvent = EvidenceShared | EvidenceShareOpened | EvidenceShareRevoked

# ── Commands ────────────────────────────────────────────────────────────────


class ShareEvidence(Command, roles={"employee"}, opens=True, refers=("client_id",)):
    """Let a client look at screenshots, until a day."""

    evidence_share_id: UUID
    client_id: UUID
    evidence_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST)]
    until: AwareDatetime
    for_whom: Name | None = None
    """Who gets the link."""


class NoteEvidenceShareOpened(Command, roles={"client link"}):
    """Note that the link was opened."""

    evidence_share_id: UUID
    address: Name | None = None


class RevokeEvidenceShare(Command, roles={"employee"}):
    """End a link before its time."""

    evidence_share_id: UUID
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


EvidenceShareCommand = ShareEvidence | NoteEvidenceShareOpened | RevokeEvidenceShare

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class EvidenceShare:
    shared: EvidenceShared
    revoked: bool = False
    opened: frozenset[tuple[str, date]] = frozenset()

    @property
    def told(self) -> dict[str, Any]:
        return {name: getattr(self.shared, name) for name in OfShare.model_fields}


def evolve(share: EvidenceShare | None, event: EvidenceShareEvent) -> EvidenceShare:
    match share, event:
        case None, EvidenceShared():
            return EvidenceShare(event)
        case EvidenceShare(), EvidenceShareOpened(address=address, on=on):
            return replace(share, opened=share.opened | {(address, on)})
        case EvidenceShare(), EvidenceShareRevoked():
            return replace(share, revoked=True)
        case _:
            raise Corrupt(share, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(
    share: EvidenceShare | None, command: EvidenceShareCommand, context: Context
) -> Iterator[EvidenceShareEvent]:
    match command, share:
        case ShareEvidence(), None:
            if not context.at < command.until <= context.at + LONGEST:
                raise Refused("A link works from now on, for a year at most: name such a day.", "a link has an end")
            yield shared(command, context.person_id)
        case _, None:
            raise Refused("There is no such link: share the screenshots first.")
        case ShareEvidence(), EvidenceShare():
            if shared(command, context.person_id) != share.shared:
                raise Refused("This link is there already: make another under its own id.", "shared once")
        case NoteEvidenceShareOpened(), EvidenceShare(revoked=True):
            raise Refused("This link was ended by whoever sent it: ask them for a new one.", "link revoked")
        case NoteEvidenceShareOpened(), EvidenceShare(shared=first):
            if context.at >= first.until:
                raise Refused("This link has expired: ask whoever sent it for a new one.", "link has expired")
            look = (command.address or "", context.at.date())
            if look not in share.opened:
                yield EvidenceShareOpened(**share.told, shared_by=first.shared_by, address=look[0], on=look[1])
        case RevokeEvidenceShare(reason=reason), EvidenceShare():
            if not context.answers_for(share.shared.shared_by):
                raise Refused("Whoever shared it ends the link, or somebody above them.", "somebody else's link")
            if not share.revoked:
                yield EvidenceShareRevoked(**share.told, reason=reason, revoked_by=context.person_id)


def shared(command: ShareEvidence, by: UUID) -> EvidenceShared:
    told = dict(command) | {"evidence_ids": tuple(dict.fromkeys(command.evidence_ids)), "shared_by": by}
    return EvidenceShared(**told | {"for_whom": command.for_whom or ""})


decider = Decider("evidence_share", "evidence shares", get_args(EvidenceShareCommand), decide, evolve)
