"""The lists of projects, their stages, what was agreed, and what was worked.

What hours cost is for those who worked them, for the lead, and for the heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crm_es.projections.project_baselines import Agreed
from crm_es.projections.project_registry import Project
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.project_work import ProjectWork
from crm_es.projections.stage_plans import PlannedShare
from crm_es.registries.shape import Counted, Registry

HEADS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"projects": {}}
"""Whoever heads the projects sees all of them."""
STAGES: Final = "FROM project_stages AS stage WHERE stage.project_id = part.project_id AND stage.status <> 'dropped'"
EARNED: Final = "sum(planned_minutes * done_percent) / nullif(sum(planned_minutes), 0)"
DONE: Final = f"(SELECT coalesce(floor({EARNED}), 0)::int8 {STAGES})"
"""All of it only once all of it is done."""
SPENT: Final = "coalesce(part.spent_minutes * 100 / nullif(part.planned_minutes, 0), 0)::int8"
LATE: Final = f"(SELECT count(*) {STAGES} AND late AND status = 'open')"
ITS_STAGE: Final = "FROM project_stages AS s WHERE s.stage_id = part.stage_id AND s.project_id = part.project_id"
OF_STAGE: Final = {
    "stage": Counted(str, f"(SELECT name {ITS_STAGE})", optional=True, reads=ProjectStage),
    "category": Counted(str, f"coalesce((SELECT category {ITS_STAGE}), '')", reads=ProjectStage),
}

REGISTRIES: Final = (
    Registry(
        "projects",
        "Projects",
        Project,
        "-opened_at",
        ("client", "deal", "lead"),
        ("name", "kind", "client", "lead"),
        ("involved",),
        HEADS,
        past_for=("lead_id",),
        counted={
            "done_percent": Counted(int, DONE, reads=ProjectStage),
            "spent_percent": Counted(int, SPENT),
            "over_plan": Counted(bool, "part.spent_minutes > part.planned_minutes"),
            "late_stages": Counted(int, LATE, reads=ProjectStage),
        },
        at_a_glance=(
            "name",
            "client",
            "lead",
            "status",
            "planned_minutes",
            "spent_minutes",
            "done_percent",
            "spent_percent",
            "late_stages",
        ),
    ),
    Registry(
        "project-stages",
        "Stages of projects",
        ProjectStage,
        "starts",
        ("project", "people"),
        ("name", "category", "project"),
        ("people", "involved"),
        HEADS,
        record=Project,
        of_record=("client_id", "lead_id", "involved"),
        counted={
            "spent_percent": Counted(int, SPENT),
            "over_plan": Counted(bool, "part.spent_minutes > part.planned_minutes"),
        },
        at_a_glance=(
            "name",
            "project",
            "status",
            "starts",
            "ends",
            "done_percent",
            "planned_minutes",
            "spent_minutes",
            "people_names",
        ),
    ),
    Registry(
        "stage-plans",
        "Plans of stages, by person and version",
        PlannedShare,
        "-known_since",
        ("project", "person"),
        ("project", "person", "stage"),
        ("person_id", "lead_id"),
        HEADS,
        record=Project,
        of_record=("lead_id",),
        counted=OF_STAGE,
        at_a_glance=("project", "stage", "person", "minutes", "known_since", "known_until"),
    ),
    Registry(
        "project-baselines",
        "What was agreed of projects",
        Agreed,
        "-set_at",
        ("project", "person"),
        ("project", "person", "stage", "baseline"),
        ("person_id", "lead_id"),
        HEADS,
        record=Project,
        of_record=("lead_id",),
        at_a_glance=("project", "baseline", "stage", "person", "minutes", "set_at"),
    ),
    Registry(
        "project-work",
        "Work on projects",
        ProjectWork,
        "-on_day",
        ("project", "person"),
        ("project", "person", "kind", "stage"),
        ("person_id", "lead_id"),
        HEADS,
        record=Project,
        of_record=("lead_id",),
        counted=OF_STAGE,
        at_a_glance=("on_day", "project", "stage", "person", "kind", "minutes"),
    ),
)
