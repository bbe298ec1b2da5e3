"""What was worked on each project, and what does it come to in money? (S3-13, S3-19)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.project import ProjectWorkCounted
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class ProjectWork(
    Row, table="project_work", key="work_id", indexes=("project_id, stage_id, person_id", "project_id, on_day")
):
    """One entry of the work log, as its project counts it."""

    work_id: UUID
    project_id: UUID
    stage_id: UUID | None
    person_id: UUID
    kind: str
    on_day: date
    minutes: int
    value_amount: Decimal | None
    """What the client pays for it, by the rates of the day; None where no rate fits."""
    value_currency: str | None
    cost_amount: Decimal | None
    """What it costs us."""
    cost_currency: str | None


def keys(event: ProjectWorkCounted) -> tuple[UUID, ...]:
    return (event.work_id,)


def evolve(known: ProjectWork | None, recorded: Recorded[ProjectWorkCounted], key: UUID) -> ProjectWork | None:
    event = recorded.event
    work = event.work
    if not work.minutes:
        return None if known and known.project_id == event.project_id else known
    return ProjectWork(
        work_id=key,
        project_id=event.project_id,
        stage_id=work.stage_id,
        person_id=work.person_id,
        kind=work.kind,
        on_day=work.on,
        minutes=work.minutes,
        value_amount=work.value.amount if work.value else None,
        value_currency=work.value.currency if work.value else None,
        cost_amount=work.cost.amount if work.cost else None,
        cost_currency=work.cost.currency if work.cost else None,
    )
