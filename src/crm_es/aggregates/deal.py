"""A deal: one sales opportunity on its way through a pipeline.

A deal is opened in the first stage, moves between stages, and ends exactly once: won or lost.
Forward it goes only when the tasks of its stage are done; back, or past a stage, only with a reason (S2-01, S2-21).
A closed deal never changes again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import derived
from crm_es.messages import Command, Corrupt, Event, Message, Refused, quoted
from crm_es.money import Money
from crm_es.playbook import BeforeDate, Day, Name, Pipeline, StageTask, due

# ── Events ──────────────────────────────────────────────────────────────────


class StageTaskDue(Message):
    """A task that a stage brings: everything needed to assign it."""

    task_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    accepted: bool = False
    """It counts as done only once the supervisor has accepted the result."""


class TaskDue(Message):
    """A task's new deadline."""

    task_id: UUID
    due: datetime


class DealOpened(Event):
    """A manager started to pursue an opportunity."""

    deal_id: UUID
    title: str
    client_id: UUID | None
    owner_id: UUID
    pipeline: str
    playbook_version: int
    stage: str
    value: Money | None = None
    product: str | None = None
    dates: dict[str, date] = Field(default_factory=dict)
    tasks: tuple[StageTaskDue, ...] = ()


class DealMoved(Event):
    """The deal changed stage."""

    deal_id: UUID
    owner_id: UUID
    pipeline: str
    from_stage: str
    to_stage: str
    direction: Literal["forward", "skip", "back"]
    reason: str | None = None
    """Why it went back, or past a stage."""
    stay: int
    """Which stay in a stage this is, counted from 1 at opening."""
    tasks: tuple[StageTaskDue, ...] = ()
    left_behind: tuple[UUID, ...] = ()
    """Tasks of the stage it left that nobody finished."""


class DealDated(Event):
    """A date of the deal, such as its shipment, was set; deadlines that count back from it follow."""

    deal_id: UUID
    name: str
    on: date
    dues: tuple[TaskDue, ...] = ()


class DealMilestoneReached(Event):
    """Something that deadlines wait for happened to the deal (S2-11)."""

    deal_id: UUID
    name: str
    at: datetime
    """When: deadlines of later stages count from it too."""
    dues: tuple[TaskDue, ...] = ()


class DealRevalued(Event):
    """The deal is worth another amount."""

    deal_id: UUID
    from_value: Money | None
    to_value: Money


class StageTaskCompleted(Event):
    """A task of the present stage is done."""

    deal_id: UUID
    task_id: UUID


class StageTaskReopened(Event):
    """A task of the present stage turned out not to be done."""

    deal_id: UUID
    task_id: UUID


class DealWon(Event):
    """The client signed."""

    deal_id: UUID
    owner_id: UUID
    client_id: UUID | None
    pipeline: str
    stage: str
    stay: int
    """Which stay in a stage ended with it."""
    value: Money | None
    reason: str | None = None
    """Why stages were passed over."""
    left_behind: tuple[UUID, ...] = ()


class DealLost(Event):
    """The client declined, or we gave up."""

    deal_id: UUID
    owner_id: UUID
    client_id: UUID | None
    pipeline: str
    stage: str
    stay: int
    """Which stay in a stage ended with it."""
    reason: str
    """One of the pipeline's loss reasons."""
    note: str | None = None
    left_behind: tuple[UUID, ...] = ()


DealEvent = (
    DealOpened
    | DealMoved
    | DealDated
    | DealMilestoneReached
    | DealRevalued
    | StageTaskCompleted
    | StageTaskReopened
    | DealWon
    | DealLost
)

# ── Commands ────────────────────────────────────────────────────────────────

SALES = {"manager", "head_of_sales", "operator", "import"}
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class OpenDeal(Command, roles=SALES, opens=True):
    """Start pursuing an opportunity, in the first stage of a pipeline."""

    deal_id: UUID
    title: Name
    client_id: UUID | None = None
    owner_id: UUID
    pipeline: Name
    value: Money | None = None
    product: Name | None = None
    dates: dict[Name, Day] = Field(default_factory=dict)


