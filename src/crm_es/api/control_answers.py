"""What reviews and reports on work answer, as the description of the API tells it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from crm_es.control.reviews import Section

ASK_TASKS = "What to ask /tasks for, to see them as they are now."


class Counts(BaseModel):
    """How much one person has of each. Of the morning, without what came of the day."""

    responsible_id: UUID
    responsible: str | None
    overdue: int
    due_today: int
    moved: int = Field(description="Promised for today or before, and moved.")
    returned: int
    to_accept: int = Field(description="Results that wait for the supervisor.")
    done: int | None = None
    accepted: int | None = None
    not_touched: int | None = Field(default=None, description="Due, and nobody did anything about it.")
    queries: dict[str, str] = Field(description=ASK_TASKS)


class ReviewRow(BaseModel):
    """One task in one section."""

    section: Section
    task_id: UUID
    what: str
    urgent: bool
    responsible_id: UUID
    responsible: str | None
    supervisor_id: UUID
    client_id: UUID | None
    client: str | None
    deal_id: UUID | None
    deal: str | None
    due: datetime
    from_due: datetime | None = Field(description="Of what was moved: when it was due before.")
    times_moved: int
    at: datetime = Field(description="When it came to this.")
    said: str | None = Field(description="The reason or the result.")


class Review(BaseModel):
    """A day of everybody one sees."""

    day: date
    at: datetime = Field(description="As it was then.")
    working: bool
    people: list[Counts]
    rows: list[ReviewRow]


class DayLoad(BaseModel):
    """One day of one person."""

    responsible_id: UUID
    responsible: str | None
    day: date
    due: int
    overdue: int = Field(description="Carried over: it is told on the day of today.")
    urgent: int
    working: bool
    query: str = Field(description=ASK_TASKS)


class Workload(BaseModel):
    """The load ahead."""

    today: date
    rows: list[DayLoad]


class CompletionLine(BaseModel):
    """How tasks went, by stage, person or month as asked for."""

    pipeline: str | None = None
    stage: str | None = Field(default=None, description="None where tasks have no stage.")
    responsible_id: UUID | None = None
    responsible: str | None = None
    month: date | None = Field(default=None, description="Its first day.")
    total: bool = Field(description="The line is of all together.")
    planned: int
    on_time: int
    late: int
    open: int
    cancelled: int
    moved: int
    moves: int = Field(description="One task may be moved several times.")
    returned: int
    mean_days_late: float | None
    share_on_time: float | None = Field(description="Of those that are done.")
    query: str = Field(description="What to ask /plan-versus-actual for, to see what is summed up.")


class Completion(BaseModel):
    """How tasks were completed."""

    rows: list[CompletionLine]


class StageLine(BaseModel):
    """How long deals stay in one stage."""

    pipeline: str
    stage: str
    owner_id: UUID | None = None
    owner: str | None = None
    norm_days: int | None
    stays: int
    there_now: int
    median_days: float
    mean_days: float
    longest_days: float
    over_norm: int
    rotting_now: int
    sent_back: int
    lost: int
    query: str = Field(description="What to ask /deal-stages for, to see the stays.")
    rotting_query: str = Field(description="What to ask /deals for, to see what rots.")


class StageTimes(BaseModel):
    """The tempo of deals."""

    rows: list[StageLine]
