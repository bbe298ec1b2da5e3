"""A member of staff: somebody who works here, with roles, a supervisor, and deputies for days of absence.

A member of staff is hired once and leaves at most once. Supervisors never form a circle.
Who has left keeps a place in the history and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.directory import Deputy
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Name

Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
"""Such as manager or head_of_sales. `employee` goes with everybody and is never given."""
Roles = Annotated[frozenset[Role], Field(min_length=1)]

# ── Events ──────────────────────────────────────────────────────────────────


class StaffMemberHired(Event):
    """Somebody started to work here."""

    staff_member_id: UUID
    name: str
    roles: frozenset[str]
    supervisor_id: UUID | None = None


class RolesChanged(Event):
    """A member of staff got other duties."""

    staff_member_id: UUID
    from_roles: frozenset[str]
    to_roles: frozenset[str]


class SupervisorChanged(Event):
    """Somebody else answers for this member of staff from now on."""

    staff_member_id: UUID
    from_supervisor_id: UUID | None
    to_supervisor_id: UUID | None


class DeputyAppointed(Event):
    """Somebody stands in for this member of staff on some days, the last one included."""

    staff_member_id: UUID
    deputy_id: UUID
    since: date
    until: date


class DeputyDismissed(Event):
    """Somebody no longer stands in for this member of staff."""

    staff_member_id: UUID
    deputy_id: UUID


class StaffMemberLeft(Event):
    """A member of staff works here no more."""

    staff_member_id: UUID


StaffMemberEvent = (
    StaffMemberHired | RolesChanged | SupervisorChanged | DeputyAppointed | DeputyDismissed | StaffMemberLeft
)

# ── Commands ────────────────────────────────────────────────────────────────

PERSONNEL = {"administrator", "import"}


class HireStaffMember(Command, roles=PERSONNEL, opens=True, in_person=True):
    """Take somebody on."""

    staff_member_id: UUID
    name: Name
    roles: Roles
    supervisor_id: UUID | None = None


class ChangeRoles(Command, roles=PERSONNEL, in_person=True):
    """Give a member of staff other roles, all of them at once."""

    staff_member_id: UUID
    roles: Roles


class ChangeSupervisor(Command, roles=PERSONNEL, in_person=True):
    """Put a member of staff under somebody else, or at the top."""

    staff_member_id: UUID
    supervisor_id: UUID | None


class AppointDeputy(Command, roles={"employee", "administrator"}, in_person=True):
    """Let somebody stand in on each day from `since` to `until` (S0-26)."""

    staff_member_id: UUID
    deputy_id: UUID
    since: date
    until: date


class DismissDeputy(Command, roles={"employee", "administrator"}, in_person=True):
    """Let somebody stand in no longer."""

    staff_member_id: UUID
    deputy_id: UUID


class LeaveCompany(Command, roles=PERSONNEL, in_person=True):
    """Record that a member of staff works here no more."""

    staff_member_id: UUID


StaffMemberCommand = HireStaffMember | ChangeRoles | ChangeSupervisor | AppointDeputy | DismissDeputy | LeaveCompany

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class StaffMember:
    name: str
    roles: frozenset[str]
    supervisor_id: UUID | None
    deputies: tuple[Deputy, ...] = ()
    left: bool = False


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
        case StaffMember(), StaffMemberLeft():
            return replace(member, left=True)
        case _:
            raise Corrupt(member, event)


# ── Decisions ───────────────────────────────────────────────────────────────

NEVER_GIVEN = frozenset({"employee", "policy", "clock", "effect", "import"})
"""The first goes with everybody, the others are for machines."""


def decide(member: StaffMember | None, command: StaffMemberCommand, context: Context) -> Iterator[StaffMemberEvent]:
    match command, member:
        case HireStaffMember(), None:
            _check_roles(command.roles)
            _check_supervisor(command.staff_member_id, command.supervisor_id, context)
            yield StaffMemberHired(**dict(command))
        case HireStaffMember(), _:
            if member != StaffMember(command.name, command.roles, command.supervisor_id):
                raise Refused("This member of staff has been hired already: take another id for somebody else.")
        case _, None:
            raise Refused("There is no such member of staff: hire them first.")
        case LeaveCompany(), StaffMember():
            if not member.left:
                _check_leaving(command.staff_member_id, context)
                yield StaffMemberLeft(staff_member_id=command.staff_member_id)
        case _, StaffMember(left=True):
            raise Refused("This member of staff works here no more: hire them anew under another id.")
        case ChangeRoles(), StaffMember():
            if command.roles != member.roles:
                yield _roles_changed(member, command, context)
        case ChangeSupervisor(), StaffMember():
            if command.supervisor_id != member.supervisor_id:
                yield _supervisor_changed(member, command, context)
        case AppointDeputy(), StaffMember():
            _check_arranger(command.staff_member_id, context)
            if Deputy(command.deputy_id, command.since, command.until) not in member.deputies:
                yield _appointed(command, context)
        case DismissDeputy(), StaffMember():
            _check_arranger(command.staff_member_id, context)
            if any(deputy.deputy_id == command.deputy_id for deputy in member.deputies):
                yield DeputyDismissed(**dict(command))


def _roles_changed(member: StaffMember, command: ChangeRoles, context: Context) -> RolesChanged:
    _check_roles(command.roles)
    if "administrator" not in command.roles:
        _check_administrators(command.staff_member_id, context)
    return RolesChanged(staff_member_id=command.staff_member_id, from_roles=member.roles, to_roles=command.roles)


def _supervisor_changed(member: StaffMember, command: ChangeSupervisor, context: Context) -> SupervisorChanged:
    _check_supervisor(command.staff_member_id, command.supervisor_id, context)
    return SupervisorChanged(
        staff_member_id=command.staff_member_id,
        from_supervisor_id=member.supervisor_id,
        to_supervisor_id=command.supervisor_id,
    )


def _appointed(command: AppointDeputy, context: Context) -> DeputyAppointed:
    if command.deputy_id == command.staff_member_id:
        raise Refused("Nobody is their own deputy: name somebody else.")
    if context.directory.person(command.deputy_id) is None:
        raise Refused("A deputy must work here: name somebody who does.")
    if command.until < command.since:
        raise Refused("The last day comes before the first: turn the days round.")
    return DeputyAppointed(**dict(command))


def _check_roles(roles: frozenset[str]) -> None:
    wrong = sorted(roles & NEVER_GIVEN)
    if wrong:
        raise Refused(f"No person is given the role {' or '.join(wrong)}: leave it out.", "a role no person is given")


def _check_supervisor(member_id: UUID, supervisor_id: UUID | None, context: Context) -> None:
    if supervisor_id is None:
        return
    if context.directory.person(supervisor_id) is None:
        raise Refused("A supervisor must work here: name somebody who does.")
    if member_id in (supervisor_id, *context.directory.chain(supervisor_id)):
        raise Refused("Supervisors must not form a circle: name somebody who is not below.")


def _check_administrators(member_id: UUID, context: Context) -> None:
    if context.directory.holders("administrator") == (member_id,):
        raise Refused("This is the last administrator: give the role to somebody else first.")


def _check_leaving(member_id: UUID, context: Context) -> None:
    _check_administrators(member_id, context)
    people = context.directory.people.values()
    below = sorted(person.name for person in people if person.supervisor_id == member_id and not person.left)
    if below:
        sentence = f"Nobody would answer for {', '.join(below)}: put them under somebody else first."
        raise Refused(sentence, "somebody is still supervised")


def _check_arranger(member_id: UUID, context: Context) -> None:
    # Standing in does not suffice: a deputy could prolong it without end.
    named_by = (member_id, *context.directory.chain(member_id))
    if context.person not in named_by and "administrator" not in context.roles:
        raise Refused("Deputies are named by the person, a supervisor or an administrator: ask one of them.")


decider = Decider("staff_member", "staff members", get_args(StaffMemberCommand), decide, evolve)