class MoveDeal(Command, roles=SALES):
    """Move the deal to another stage. Back, or past a stage, a reason is needed."""

    deal_id: UUID
    stage: Name
    reason: Reason | None = None


class DateDeal(Command, roles=SALES):
    """Set a date of the deal that deadlines count back from (S2-09)."""

    deal_id: UUID
    name: Name
    on: Day


class ReachMilestone(Command, roles=SALES):
    """Say that something that deadlines wait for happened (S2-11)."""

    deal_id: UUID
    name: Name


class RevalueDeal(Command, roles=SALES):
    """Give the deal another value."""

    deal_id: UUID
    value: Money


class CompleteStageTask(Command, roles={"policy", "import"}):
    """Count a task of the stage as done."""

    deal_id: UUID
    task_id: UUID


class ReopenStageTask(Command, roles={"policy"}):
    """Count a task of the stage as not done after all."""

    deal_id: UUID
    task_id: UUID


class WinDeal(Command, roles=SALES):
    """Close the deal as won. Before the last stage a reason is needed."""

    deal_id: UUID
    value: Money | None = None
    """What was agreed in the end; the value so far where none is given."""
    reason: Reason | None = None


class LoseDeal(Command, roles=SALES):
    """Close the deal as lost, with one of the pipeline's loss reasons."""

    deal_id: UUID
    reason: Name
    note: Reason | None = None


DealCommand = (
    OpenDeal
    | MoveDeal
    | DateDeal
    | ReachMilestone
    | RevalueDeal
    | CompleteStageTask
    | ReopenStageTask
    | WinDeal
    | LoseDeal
)

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class StayTask:
    """A task of the present stay; `place` tells its rule in the playbook's stage."""

    task_id: UUID
    what: str
    place: int
    done: bool = False


@dataclass(frozen=True)
class Deal:
    deal_id: UUID
    client_id: UUID | None
    owner_id: UUID
    pipeline: str
    playbook_version: int
    stage: str
    value: Money | None
    dates: dict[str, date]
    tasks: tuple[StayTask, ...]
    milestones: dict[str, datetime] = field(default_factory=dict)
    stay: int = 1
    closed: bool = False

    @property
    def open_tasks(self) -> tuple[StayTask, ...]:
        return tuple(task for task in self.tasks if not task.done)

    @property
    def left_behind(self) -> tuple[UUID, ...]:
        return tuple(task.task_id for task in self.open_tasks)


def evolve(deal: Deal | None, event: DealEvent) -> Deal:
    match deal, event:
        case None, DealOpened():
            return Deal(
                deal_id=event.deal_id,
                client_id=event.client_id,
                owner_id=event.owner_id,
                pipeline=event.pipeline,
                playbook_version=event.playbook_version,
                stage=event.stage,
                value=event.value,
                dates=event.dates,
                tasks=_stay(event.tasks),
            )
        case Deal(), DealMoved():
            return replace(deal, stage=event.to_stage, stay=event.stay, tasks=_stay(event.tasks))
        case Deal(), DealDated():
            return replace(deal, dates={**deal.dates, event.name: event.on})
        case Deal(), DealMilestoneReached():
            return replace(deal, milestones={**deal.milestones, event.name: event.at})
        case Deal(), DealRevalued():
            return replace(deal, value=event.to_value)
        case Deal(), StageTaskCompleted() | StageTaskReopened():
            done = isinstance(event, StageTaskCompleted)
            tasks = (replace(t, done=done) if t.task_id == event.task_id else t for t in deal.tasks)
            return replace(deal, tasks=tuple(tasks))
        case Deal(), DealWon() | DealLost():
            return replace(deal, closed=True)
        case _:
            raise Corrupt(deal, event)


def _stay(tasks: tuple[StageTaskDue, ...]) -> tuple[StayTask, ...]:
    return tuple(StayTask(task.task_id, task.what, place) for place, task in enumerate(tasks))


# ── Decisions ───────────────────────────────────────────────────────────────

