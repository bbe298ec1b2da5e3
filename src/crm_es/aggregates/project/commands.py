"""What may be wished of a project."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.messages import Command, Message
from crm_es.money import Money
from crm_es.playbook import Day, Name
from crm_es.rates import RateUse

OPENERS: Final = {
    "project_lead",
    "head_of_service",
    "manager",
    "head_of_sales",
    "director",
    "operator",
    "policy",
    "import",
}
EVERYBODY: Final = {"employee", "policy", "import"}
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Minutes = Annotated[int, Field(ge=0, le=10_000_000)]
Done = Annotated[int, Field(ge=0, le=100)]


class PlannedWork(Message):
    """How long one person is to work on a stage (S3-16)."""

    person_id: UUID
    minutes: Annotated[Minutes, Field(examples=[480])]


class OpenProject(Command, roles=OPENERS, opens=True, refers=("client_id", "deal_id")):
    """Begin a project, for a client or for ourselves. A long sale is one too: name its deal (S3-22)."""

    project_id: UUID
    name: Title
    kind: Name = "project"
    """Such as implementation, or sale: projects are compared by it."""
    client_id: UUID | None = None
    deal_id: UUID | None = None
    lead_id: UUID
    """Who answers for it."""


class PlanStage(Command, roles=EVERYBODY):
    """Plan a stage of the project, or plan it anew: all of it is told again."""

    project_id: UUID
    stage_id: UUID
    name: Annotated[Title, Field(examples=["Set up the warehouse"])]
    parent_id: UUID | None = None
    """The stage that it is a part of."""
    category: Name | None = None
    """Such as design or test: stages of all projects are compared by it."""
    kind: Name | None = None
    """Of work: rates go by it."""
    starts: Day | None = None
    ends: Day | None = None
    """The last day, included."""
    planned: Annotated[tuple[PlannedWork, ...], Field(max_length=200)] = ()
    depends_on: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    """Stages of the same project that have to be finished before it starts."""


class DropStage(Command, roles=EVERYBODY):
    """Say that a stage will not be done. What was worked on it stays."""

    project_id: UUID
    stage_id: UUID
    reason: Reason


class ReportProgress(Command, roles=EVERYBODY):
    """Say how much of a stage is done, in per cent; whoever works on it may."""

    project_id: UUID
    stage_id: UUID
    done_percent: Done
    note: Reason | None = None


class FinishStage(Command, roles=EVERYBODY):
    """Say that all of a stage is done."""

    project_id: UUID
    stage_id: UUID


class ReopenStage(Command, roles=EVERYBODY):
    """Say that a finished stage is not done after all."""

    project_id: UUID
    stage_id: UUID
    done_percent: Annotated[int, Field(ge=0, le=99)] = 90
    reason: Reason


class SetBaseline(Command, roles=EVERYBODY):
    """Keep the whole plan as it is now, to compare with. The first is the estimate agreed with the client (S3-20)."""

    project_id: UUID
    name: Annotated[Name, Field(examples=["Agreed estimate"])]


class SetProjectBudget(Command, roles=EVERYBODY):
    """Agree how much the project may take, in hours, in money, or both; in all or in each month (X-36)."""

    project_id: UUID
    minutes: Annotated[int, Field(gt=0, le=10_000_000)] | None = None
    amount: Money | None = None
    use: RateUse = "price"
    """What the amount limits: what the client pays for the work, or what it costs us."""
    per: Literal["total", "month"] = "total"
    carries_over: bool = False
    """What a month leaves is added to the next, and what it takes too much is taken off."""
    since: Day | None = None
    """Months count from the one of this day on; from now on where none is given."""


class HandOverProject(Command, roles=EVERYBODY):
    """Let somebody else lead the project."""

    project_id: UUID
    lead_id: UUID
    reason: Reason | None = None


class CloseProject(Command, roles=EVERYBODY):
    """Say that the project is over, and how it ended. Work that becomes known later still counts."""

    project_id: UUID
    reason: Reason


class ReopenProject(Command, roles=EVERYBODY):
    """Let a closed project go on."""

    project_id: UUID
    reason: Reason


class CountProjectWork(Command, roles={"policy"}):
    """Count an entry of the work log: how many minutes it has now, none once it is taken out (S3-19)."""

    project_id: UUID
    stage_id: UUID | None = None
    work_id: UUID
    person_id: UUID
    kind: Name
    on: Day
    minutes: Annotated[int, Field(ge=0)]
    quiet: bool = False
    """It is told of times long past: nobody is warned."""


class CallStagesLate(Command, roles={"clock"}):
    """Record which stages should be finished by now and are not."""

    project_id: UUID


ProjectCommand = (
    OpenProject
    | PlanStage
    | DropStage
    | ReportProgress
    | FinishStage
    | ReopenStage
    | SetBaseline
    | SetProjectBudget
    | HandOverProject
    | CloseProject
    | ReopenProject
    | CountProjectWork
    | CallStagesLate
)
