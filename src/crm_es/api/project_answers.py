"""What questions about projects are answered with."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

State = Literal["ok", "amber", "red"]


class OfProject(BaseModel):
    """The project that a line is of."""

    project_id: UUID | None = Field(default=None, description="None where the line is of all.")
    project: str | None = None


class PlanFactLine(OfProject):
    """What was planned and what was worked, of one stage, person, category or project; the first line is the total."""

    stage_id: UUID | None = Field(default=None, description="None of work on no stage.")
    stage: str | None = None
    category: str | None = None
    person_id: UUID | None = None
    person: str | None = None
    planned_minutes: int
    actual_minutes: int
    difference_minutes: int = Field(description="More than planned; less, where it is below zero.")
    percent: float | None = Field(description="Of the plan; None where nothing was planned.")
    unplanned: bool = Field(description="It was worked, and nobody planned it.")
    state: State = Field(description="red: more than planned; amber: as much of it as the playbook warns at.")
    entries: int
    query: str = Field(description="What to ask /project-work for, to see the entries.")


class PlanFact(BaseModel):
    """Plan and fact of working time."""

    rows: list[PlanFactLine]


class Bar(OfProject):
    """A stage in a Gantt chart, or what one person does of it."""

    person_id: UUID | None
    person: str | None
    stage_id: UUID
    stage: str
    parent_id: UUID | None
    category: str | None
    starts: date | None
    ends: date | None = Field(description="The last day, included.")
    begins: date | None = Field(description="The first day of it, planned or worked.")
    reaches: date | None = Field(description="The last day of it, planned or worked; today, while it is late and open.")
    status: Literal["open", "finished"]
    done_percent: int
    planned_minutes: int
    spent_minutes: int
    first_worked: date | None
    last_worked: date | None
    late: bool
    depends_on: list[UUID]
    people: list[str]
    warnings: list[str] = Field(description="What does not fit together, as sentences.")
    query: str = Field(description="What to ask /project-work for, to see the entries.")


class Chart(BaseModel):
    """The bars of a Gantt chart."""

    rows: list[Bar]


class EarnedValueLine(OfProject):
    """What is due, done and spent, in hours or in one currency."""

    stage_id: UUID | None = None
    stage: str | None = None
    unit: str = Field(description="hours, or a currency.")
    bac: Decimal | None = Field(description="Budget at completion: the whole plan; None where no rate fits.")
    pv: Decimal | None = Field(description="Planned value: what is due by the end of today.")
    ev: Decimal | None = Field(description="Earned value: what is done.")
    ac: Decimal | None = Field(description="Actual cost: what was spent; None where no rate fits.")
    cv: Decimal | None = Field(description="EV - AC.")
    sv: Decimal | None = Field(description="EV - PV.")
    cpi: float | None = Field(description="EV / AC: below 1, it takes more than planned.")
    spi: float | None = Field(description="EV / PV: below 1, it is late.")
    eac: Decimal | None = Field(description="Estimate at completion: BAC / CPI.")
    etc: Decimal | None = Field(description="Estimate to complete: EAC - AC.")
    vac: Decimal | None = Field(description="BAC - EAC.")
    query: str = Field(description="What to ask /project-work for, to see what was spent.")


class EarnedValue(BaseModel):
    """The earned value of projects today."""

    on: date
    rows: list[EarnedValueLine]


class BudgetLine(OfProject):
    """A budget, or one month of it, in hours or in one currency."""

    unit: str
    period: str | None = Field(description="The month; None of a budget in all.")
    budget: Decimal
    carried_over: Decimal = Field(description="What the months before left, or took too much.")
    available: Decimal
    spent: Decimal
    left: Decimal
    percent: float | None
    state: State
    query: str = Field(description="What to ask /project-work for, to see what was spent.")


class Budgets(BaseModel):
    """What projects may take, and what they took."""

    on: date
    rows: list[BudgetLine]
