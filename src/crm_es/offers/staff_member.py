"""What may be done with a member of staff: roles, supervisor, deputies, where they are written to."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from crm_es.aggregates import digest
from crm_es.aggregates.digest import ScheduleDigest, StopDigest
from crm_es.aggregates.staff_member import (
    AppointDeputy,
    ChangeRoles,
    ChangeSupervisor,
    DismissDeputy,
    LeaveCompany,
    RecordStaffEmail,
    StaffMember,
    decider,
)
from crm_es.offers.way import Kind, Look, Values, Way, kind, naming, own


def written_to(look: Look) -> Values:
    member: StaffMember = look.state
    return {"email": member.email, "language": member.language}


def deputies(look: Look) -> dict[UUID, str]:
    member: StaffMember = look.state
    return {deputy.deputy_id: look.context.directory.name(deputy.deputy_id) for deputy in member.deputies}


def more(look: Look) -> frozenset[str]:
    """The roles, and one more."""
    member: StaffMember = look.state
    return member.roles | {"a_role_to_come"}


def other_hours(look: Look) -> tuple[time, ...]:
    """A digest at an hour at which there is none."""
    return (time(5),) if look.state.hours != (time(5),) else (time(6),)


KIND = kind(
    "staff-members",
    decider,
    Way(AppointDeputy, beside=True),
    Way(DismissDeputy, choices={"deputy_id": deputies}, beside=True),
    Way(RecordStaffEmail, present=written_to, typed={"email": "nobody.has.written@there.example"}, beside=True),
    Way(ChangeRoles, present=lambda look: {"roles": look.state.roles}, typed={"roles": more}, beside=True),
    Way(ChangeSupervisor, present=lambda look: {"supervisor_id": look.state.supervisor_id}, beside=True),
    Way(LeaveCompany, menu=True),
)

DIGEST = Kind(
    "digests",
    digest.decider,
    (Way(ScheduleDigest, typed={"hours": other_hours}, beside=True), Way(StopDigest, beside=True)),
    own("digest_id"),
    naming(person_id="person_id"),
)
