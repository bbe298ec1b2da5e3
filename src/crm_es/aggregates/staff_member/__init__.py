"""A member of staff: somebody who works here, with roles, a supervisor, and deputies for days of absence.

A member of staff is hired once and leaves at most once. Supervisors never form a circle.
Who has left keeps a place in the history and nothing else.
"""

from typing import get_args

from crm_es.aggregates.staff_member.commands import (
    AppointDeputy,
    ChangeRoles,
    ChangeSupervisor,
    DismissDeputy,
    HireStaffMember,
    LeaveCompany,
    RecordStaffEmail,
    Role,
    Roles,
    StaffMemberCommand,
)
from crm_es.aggregates.staff_member.decisions import decide
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
from crm_es.aggregates.staff_member.state import StaffMember, evolve
from crm_es.decider import Decider

__all__ = [
    "AppointDeputy",
    "ChangeRoles",
    "ChangeSupervisor",
    "DeputyAppointed",
    "DeputyDismissed",
    "DismissDeputy",
    "HireStaffMember",
    "LeaveCompany",
    "RecordStaffEmail",
    "Role",
    "Roles",
    "RolesChanged",
    "StaffEmailRecorded",
    "StaffMember",
    "StaffMemberCommand",
    "StaffMemberEvent",
    "StaffMemberHired",
    "StaffMemberLeft",
    "SupervisorChanged",
    "decider",
]

decider = Decider("staff_member", "staff members", get_args(StaffMemberCommand), decide, evolve)
