"""Which projects are there, who leads them, and how much of the plan is spent? (S3-12..S3-20)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.project import (
    BaselineSet,
    ProjectBudgetSet,
    ProjectClosed,
    ProjectHandedOver,
    ProjectOpened,
    ProjectReopened,
    ProjectWarned,
    ProjectWorkCounted,
    StageDropped,
    StagePlanned,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

ProjectFact = (
    ProjectOpened
    | StagePlanned
    | StageDropped
    | BaselineSet
    | ProjectBudgetSet
    | ProjectHandedOver
    | ProjectClosed
    | ProjectReopened
    | ProjectWorkCounted
    | ProjectWarned
)


@dataclass(frozen=True)
class Project(
    Row, table="project_registry", key="project_id", indexes=("opened_at, project_id", "client_id", "deal_id")
):
    """One project."""

    project_id: UUID
    name: str
    kind: str
    client_id: UUID | None
    deal_id: UUID | None
    lead_id: UUID
    status: str
    """open or closed."""
    opened_at: datetime
    involved: tuple[UUID, ...]
    """Who leads it, or heads the projects, and everybody who was planned on it or worked on it."""
    planned_minutes: int = 0
    spent_minutes: int = 0
    baselines: int = 0
    budget_minutes: int | None = None
    budget_amount: Decimal | None = None
    budget_currency: str | None = None
    budget_use: str | None = None
    """price or cost: what the amount limits."""
    budget_per: str | None = None
    """total or month."""
    budget_carries_over: bool = False
    budget_since: date | None = None
    warnings: tuple[str, ...] = ()
    """The dangers that were warned of."""
    warned_at: datetime | None = None
    closed_at: datetime | None = None
    ended: str | None = None
    """How it ended, in words."""


def keys(event: ProjectFact) -> tuple[UUID, ...]:
    return (event.project_id,)


def evolve(project: Project | None, recorded: Recorded[ProjectFact], key: UUID) -> Project | None:  # noqa: PLR0911 - a table read from top to bottom
    at = recorded.occurred_at
    match project, recorded.event:
        case None, ProjectOpened() as opened:
            people = (opened.lead_id, *opened.head_ids, *([opened.opened_by] if opened.opened_by else []))
            return Project(
                project_id=key,
                name=opened.project,
                kind=opened.kind,
                client_id=opened.client_id,
                deal_id=opened.deal_id,
                lead_id=opened.lead_id,
                status="open",
                opened_at=at,
                involved=tuple(dict.fromkeys(people)),
            )
        case Project(), StagePlanned() as planned:
            return replace(with_people(project, planned.joined), planned_minutes=planned.project_minutes)
        case Project(), StageDropped(project_minutes=minutes):
            return replace(project, planned_minutes=minutes)
        case Project(), ProjectWorkCounted() as counted:
            there = with_people(project, (counted.work.person_id,))
            return replace(there, spent_minutes=counted.project_spent_minutes)
        case Project(), BaselineSet(number=number):
            return replace(project, baselines=number)
        case Project(), ProjectBudgetSet(budget=budget):
            return replace(
                project,
                budget_minutes=budget.minutes,
                budget_amount=budget.amount.amount if budget.amount else None,
                budget_currency=budget.amount.currency if budget.amount else None,
                budget_use=budget.use,
                budget_per=budget.per,
                budget_carries_over=budget.carries_over,
                budget_since=budget.since,
            )
        case Project(), ProjectHandedOver(lead_id=lead_id):
            return replace(with_people(project, (lead_id,)), lead_id=lead_id)
        case Project(), (ProjectClosed() | ProjectReopened()) as end:
            closed = end if isinstance(end, ProjectClosed) else None
            status = "closed" if closed else "open"
            return replace(project, status=status, closed_at=closed and at, ended=closed and closed.reason)
        case Project(), ProjectWarned(what=what):
            return replace(project, warnings=tuple(dict.fromkeys((*project.warnings, what))), warned_at=at)
        case _:
            raise Corrupt(project, recorded.event)


def with_people(project: Project, people: Iterable[UUID]) -> Project:
    new = [person for person in people if person not in project.involved]
    return replace(project, involved=(*project.involved, *new)) if new else project
