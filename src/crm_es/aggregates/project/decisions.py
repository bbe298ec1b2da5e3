"""Every wish about a project, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.project.commands import (
    CallStagesLate,
    CloseProject,
    CountProjectWork,
    DropStage,
    FinishStage,
    HandOverProject,
    OpenProject,
    PlanStage,
    ProjectCommand,
    ReopenProject,
    ReopenStage,
    ReportProgress,
    SetBaseline,
    SetProjectBudget,
)
from crm_es.aggregates.project.counting import counted
from crm_es.aggregates.project.dangers import after_progress, when_late
from crm_es.aggregates.project.events import (
    Allowance,
    ProgressReported,
    ProjectBudgetSet,
    ProjectClosed,
    ProjectEvent,
    ProjectHandedOver,
    ProjectOpened,
    ProjectReopened,
    StageFinished,
    StageReopened,
)
from crm_es.aggregates.project.people import about, heads, must_lead, must_work_here, must_work_on, on_stage, who
from crm_es.aggregates.project.planning import agreed, dropped, late_at, planned
from crm_es.aggregates.project.state import Project, Stage, evolve
from crm_es.context import Context
from crm_es.messages import Refused


def decide(project: Project | None, command: ProjectCommand, context: Context) -> Iterator[ProjectEvent]:
    match command, project:
        case OpenProject(), None:
            yield _opened(command, context)
        case _, None:
            raise Refused("There is no such project: open it first.")
        case OpenProject(), Project():
            same = ("name", "kind", "client_id", "deal_id")
            if any(getattr(project, name) != getattr(command, name) for name in same):
                raise Refused("This project is open already: open another under its own id.")
        case CountProjectWork(), Project():
            yield from counted(project, command, context)
        case CallStagesLate(), Project():
            if not project.closed:
                yield from when_late(project, context)
        case CloseProject(), Project(closed=True):
            return
        case ReopenProject(), Project():
            must_lead(project, context)
            if project.closed:
                yield ProjectReopened(**about(project, context), reason=command.reason, open_stages=project.open_stages)
        case _, Project(closed=True):
            raise Refused("This project is closed: reopen it first.", "the project is closed")
        case ReportProgress(), Project():
            yield from _reported(project, command, context)
        case FinishStage(), Project():
            yield from _finished(project, command, context)
        case ReopenStage(), Project():
            yield from _reopened(project, command, context)
        case PlanStage(), Project():
            must_lead(project, context)
            yield from planned(project, command, context)
        case DropStage(), Project():
            must_lead(project, context)
            stage = _stage(project, command.stage_id)
            if stage.status != "dropped":
                yield dropped(project, stage, command, context)
        case SetBaseline(), Project():
            must_lead(project, context)
            yield from agreed(project, command, context)
        case SetProjectBudget(), Project():
            must_lead(project, context)
            yield from _limited(project, command, context)
        case HandOverProject(), Project():
            must_lead(project, context)
            if command.lead_id != project.lead_id:
                must_work_here(command.lead_id, "leads a project", context)
                told = about(project, context) | {"lead_id": command.lead_id}
                yield ProjectHandedOver(**told, from_lead_id=project.lead_id, reason=command.reason)
        case CloseProject(), Project():
            must_lead(project, context)
            yield ProjectClosed(
                **about(project, context),
                reason=command.reason,
                planned_minutes=project.planned,
                spent_minutes=project.spent,
                open_stages=project.open_stages,
                told=project.told,
                told_heads=project.told_heads,
            )


def _opened(command: OpenProject, context: Context) -> ProjectOpened:
    must_work_here(command.lead_id, "leads a project", context)
    return ProjectOpened(
        project_id=command.project_id,
        project=command.name,
        client_id=command.client_id,
        lead_id=command.lead_id,
        head_ids=heads(context),
        kind=command.kind,
        deal_id=command.deal_id,
        opened_by=who(context),
    )


def _stage(project: Project, stage_id: UUID) -> Stage:
    if (stage := project.stages.get(stage_id)) is None:
        raise Refused("The project has no such stage: plan it first.", "no such stage")
    return stage


def _going_on(project: Project, stage_id: UUID, context: Context) -> Stage:
    stage = _stage(project, stage_id)
    must_work_on(project, stage, context)
    if stage.status == "dropped":
        raise Refused("This stage was dropped: plan it anew first.", "the stage was dropped")
    return stage


def _reported(project: Project, command: ReportProgress, context: Context) -> Iterator[ProjectEvent]:
    stage = _going_on(project, command.stage_id, context)
    if stage.status == "finished":
        if command.done_percent == stage.done:
            return
        raise Refused("This stage is finished: reopen it first.", "the stage is finished")
    if command.done_percent != stage.done or command.note:
        event = ProgressReported(
            **on_stage(project, stage, context),
            from_percent=stage.done,
            done_percent=command.done_percent,
            note=command.note,
            reported_by=who(context),
        )
        yield event
        if "import" not in context.roles:
            yield from after_progress(evolve(project, event), command.stage_id, context)


def _finished(project: Project, command: FinishStage, context: Context) -> Iterator[ProjectEvent]:
    stage = _going_on(project, command.stage_id, context)
    if stage.status != "finished":
        told = on_stage(project, stage, context)
        yield StageFinished(**told, from_percent=stage.done, finished_by=who(context))


def _reopened(project: Project, command: ReopenStage, context: Context) -> Iterator[ProjectEvent]:
    stage = _going_on(project, command.stage_id, context)
    if stage.status == "finished":
        yield StageReopened(
            **on_stage(project, stage, context),
            done_percent=command.done_percent,
            reason=command.reason,
            late_at=late_at(stage.plan.ends, context),
        )


def _limited(project: Project, command: SetProjectBudget, context: Context) -> Iterator[ProjectEvent]:
    if command.minutes is None and command.amount is None and project.budget is None:
        raise Refused("Say how many minutes or how much money the project may take.", "a budget limits something")
    if command.amount and command.amount.amount <= 0:
        raise Refused("A budget is more than nothing: leave the amount out for none.", "a budget limits something")
    if command.carries_over and command.per == "total":
        raise Refused("Only a monthly budget is carried over: say `per` month.", "months are carried over")
    since = command.since or (project.budget.since if project.budget else context.playbook.calendar.day(context.at))
    budget = Allowance(**command.model_dump(exclude={"project_id", "since"}), since=since)
    if budget != project.budget:
        yield ProjectBudgetSet(**about(project, context), was=project.budget, budget=budget)
