"""What reports of working time answer, as the description of the API tells it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

ASK_DAYS = "What to ask /work-days for, to see what is summed up; /work-entries and /evidence know them by work_id."


class ReportDay(BaseModel):
    """One day of the report."""

    day: date
    weekday: str
    working: bool = Field(description="False on weekends and holidays: they are shaded.")
    minutes: int


class Cell(BaseModel):
    """What one person worked on one thing on one day."""

    day: date
    minutes: int
    over_minutes: int = Field(description="Of them, over what was agreed, planned or budgeted.")
    entries: int
    query: str = Field(description=ASK_DAYS)


class LabourRow(BaseModel):
    """One person with one client, project or subject."""

    person_id: UUID
    person: str | None
    for_client_id: UUID | None = None
    client: str | None
    project_id: UUID | None = None
    stage_id: UUID | None = None
    ticket_id: UUID | None = None
    deal_id: UUID | None = None
    task_id: UUID | None = None
    what: str | None
    minutes: int
    over_minutes: int
    weekdays: dict[str, int] = Field(description="Minutes by weekday.")
    months: dict[str, int] = Field(description="Minutes by month, such as 2026-11.")
    cells: list[Cell]


class WeekdaySum(BaseModel):
    """All minutes of one day of the week."""

    weekday: str
    minutes: int


class MonthSum(BaseModel):
    """All minutes of a month."""

    month: date
    minutes: int


class Labour(BaseModel):
    """Who worked on which day on what."""

    days: list[ReportDay]
    rows: list[LabourRow]
    weekdays: list[WeekdaySum]
    months: list[MonthSum]


class StructureLine(BaseModel):
    """The time of a month, of one person or of all, under a heading or of one kind."""

    month: date
    person_id: UUID | None = Field(description="None where the line is of all together.")
    person: str | None
    heading: str | None = Field(description="None where the line is of all working time.")
    kind: str | None = Field(description="None where the line is of all kinds under the heading.")
    minutes: int
    rest: bool = Field(description="It is a break, and no working time.")
    of_minutes: int = Field(description="All working time of the month.")
    percent: Decimal | None
    query: str = Field(description=ASK_DAYS)


class Structure(BaseModel):
    """Where working time went."""

    rows: list[StructureLine]


class SimilarTask(BaseModel):
    """A finished stage that is like the one that is asked for."""

    stage_id: UUID
    project_id: UUID
    title: str
    category: str | None
    planned_minutes: int
    actual_minutes: int
    finished_at: datetime
    likeness: float = Field(description="By words and category, up to 1.5.")


class Suggested(BaseModel):
    """How long such a task takes."""

    basis: Literal["actual", "ratio", "too few"] = Field(
        description="actual: what such tasks took; ratio: how their estimates came out, applied to the one given."
    )
    median: int | None = Field(description="In minutes.")
    low: int | None = Field(description="One in ten takes less.")
    high: int | None = Field(description="One in ten takes more.")
    with_risk: int | None = Field(description="The median with the playbook's allowance for risk.")
    advice: str | None = Field(description="What to do where such tasks are too few.")
    tasks: int
    rests_on: list[SimilarTask]
