"""The lists of working time: entries, their days, timers, and the periods that are submitted.

Everybody sees their own and that of those below; heads, accounting and the leads of projects what concerns them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from crm_es.projections.client_registry import Client
from crm_es.projections.project_registry import Project
from crm_es.projections.ticket_registry import Ticket
from crm_es.projections.timers import Timer
from crm_es.projections.work_days import WorkDay
from crm_es.projections.work_entries import WorkEntry
from crm_es.projections.work_periods import WorkPeriod
from crm_es.registries.shape import Counted, Registry
from crm_es.registries.worked import FOR_CLIENT, FOR_SUBJECT, SUBJECTS

ALL: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "accounting": {},
    "head": {},
    "head_of_service": {},
    "chief_accountant": {},
}
"""Who sees the time of everybody."""
E: Final = f"FROM (SELECT part.*) AS e {SUBJECTS}"
LEAD: Final = "(SELECT lead_id FROM project_registry WHERE project_registry.project_id = part.project_id)"
PERIOD: Final = """coalesce((SELECT min(status) FROM work_periods AS period WHERE period.person_id = part.person_id
    AND part.day BETWEEN period.first_day AND period.last_day AND status IN ('submitted', 'approved')), 'open')"""

WORKED: Final[dict[str, Counted]] = {
    "subject": Counted(str, f"(SELECT {FOR_SUBJECT} {E})", optional=True, reads=Ticket),
    "for_client_id": Counted(UUID, f"(SELECT {FOR_CLIENT} {E})", optional=True, reads=Client),
    "lead_id": Counted(UUID, LEAD, optional=True, reads=Project),
}
PERSON_AND_WORK: Final = ("person", "for_client", "project", "ticket", "deal", "client")

REGISTRIES: Final = (
    Registry(
        "work-entries",
        "Working time",
        WorkEntry,
        "-starts",
        PERSON_AND_WORK,
        ("person", "subject", "for_client", "kind", "note"),
        ("person_id", "lead_id"),
        ALL,
        counted=WORKED | {"period": Counted(str, PERIOD, reads=WorkPeriod)},
        at_a_glance=(
            "person",
            "day",
            "minutes",
            "kind",
            "subject",
            "for_client",
            "note",
            "billable",
            "period",
        ),
    ),
    Registry(
        "work-days",
        "Working time by day",
        WorkDay,
        "-day",
        PERSON_AND_WORK,
        ("person", "subject", "for_client", "kind", "note"),
        ("person_id", "lead_id"),
        ALL,
        counted=WORKED,
        at_a_glance=("day", "person", "subject", "for_client", "kind", "minutes", "note"),
    ),
    Registry(
        "timers",
        "Timers",
        Timer,
        "-starts",
        PERSON_AND_WORK,
        ("person", "subject", "for_client", "kind", "note"),
        ("person_id", "lead_id"),
        ALL,
        counted=WORKED,
        at_a_glance=("person", "subject", "for_client", "kind", "running", "starts"),
    ),
    Registry(
        "work-periods",
        "Submitted time",
        WorkPeriod,
        "-first_day",
        ("person", "supervisor", "decided_by"),
        ("person", "supervisor"),
        ("person_id", "supervisor_id"),
        ALL,
        at_a_glance=("person", "first_day", "last_day", "minutes", "status", "submitted_at", "supervisor"),
    ),
)