UNASKED = frozenset({"import", "policy", "operator"})
"""They act for others: whose deal it is does not hold them up."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def decide(deal: Deal | None, command: DealCommand, context: Context) -> Iterator[DealEvent]:
    match command, deal:
        case OpenDeal(), None:
            yield _opened(command, context)
        case OpenDeal(), _:
            raise Refused("This deal is already there: open another under its own id.")
        case _, None:
            raise Refused("There is no such deal: open it first.")
        case CompleteStageTask(), Deal():
            if command.task_id in deal.left_behind and not deal.closed:
                yield StageTaskCompleted(deal_id=deal.deal_id, task_id=command.task_id)
        case ReopenStageTask(), Deal():
            if any(task.done and task.task_id == command.task_id for task in deal.tasks) and not deal.closed:
                yield StageTaskReopened(deal_id=deal.deal_id, task_id=command.task_id)
        case _, Deal(closed=True):
            raise Refused("This deal is closed and never changes again: open a new one.", "the deal is closed")
        case _, Deal() if UNASKED.isdisjoint(context.roles) and not context.answers_for(deal.owner_id):
            owner = context.directory.name(deal.owner_id)
            raise Refused(f"This is a deal of {owner}: ask {owner}, a deputy or a supervisor.", "somebody else's deal")
        case MoveDeal(), Deal():
            if command.stage != deal.stage:
                yield _moved(deal, command, context)
        case DateDeal(), Deal():
            if deal.dates.get(command.name) != command.on:
                yield _dated(deal, command, context)
        case ReachMilestone(), Deal():
            if command.name not in deal.milestones:
                yield _reached(deal, command, context)
        case RevalueDeal(), Deal():
            if command.value != deal.value:
                yield DealRevalued(deal_id=deal.deal_id, from_value=deal.value, to_value=command.value)
        case WinDeal(), Deal():
            yield _won(deal, command, context)
        case LoseDeal(), Deal():
            yield _lost(deal, command, context)


def _opened(command: OpenDeal, context: Context) -> DealOpened:
    pipeline = context.playbook.pipeline(command.pipeline)
    if pipeline is None:
        known = quoted(p.name for p in context.playbook.pipelines)
        raise Refused(f"There is no pipeline {command.pipeline!r}: take one of {known}.", "no such pipeline")
    if context.directory.person(command.owner_id) is None:
        raise Refused("The owner of a deal must work here: name somebody who does.")
    stage = pipeline.stages[0].name
    opened = DealOpened(**dict(command), playbook_version=context.playbook_version, stage=stage)
    return opened.model_copy(update={"tasks": _tasks(evolve(None, opened), stage, context)})


def _moved(deal: Deal, command: MoveDeal, context: Context) -> DealMoved:
    pipeline = _pipeline(deal, context)
    place = pipeline.place(command.stage)
    if place < 0:
        known = quoted(stage.name for stage in pipeline.stages)
        raise Refused(f"There is no stage {command.stage!r} in this pipeline: take one of {known}.", "no such stage")
    direction = _direction(deal, place, command.reason, context)
    arrived = replace(deal, stay=deal.stay + 1)
    return DealMoved(
        deal_id=deal.deal_id,
        owner_id=deal.owner_id,
        pipeline=deal.pipeline,
        from_stage=deal.stage,
        to_stage=command.stage,
        direction=direction,
        reason=command.reason,
        stay=arrived.stay,
        tasks=_tasks(arrived, command.stage, context),
        left_behind=deal.left_behind,
    )


def _dated(deal: Deal, command: DateDeal, context: Context) -> DealDated:
    dated = DealDated(deal_id=deal.deal_id, name=command.name, on=command.on)
    return dated.model_copy(update={"dues": _dues(deal, evolve(deal, dated), context)})


def _reached(deal: Deal, command: ReachMilestone, context: Context) -> DealMilestoneReached:
    reached = DealMilestoneReached(deal_id=deal.deal_id, name=command.name, at=context.at)
    return reached.model_copy(update={"dues": _dues(deal, evolve(deal, reached), context)})


def _won(deal: Deal, command: WinDeal, context: Context) -> DealWon:
    past_the_last = len(_pipeline(deal, context).stages)
    _direction(deal, past_the_last, command.reason, context)
    return DealWon(
        deal_id=deal.deal_id,
        owner_id=deal.owner_id,
        client_id=deal.client_id,
        pipeline=deal.pipeline,
        stage=deal.stage,
        stay=deal.stay,
        value=command.value or deal.value,
        reason=command.reason,
        left_behind=deal.left_behind,
    )


def _lost(deal: Deal, command: LoseDeal, context: Context) -> DealLost:
    reasons = _pipeline(deal, context).loss_reasons
    if command.reason not in reasons:
        sentence = f"{command.reason!r} is no reason to lose a deal of this pipeline: take one of {quoted(reasons)}."
        raise Refused(sentence, "no such loss reason")
    return DealLost(
        deal_id=deal.deal_id,
        owner_id=deal.owner_id,
        client_id=deal.client_id,
        pipeline=deal.pipeline,
        stage=deal.stage,
        stay=deal.stay,
        reason=command.reason,
        note=command.note,
        left_behind=deal.left_behind,
    )


def _direction(deal: Deal, place: int, reason: str | None, context: Context) -> Literal["forward", "skip", "back"]:
    """Which way a stage lies from the present one, if the deal may go there."""
    here = _pipeline(deal, context).place(deal.stage)
    if place == here + 1:
        if deal.open_tasks and "import" not in context.roles:
            tasks = quoted(task.what for task in deal.open_tasks)
            raise Refused(f"The stage {deal.stage!r} is not done: first finish {tasks}.", "tasks of the stage are open")
        return "forward"
    if reason is None and place > here:
        raise Refused(f"From {deal.stage!r} this passes over a stage: give the reason.", "passing over takes a reason")
    if reason is None:
        raise Refused(f"From {deal.stage!r} this goes back: give the reason.", "going back takes a reason")
    return "skip" if place > here else "back"


# ── Stage tasks ─────────────────────────────────────────────────────────────


def _pipeline(deal: Deal, context: Context) -> Pipeline:
    """As it was in the playbook's version that the deal started on."""
    return next(p for p in context.playbooks[deal.playbook_version].pipelines if p.name == deal.pipeline)


