"""What happens to a project."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal
from uuid import UUID

from crm_es.ids import derived
from crm_es.messages import Event, Message
from crm_es.money import Money
from crm_es.rates import RateUse

# ── What events speak of ──


class Share(Message):
    """What one person is planned to do on a stage."""

    person_id: UUID
    minutes: int
    value: Money | None = None
    """What the client pays for it by the rates of then; None where no rate fits."""
    cost: Money | None = None
    """What it costs us."""


class StagePlan(Message):
    """A stage as planned."""

    stage_id: UUID
    name: str
    parent_id: UUID | None = None
    category: str | None = None
    """Such as design or test: over many projects stages are compared by it."""
    kind: str | None = None
    """Of work: rates go by it."""
    starts: date | None = None
    ends: date | None = None
    """The last day, included."""
    planned: tuple[Share, ...] = ()
    depends_on: tuple[UUID, ...] = ()
    """Stages that have to be finished before it starts."""

    @cached_property
    def minutes(self) -> int:
        return sum(share.minutes for share in self.planned)

    @property
    def people(self) -> tuple[UUID, ...]:
        return tuple(share.person_id for share in self.planned)


class Allowance(Message):
    """How much a project may take (X-36)."""

    minutes: int | None = None
    amount: Money | None = None
    use: RateUse = "price"
    """What the amount limits: what the client pays, or what it costs us."""
    per: Literal["total", "month"] = "total"
    carries_over: bool = False
    """What a month leaves is added to the next, and what it takes too much is taken off."""
    since: date
    """Months count from the one of this day on."""


class CountedWork(Message):
    """What an entry of the work log comes to here."""

    stage_id: UUID | None
    person_id: UUID
    kind: str
    on: date
    minutes: int
    value: Money | None = None
    cost: Money | None = None


class AboutProject(Message):
    """What most events tell of the project."""

    project_id: UUID
    project: str
    """Its name."""
    client_id: UUID | None
    lead_id: UUID
    head_ids: tuple[UUID, ...]
    """Who is warned besides the lead."""


class AboutStage(AboutProject):
    """What happens to one stage."""

    stage_id: UUID
    stage: str
    """Its name."""
    people: tuple[UUID, ...]
    planned_minutes: int
    spent_minutes: int
    told: tuple[UUID, ...] = ()
    """Who leads the project, or led it, and was warned."""


class OpenStage(Message):
    """A stage that is neither finished nor dropped."""

    stage_id: UUID
    stage: str
    people: tuple[UUID, ...]


# ── Events ──


class ProjectOpened(AboutProject, Event):
    """A project began."""

    kind: str
    deal_id: UUID | None
    opened_by: UUID | None


class StagePlanned(StagePlan, AboutProject, Event):
    """A stage was planned, or planned anew."""

    version: int
    """How often this stage was planned, this time included."""
    was: StagePlan | None = None
    joined: tuple[UUID, ...]
    """People who were not planned on it before."""
    left: tuple[UUID, ...] = ()
    """People who are planned on it no more."""
    planned_by: UUID | None
    project_minutes: int
    """The plan of the whole project now."""
    late_at: datetime | None = None
    """From then on it is late, unless finished; None where that is over, or not known."""
    finished: bool = False
    """It is done already, however it is planned."""
    told: tuple[UUID, ...] = ()
    """Who leads the project, or led it, and was warned."""
    told_heads: tuple[UUID, ...] = ()
    """And which of the heads."""
    eased: tuple[UUID | None, ...] = ()
    """Stages of which too much was spent by the plan before, and is not by this one; None is the whole project."""


class StageDropped(AboutStage, Event):
    """A stage will not be done. What was worked on it stays counted."""

    version: int
    plan: StagePlan
    project_minutes: int
    reason: str


class ProgressReported(AboutStage, Event):
    """Somebody said how much of a stage is done."""

    from_percent: int
    done_percent: int
    note: str | None
    reported_by: UUID | None


class StageFinished(AboutStage, Event):
    """All of a stage is done."""

    from_percent: int
    finished_by: UUID | None


class StageReopened(AboutStage, Event):
    """A finished stage turned out not to be done."""

    done_percent: int
    reason: str
    late_at: datetime | None


class BaselineSet(AboutProject, Event):
    """The whole plan as it is was agreed; the first is the agreed estimate. It never changes."""

    number: int
    name: str
    stages: tuple[StagePlan, ...]
    minutes: int
    set_by: UUID | None

    @cached_property
    def lines(self) -> dict[UUID, tuple[StagePlan, Share | None]]:
        """What was agreed for each stage and person, by an id of its own; of nobody, where nobody was planned."""
        return {
            derived(self.project_id, self.number, stage.stage_id, share.person_id if share else None): (stage, share)
            for stage in self.stages
            for share in stage.planned or (None,)
        }


class ProjectBudgetSet(AboutProject, Event):
    """It was agreed how much the project may take; nothing more is said where both are None."""

    was: Allowance | None
    budget: Allowance


class ProjectHandedOver(AboutProject, Event):
    """Somebody else leads it from now on."""

    from_lead_id: UUID
    reason: str | None


class ProjectClosed(AboutProject, Event):
    """It is over."""

    reason: str
    planned_minutes: int
    spent_minutes: int
    open_stages: tuple[OpenStage, ...] = ()
    """What is not done."""
    told: tuple[UUID, ...] = ()
    """Who leads the project, or led it, and was warned."""
    told_heads: tuple[UUID, ...] = ()
    """And which of the heads."""


class ProjectReopened(AboutProject, Event):
    """It goes on after all."""

    reason: str
    open_stages: tuple[OpenStage, ...] = ()
    """What is not done."""


class ProjectWorkCounted(Event):
    """Work on the project became known, changed, or was taken out: then no minutes are left."""

    project_id: UUID
    work_id: UUID
    person_id: UUID
    work: CountedWork
    """The figures of this entry now, not what they changed by."""
    was: CountedWork | None
    stage: str | None
    """The name of the stage; None without a stage, or of one that is not planned."""
    stage_planned_minutes: int
    stage_spent_minutes: int
    """After this."""
    project_planned_minutes: int
    project_spent_minutes: int


Danger = Literal["stage over plan", "project over plan", "runs ahead", "stage late", "budget", "CPI", "SPI"]


class ProjectWarned(AboutProject, Event):
    """A project, or one of its stages, is in danger; said once for each threshold (S3-15)."""

    what: Danger
    stage_id: UUID | None = None
    stage: str | None = None
    threshold: Decimal
    """Per cent, points, or an index."""
    figure: Decimal
    """What was found, in the same."""
    planned_minutes: int
    spent_minutes: int
    done_percent: int
    """Of the stage, or of the project."""
    period: str | None = None
    """The month of the budget."""
    ends: date | None = None
    due_percent: int | None = None
    """How much of the plan should be done by then."""


ProjectEvent = (
    ProjectOpened
    | StagePlanned
    | StageDropped
    | ProgressReported
    | StageFinished
    | StageReopened
    | BaselineSet
    | ProjectBudgetSet
    | ProjectHandedOver
    | ProjectClosed
    | ProjectReopened
    | ProjectWorkCounted
    | ProjectWarned
)
