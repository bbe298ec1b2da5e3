"""Every wish about members of staff, and what decides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from crm_es.aggregates.staff_member.commands import (
    AppointDeputy,
    ChangeRoles,
    ChangeSupervisor,
    DismissDeputy,
    HireStaffMember,
    LeaveCompany,
    RecordStaffEmail,
    StaffMemberCommand,
)
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
from crm_es.aggregates.staff_member.state import StaffMember
from crm_es.context import Context
from crm_es.directory import Deputy
from crm_es.messages import Refused

NEVER_GIVEN = frozenset({"employee", "policy", "clock", "effect", "import", "billing"})
"""The first goes with everybody, the others are for machines."""


def decide(member: StaffMember | None, command: StaffMemberCommand, context: Context) -> Iterator[StaffMemberEvent]:
    match command, member:
        case HireStaffMember(), None:
            _check_roles(command.roles)
            _check_supervisor(command.staff_member_id, command.supervisor_id, context)
            yield StaffMemberHired(**dict(command))
        case HireStaffMember(), _:
            if not _is_hired(member, command):
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
        case RecordStaffEmail(email=email), StaffMember():
            _check_owner(command.staff_member_id, context)
            language = command.language or member.language or _language(context)
            if (email, language) != (member.email, member.language):
                yield StaffEmailRecorded(staff_member_id=command.staff_member_id, email=email, language=language)
        case DismissDeputy(), StaffMember():
            _check_arranger(command.staff_member_id, context)
            if any(deputy.deputy_id == command.deputy_id for deputy in member.deputies):
                yield DeputyDismissed(**dict(command))


def _is_hired(member: StaffMember | None, command: HireStaffMember) -> bool:
    """Whether nothing else was said of them since, but where they are written to."""
    as_hired = StaffMember(command.name, command.roles, command.supervisor_id)
    return member is not None and replace(member, email=None, language=None) == as_hired


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


def _check_owner(member_id: UUID, context: Context) -> None:
    if context.person != member_id and context.roles.isdisjoint({"administrator", "import"}):
        raise Refused("Where somebody is written to they say themselves, or an administrator: ask one of them.")


def _language(context: Context) -> str:
    published = context.playbooks.get(context.playbook_version)
    return "ru" if published and published.calendar.country == "RU" else "en"


def _check_arranger(member_id: UUID, context: Context) -> None:
    # Standing in does not suffice: a deputy could prolong it without end.
    named_by = (member_id, *context.directory.chain(member_id))
    if context.person not in named_by and "administrator" not in context.roles:
        raise Refused("Deputies are named by the person, a supervisor or an administrator: ask one of them.")
