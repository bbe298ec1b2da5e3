"""A project as its history left it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from crm_es.aggregates.project.events import (
    Allowance,
    BaselineSet,
    CountedWork,
    Danger,
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
    StageDropped,
    StageFinished,
    StagePlan,
    StagePlanned,
    StageReopened,
)
from crm_es.aggregates.project.spending import Spending
from crm_es.layers import Layers
from crm_es.messages import Corrupt

ALL_OF_IT: Final = 100
Mark = tuple[Danger, UUID | None, str | None, Decimal]
"""What was warned of: the danger, the stage, the month or the day on which it had to be finished, the threshold."""


@dataclass(frozen=True, slots=True)
class Stage:
    plan: StagePlan
    version: int = 1
    done: int = 0
    """Per cent."""
    status: Literal["open", "finished", "dropped"] = "open"
    spent: int = 0

    @property
    def planned(self) -> int:
        return 0 if self.status == "dropped" else self.plan.minutes

    @property
    def earned(self) -> int:
        """Minutes of the plan that are done, times a hundred."""
        return self.planned * self.done


@dataclass(frozen=True)
class Project:
    project_id: UUID
    name: str
    kind: str
    client_id: UUID | None
    deal_id: UUID | None
    lead_id: UUID
    stages: Layers[UUID, Stage] = field(default_factory=Layers)
    works: Layers[UUID, CountedWork] = field(default_factory=Layers)
    """By entry of the work log. One that was taken out has no minutes."""
    astray: Layers[UUID, int] = field(default_factory=Layers)
    """Minutes spent on stages that are not planned."""
    planned: int = 0
    earned: int = 0
    """As of a stage."""
    spending: Spending = field(default_factory=Spending)
    budget: Allowance | None = None
    baselines: int = 0
    agreed: tuple[StagePlan, ...] = ()
    """The last baseline."""
    warned: frozenset[Mark] = frozenset()
    told: tuple[UUID, ...] = ()
    """Who leads it, or led it, and was warned."""
    told_heads: tuple[UUID, ...] = ()
    """The same of the heads, who are warned of the whole project alone."""
    closed: bool = False

    @property
    def spent(self) -> int:
        return self.spending.minutes

    @property
    def plans(self) -> Iterator[StagePlan]:
        """Of all stages that are not dropped."""
        return (stage.plan for stage in self.stages.values() if stage.status != "dropped")

    @property
    def open_stages(self) -> tuple[OpenStage, ...]:
        plans = (stage.plan for stage in self.stages.values() if stage.status == "open")
        return tuple(OpenStage(stage_id=plan.stage_id, stage=plan.name, people=plan.people) for plan in plans)

    @property
    def done(self) -> int:
        """Of the whole plan, per cent."""
        return self.earned // self.planned if self.planned else 0


def evolve(project: Project | None, event: ProjectEvent) -> Project:
    match project, event:
        case None, ProjectOpened():
            return Project(event.project_id, event.project, event.kind, event.client_id, event.deal_id, event.lead_id)
        case Project(), StagePlanned(stage_id=stage_id):
            before = project.stages.get(stage_id)
            plan = StagePlan.model_construct(**{name: getattr(event, name) for name in StagePlan.model_fields})
            stage = (
                replace(before, plan=plan, version=event.version, status=reborn(before))
                if before
                else Stage(plan, event.version, spent=project.astray.get(stage_id, 0))
            )
            return rearmed(staged(project, stage_id, stage))
        case Project(), StageDropped(stage_id=stage_id):
            dropped = replace(project.stages[stage_id], status="dropped", version=event.version)
            return staged(project, stage_id, dropped)
        case Project(), ProgressReported(stage_id=stage_id, done_percent=done):
            return staged(project, stage_id, replace(project.stages[stage_id], done=done))
        case Project(), StageFinished(stage_id=stage_id):
            finished = replace(project.stages[stage_id], done=ALL_OF_IT, status="finished")
            return staged(project, stage_id, finished)
        case Project(), StageReopened(stage_id=stage_id, done_percent=done):
            return staged(project, stage_id, replace(project.stages[stage_id], done=done, status="open"))
        case Project(), BaselineSet():
            kept = frozenset(mark for mark in project.warned if mark[1] or mark[0] not in ("CPI", "SPI", "runs ahead"))
            return replace(project, baselines=event.number, agreed=event.stages, warned=kept)
        case Project(), ProjectBudgetSet(budget=budget):
            warned = frozenset(mark for mark in project.warned if mark[0] != "budget")
            return replace(project, budget=budget, warned=warned)
        case Project(), ProjectHandedOver(lead_id=lead_id):
            return replace(project, lead_id=lead_id)
        case Project(closed=False), ProjectClosed():
            return replace(project, closed=True)
        case Project(closed=True), ProjectReopened():
            return replace(project, closed=False)
        case Project(), ProjectWorkCounted():
            return counted(project, event)
        case Project(), ProjectWarned():
            heads = () if event.stage_id else event.head_ids
            return replace(
                project,
                warned=project.warned | {mark_of(event)},
                told=tuple(dict.fromkeys((*project.told, event.lead_id))),
                told_heads=tuple(dict.fromkeys((*project.told_heads, *heads))),
            )
        case _:
            raise Corrupt(project, event)


def reborn(stage: Stage) -> Literal["open", "finished"]:
    """A dropped stage that is planned anew is done after all."""
    if stage.status == "dropped":
        return "finished" if stage.done == ALL_OF_IT else "open"
    return stage.status


def staged(project: Project, stage_id: UUID, stage: Stage) -> Project:
    before = project.stages.get(stage_id)
    return replace(
        project,
        stages=project.stages.having(stage_id, stage),
        planned=project.planned + stage.planned - (before.planned if before else 0),
        earned=project.earned + stage.earned - (before.earned if before else 0),
    )


def counted(project: Project, event: ProjectWorkCounted) -> Project:
    changes: dict[str, Any] = {
        "works": project.works.having(event.work_id, event.work),
        "spending": project.spending.changed(event.was, event.work),
    }
    project = replace(project, **changes)
    for work, sign in ((event.was, -1), (event.work, 1)):
        if work is None or work.stage_id is None:
            continue
        if stage := project.stages.get(work.stage_id):
            stage = replace(stage, spent=stage.spent + sign * work.minutes)
            project = replace(project, stages=project.stages.having(work.stage_id, stage))
        else:
            spent = project.astray.get(work.stage_id, 0) + sign * work.minutes
            project = replace(project, astray=project.astray.having(work.stage_id, spent))
    return project


def rearmed(project: Project) -> Project:
    """What lies below a threshold by the new plan is warned of again when it comes there."""

    def still(mark: Mark) -> bool:
        what, stage_id, _, threshold = mark
        if what == "stage over plan" and stage_id:
            stage = project.stages[stage_id]
            return over(stage.spent, stage.planned, threshold)
        if what == "project over plan":
            return over(project.spent, project.planned, threshold)
        if what == "runs ahead":
            part = project.stages[stage_id] if stage_id else project
            return over(part.spent, part.planned, threshold + part.done)
        if what == "CPI":
            return project.earned < threshold * project.spent * ALL_OF_IT
        return what != "stage late" or stage_id is None or marked_end(project.stages[stage_id]) == mark[2]

    kept = frozenset(filter(still, project.warned)) if project.warned else project.warned
    return project if len(kept) == len(project.warned) else replace(project, warned=kept)


def overspent(project: Project) -> frozenset[UUID | None]:
    """Of which stages somebody was warned that too much is spent; None is the whole project."""
    of_time = ("stage late", "SPI", "budget")
    return frozenset(stage_id for what, stage_id, *_ in project.warned if what not in of_time)


def mark_of(event: ProjectWarned) -> Mark:
    until = event.ends.isoformat() if event.ends else None
    return (event.what, event.stage_id, event.period or until, event.threshold)


def over(spent: int, planned: int, percent: Decimal | int) -> bool:
    return planned > 0 and spent * ALL_OF_IT >= percent * planned


def marked_end(stage: Stage) -> str | None:
    """The day on which it had to be finished, as marks tell it."""
    return stage.plan.ends.isoformat() if stage.plan.ends else None
