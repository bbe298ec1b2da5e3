"""The playbook's life: it is published again and again, and every version stays.

Versions count from 1 without a gap. Publishing what is in force already is nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from crm_es.bank_details import faults
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import PLAYBOOK
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Control, Playbook

# ── Events ──────────────────────────────────────────────────────────────────


class PlaybookPublished(Event):
    """From now on new cases go by this version."""

    playbook_id: UUID
    version: int
    playbook: Playbook
    digests_of: tuple[UUID, ...] = ()
    """Who is written to at other hours by it than by the one before."""


PlaybookEvent = PlaybookPublished

# ── Commands ────────────────────────────────────────────────────────────────


class PublishPlaybook(Command, roles={"administrator", "import"}, opens=True, in_person=True):
    """Put a playbook in force. Running cases keep the version they started on."""

    playbook_id: UUID = PLAYBOOK
    playbook: Playbook


PlaybookCommand = PublishPlaybook

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class InForce:
    version: int
    playbook: Playbook


def evolve(in_force: InForce | None, event: PlaybookEvent) -> InForce:
    if event.version != (in_force.version if in_force else 0) + 1:
        raise Corrupt(in_force, event)
    return InForce(event.version, event.playbook)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(in_force: InForce | None, command: PlaybookCommand, context: Context) -> Iterator[PlaybookEvent]:
    if command.playbook_id != PLAYBOOK:
        raise Refused("A company has one playbook: publish it without an id of your own.")
    must_be_payable(command.playbook, context)
    if in_force is None or command.playbook != in_force.playbook:
        version = in_force.version + 1 if in_force else 1
        digests_of = _written_to_otherwise(in_force.playbook if in_force else None, command.playbook, context)
        yield PlaybookPublished(playbook_id=PLAYBOOK, version=version, playbook=command.playbook, digests_of=digests_of)


def must_be_payable(playbook: Playbook, context: Context) -> None:
    """Refuses an account on our own papers to which no money would come."""
    organisation = playbook.billing.organisation
    if organisation and organisation.details:
        for fault in faults(organisation.details, context.banks, playbook.calendar.day(context.at)):
            raise Refused(f"billing.organisation.details.{fault.field}: {fault.sentence}", fault.rule)


def _written_to_otherwise(before: Playbook | None, after: Playbook, context: Context) -> tuple[UUID, ...]:
    control = before.control if before else Control()
    staff = ((person, context.directory.roles(person)) for person in sorted(context.directory.people))
    return tuple(person for person, roles in staff if control.hours(roles) != after.control.hours(roles))


decider = Decider("playbook", "playbooks", (PublishPlaybook,), decide, evolve)
