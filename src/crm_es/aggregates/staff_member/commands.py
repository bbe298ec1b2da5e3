"""What may be wished of members of staff."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.contact_details import OneEmail
from crm_es.messages import Command
from crm_es.playbook import Name

Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
"""Such as manager or head_of_sales. `employee` goes with everybody and is never given."""
Roles = Annotated[frozenset[Role], Field(min_length=1)]

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


class RecordStaffEmail(Command, roles={"employee", "administrator", "import"}, in_person=True):
    """Say where somebody is written to, and in which language; Russian where the company works in Russia."""

    staff_member_id: UUID
    email: OneEmail | None
    language: Literal["ru", "en"] | None = None


class LeaveCompany(Command, roles=PERSONNEL, in_person=True):
    """Record that a member of staff works here no more."""

    staff_member_id: UUID


StaffMemberCommand = (
    HireStaffMember | ChangeRoles | ChangeSupervisor | AppointDeputy | DismissDeputy | RecordStaffEmail | LeaveCompany
)
