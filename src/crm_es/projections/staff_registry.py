"""Who works here, in which roles, under whom?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from crm_es.aggregates.staff_member import (
    RolesChanged,
    StaffEmailRecorded,
    StaffMemberHired,
    StaffMemberLeft,
    SupervisorChanged,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

StaffFact = StaffMemberHired | RolesChanged | SupervisorChanged | StaffEmailRecorded | StaffMemberLeft


@dataclass(frozen=True)
class StaffMember(Row, table="staff_registry", key="staff_member_id"):
    """One person who works or worked here."""

    staff_member_id: UUID
    name: str
    roles: str
    """In the order of the alphabet, with commas between."""
    supervisor_id: UUID | None
    hired_at: datetime
    left_at: datetime | None = None
    email: str | None = None
    """Where the person is written to."""
    language: str | None = None
    """In which letters are written."""


def keys(event: StaffFact) -> tuple[UUID, ...]:
    return (event.staff_member_id,)


def evolve(member: StaffMember | None, recorded: Recorded[StaffFact], key: UUID) -> StaffMember | None:
    at = recorded.occurred_at
    match member, recorded.event:
        case None, StaffMemberHired(name=name, roles=roles, supervisor_id=supervisor_id):
            return StaffMember(key, name, ", ".join(sorted(roles)), supervisor_id, at)
        case StaffMember(), RolesChanged(to_roles=roles):
            return replace(member, roles=", ".join(sorted(roles)))
        case StaffMember(), SupervisorChanged(to_supervisor_id=supervisor_id):
            return replace(member, supervisor_id=supervisor_id)
        case StaffMember(), StaffEmailRecorded(email=email, language=language):
            return replace(member, email=email, language=language)
        case StaffMember(), StaffMemberLeft():
            return replace(member, left_at=at)
        case _:
            raise Corrupt(member, recorded.event)


def address_of(person_id: UUID, db: Connection[Any]) -> tuple[str | None, str]:
    """Where somebody who works here is written to, if anywhere, and in which language."""
    question = (
        "SELECT email, coalesce(language, 'en') FROM staff_registry WHERE staff_member_id = %s AND left_at IS NULL"
    )
    with db.cursor(row_factory=tuple_row) as rows:
        return rows.execute(question, (person_id,)).fetchone() or (None, "en")
