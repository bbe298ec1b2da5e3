"""A member of staff as history left them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from crm_es.aggregates.staff_member.events import (
    DeputyAppointed,
    DeputyDismissed,
    RolesChanged,
    StaffEmailRecorded,
    StaffMemberEvent,
    StaffMemberHired,
    StaffMemberLeft,
    SupervisorChanged,
)
from crm_es.directory import Deputy
from crm_es.messages import Corrupt


@dataclass(frozen=True)
class StaffMember:
    name: str
    roles: frozenset[str]
    supervisor_id: UUID | None
    deputies: tuple[Deputy, ...] = ()
    left: bool = False
    email: str | None = None
    language: str | None = None


def evolve(member: StaffMember | None, event: StaffMemberEvent) -> StaffMember:
    match member, event:
        case None, StaffMemberHired():
            return StaffMember(event.name, event.roles, event.supervisor_id)
        case StaffMember(), RolesChanged():
            return replace(member, roles=event.to_roles)
        case StaffMember(), SupervisorChanged():
            return replace(member, supervisor_id=event.to_supervisor_id)
        case StaffMember(), DeputyAppointed():
            return replace(member, deputies=(*member.deputies, Deputy(event.deputy_id, event.since, event.until)))
        case StaffMember(), DeputyDismissed():
            kept = tuple(deputy for deputy in member.deputies if deputy.deputy_id != event.deputy_id)
            return replace(member, deputies=kept)
        case StaffMember(), StaffEmailRecorded():
            return replace(member, email=event.email, language=event.language)
        case StaffMember(), StaffMemberLeft():
            return replace(member, left=True)
        case _:
            raise Corrupt(member, event)
