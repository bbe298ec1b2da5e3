"""A project: work of several people in stages, with a plan of hours that was agreed, and what was really worked.

It is opened with a lead, planned stage by stage, and closed. What was agreed is kept as a baseline and never changes,
however the plan goes on. Every entry of the work log counts once, with the minutes it has now. Whoever leads it hears
early when more is spent than done.
"""

from typing import get_args

from crm_es.aggregates.project.commands import (
    CallStagesLate,
    CloseProject,
    CountProjectWork,
    DropStage,
    FinishStage,
    HandOverProject,
    OpenProject,
    PlannedWork,
    PlanStage,
    ProjectCommand,
    ReopenProject,
    ReopenStage,
    ReportProgress,
    SetBaseline,
    SetProjectBudget,
)
from crm_es.aggregates.project.decisions import decide
from crm_es.aggregates.project.events import (
    AboutProject,
    AboutStage,
    Allowance,
    BaselineSet,
    CountedWork,
    OpenStage,
    ProgressReported,
    ProjectBudgetSet,
    ProjectClosed,
    ProjectEvent,
    ProjectHandedOver,
    ProjectOpened,
    ProjectReopened,
    ProjectWarned,
    ProjectWorkCounted,
    Share,
    StageDropped,
    StageFinished,
    StagePlan,
    StagePlanned,
    StageReopened,
)
from crm_es.aggregates.project.state import Project, evolve
from crm_es.decider import Decider

__all__ = [
    "AboutProject",
    "AboutStage",
    "Allowance",
    "BaselineSet",
    "CallStagesLate",
    "CloseProject",
    "CountProjectWork",
    "CountedWork",
    "DropStage",
    "FinishStage",
    "HandOverProject",
    "OpenProject",
    "OpenStage",
    "PlanStage",
    "PlannedWork",
    "ProgressReported",
    "Project",
    "ProjectBudgetSet",
    "ProjectClosed",
    "ProjectCommand",
    "ProjectEvent",
    "ProjectHandedOver",
    "ProjectOpened",
    "ProjectReopened",
    "ProjectWarned",
    "ProjectWorkCounted",
    "ReopenProject",
    "ReopenStage",
    "ReportProgress",
    "SetBaseline",
    "SetProjectBudget",
    "Share",
    "StageDropped",
    "StageFinished",
    "StagePlan",
    "StagePlanned",
    "StageReopened",
    "decider",
]

decider = Decider("project", "projects", get_args(ProjectCommand), decide, evolve)
