"""What happens to members of staff."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from crm_es.messages import Event


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


class StaffEmailRecorded(Event):
    """It became known where a member of staff is written to; or nowhere any more."""

    staff_member_id: UUID
    email: str | None
    language: str
    """In which letters are written."""


class StaffMemberLeft(Event):
    """A member of staff works here no more."""

    staff_member_id: UUID


StaffMemberEvent = (
    StaffMemberHired
    | RolesChanged
    | SupervisorChanged
    | DeputyAppointed
    | DeputyDismissed
    | StaffEmailRecorded
    | StaffMemberLeft
)
