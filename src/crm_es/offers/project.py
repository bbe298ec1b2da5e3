"""What may be done with a project and with each of its stages."""

from __future__ import annotations

from uuid import UUID

from crm_es.aggregates.project import (
    CloseProject,
    DropStage,
    FinishStage,
    HandOverProject,
    PlanStage,
    Project,
    ReopenProject,
    ReopenStage,
    ReportProgress,
    SetBaseline,
    SetProjectBudget,
    decider,
)
from crm_es.offers.way import Kind, Look, Values, Way, kind, naming, own


def budget(look: Look) -> Values:
    project: Project = look.state
    return dict(project.budget) if project.budget else {}


def plan(look: Look) -> Values:
    """The stage as it is planned."""
    project: Project = look.state
    stage_id: UUID = look.told["stage_id"]
    stage = project.stages.get(stage_id)
    return dict(stage.plan) if stage else {}


KIND = kind(
    "projects",
    decider,
    Way(ReopenProject),
    Way(PlanStage),
    Way(SetBaseline),
    Way(SetProjectBudget, present=budget, typed={"minutes": 59_999}, beside=True),
    Way(HandOverProject, beside=True),
    Way(CloseProject, menu=True),
)

STAGE = Kind(
    "project-stages",
    decider,
    (
        Way(ReportProgress),
        Way(FinishStage),
        Way(ReopenStage),
        Way(PlanStage, present=plan, beside=True),
        Way(DropStage, menu=True),
    ),
    own("project_id"),
    naming(stage_id="stage_id"),
)