def _rules(deal: Deal, stage: str, context: Context) -> tuple[StageTask, ...]:
    pipeline = _pipeline(deal, context)
    return pipeline.stages[pipeline.place(stage)].tasks


def _tasks(deal: Deal, stage: str, context: Context) -> tuple[StageTaskDue, ...]:
    """What the stage brings (S2-03)."""
    rules = _rules(deal, stage, context)
    missing = {r.deadline.date for r in rules if isinstance(r.deadline, BeforeDate)} - deal.dates.keys()
    if missing:
        sentence = f"Deadlines of {stage!r} count back from {quoted(sorted(missing))}: give the deal this date first."
        raise Refused(sentence, "the deal lacks a date")
    return tuple(
        _task(deal, rule, n, until, context)
        for n, rule in enumerate(rules)
        if (until := due(rule.deadline, context.at, deal.dates, deal.milestones))
    )


def _task(deal: Deal, rule: StageTask, n: int, until: datetime, context: Context) -> StageTaskDue:
    # Once the owner has left, whoever is above is the nearest who works here.
    role = "employee" if rule.responsible == "owner" else rule.responsible
    responsible_id = context.directory.holder_near(role, deal.owner_id)
    if responsible_id is None:
        sentence = f"{rule.what!r} takes somebody with the role {role}, and nobody has it: give it to somebody first."
        raise Refused(sentence, "nobody has the role")
    return StageTaskDue(
        task_id=derived(deal.deal_id, "stage task", deal.stay, n),
        what=rule.what,
        responsible_id=responsible_id,
        supervisor_id=context.directory.supervisor(responsible_id),
        due=until,
        accepted=rule.accepted,
    )


def _dues(before: Deal, after: Deal, context: Context) -> tuple[TaskDue, ...]:
    """The deadlines of open tasks that follow what the deal has come to know."""
    rules = _rules(before, before.stage, context)
    return tuple(
        TaskDue(task_id=task.task_id, due=now)
        for task in before.open_tasks
        for was, now in [[due(rules[task.place].deadline, LONG_AGO, d.dates, d.milestones) for d in (before, after)]]
        if now and now != was
    )


decider = Decider("deal", "deals", get_args(DealCommand), decide, evolve)
