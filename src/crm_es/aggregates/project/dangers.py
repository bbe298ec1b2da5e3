"""When a project is in danger: early enough to do something about it, and said once (S3-12, S3-15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.project.events import CountedWork, Danger, ProjectWarned
from crm_es.aggregates.project.people import about
from crm_es.aggregates.project.spending import available, limits, month_of
from crm_es.aggregates.project.state import ALL_OF_IT, Project, Stage, mark_of
from crm_es.context import Context

CENT: Final = Decimal("0.01")
ON_TIME: Final = Decimal(0)


def after_work(project: Project, work: CountedWork, context: Context) -> Iterator[ProjectWarned]:
    """What the work brought about: for its stage, the project, and the budget."""
    if not project.closed:
        stage = project.stages.get(work.stage_id) if work.stage_id else None
        if stage and stage.status == "open":
            yield from _of_stage(project, stage, context)
        yield from _of_project(project, context)
        yield from _of_budget(project, work.on, context)


def after_progress(project: Project, stage_id: UUID, context: Context) -> Iterator[ProjectWarned]:
    """What is seen once somebody said how much is done."""
    stage = project.stages[stage_id]
    if stage.status == "open":
        yield from _of_stage(project, stage, context)
    yield from _of_project(project, context)
    yield from _behind(project, context)


def when_late(project: Project, context: Context) -> Iterator[ProjectWarned]:
    """Which stages should be finished by now."""
    calendar = context.playbook.calendar
    for stage in project.stages.values():
        ends = stage.plan.ends
        if stage.status == "open" and ends and calendar.end_of(ends) < context.at:
            days = Decimal((calendar.day(context.at) - ends).days)
            yield from _once(_warned(project, "stage late", (ON_TIME, days), context, stage, ends=ends), project)
    yield from _behind(project, context)


def _of_stage(project: Project, stage: Stage, context: Context) -> Iterator[ProjectWarned]:
    yield from _shares(project, "stage over plan", context, stage)
    yield from _ahead(project, context, stage)


def _of_project(project: Project, context: Context) -> Iterator[ProjectWarned]:
    yield from _shares(project, "project over plan", context)
    yield from _ahead(project, context)
    rules = context.playbook.projects
    if project.spent and _percent(project.spent, project.planned) >= rules.from_percent:
        cpi = Decimal(project.earned) / ALL_OF_IT / project.spent
        if cpi < rules.cpi_below:
            yield from _once(_warned(project, "CPI", (rules.cpi_below, cpi), context), project)


def _shares(project: Project, what: Danger, context: Context, stage: Stage | None = None) -> Iterator[ProjectWarned]:
    """All of the plan is spent, or more. Before that it is in danger when less is done than spent."""
    share = _percent(*_figures(project, stage))
    if share >= ALL_OF_IT:
        yield from _reached(project, context, share, what=what, stage=stage)


def _reached(
    project: Project,
    context: Context,
    share: Decimal,
    *,
    what: Danger,
    stage: Stage | None = None,
    period: str | None = None,
) -> Iterator[ProjectWarned]:
    reached = [percent for percent in context.playbook.projects.warn_at if share >= percent]
    if reached:
        warning = _warned(project, what, (Decimal(max(reached)), share), context, stage, period=period)
        higher = (mark for mark in project.warned if mark[:3] == mark_of(warning)[:3])
        if all(mark[3] < warning.threshold for mark in higher):
            yield warning


def _ahead(project: Project, context: Context, stage: Stage | None = None) -> Iterator[ProjectWarned]:
    """The share spent against the share done (S3-15)."""
    rules = context.playbook.projects
    share, done = _percent(*_figures(project, stage)), stage.done if stage else project.done
    if share >= rules.from_percent and share - done >= rules.ahead_points:
        points = Decimal(rules.ahead_points)
        yield from _once(_warned(project, "runs ahead", (points, share - done), context, stage), project)


def _of_budget(project: Project, on: date, context: Context) -> Iterator[ProjectWarned]:
    if project.budget:
        shares = [ON_TIME]
        for name in limits(project.budget):
            there, spent = available(project.budget, project.spending, name, on)
            # A month may begin with nothing left: then everything spent is too much.
            shares.append(spent * ALL_OF_IT / there if there > 0 else Decimal(ALL_OF_IT * bool(spent)))
        period = month_of(on) if project.budget.per == "month" else None
        yield from _reached(project, context, max(shares), what="budget", period=period)


def _behind(project: Project, context: Context) -> Iterator[ProjectWarned]:
    """What is done against what should be done by now, whatever is spent."""
    rules, today = context.playbook.projects, context.playbook.calendar.day(context.at)
    due = sum((due_by(stage, today) for stage in project.stages.values()), ON_TIME)
    percent = _percent(due, project.planned)
    if due and percent >= rules.from_percent:
        spi = Decimal(project.earned) / ALL_OF_IT / due
        if spi < rules.spi_below:
            warning = _warned(project, "SPI", (rules.spi_below, spi), context, due_percent=round(percent))
            yield from _once(warning, project)


def due_by(stage: Stage, today: date) -> Decimal:
    """How many minutes of the plan should be done at the end of this day: evenly between its dates.

    Without an end it is planned for whenever it is done; without a start all of it for its last day.
    """
    starts, ends = stage.plan.starts or stage.plan.ends, stage.plan.ends
    if not starts or not ends:
        return Decimal(stage.earned) / ALL_OF_IT
    days = min(max((today - starts).days + 1, 0), (ends - starts).days + 1)
    return Decimal(stage.planned) * days / ((ends - starts).days + 1)


def _figures(project: Project, stage: Stage | None) -> tuple[int, int]:
    return (stage.spent, stage.planned) if stage else (project.spent, project.planned)


def _percent(part: Decimal | int, whole: int) -> Decimal:
    """Nothing, where nothing is planned."""
    return Decimal(part) * ALL_OF_IT / whole if whole else ON_TIME


def _once(warning: ProjectWarned, project: Project) -> Iterator[ProjectWarned]:
    if mark_of(warning) not in project.warned:
        yield warning


def _warned(
    project: Project,
    what: Danger,
    found: tuple[Decimal, Decimal],
    context: Context,
    stage: Stage | None = None,
    **besides: Any,
) -> ProjectWarned:
    """`found` are the threshold, and what lies beyond it."""
    threshold, figure = found
    spent, planned = _figures(project, stage)
    return ProjectWarned(
        **about(project, context),
        what=what,
        stage_id=stage.plan.stage_id if stage else None,
        stage=stage.plan.name if stage else None,
        threshold=threshold,
        figure=figure.quantize(CENT),
        planned_minutes=planned,
        spent_minutes=spent,
        done_percent=stage.done if stage else project.done,
        **besides,
    )
