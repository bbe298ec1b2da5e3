"""What was agreed for each stage and person, in each baseline of a project? (S3-20)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.project import BaselineSet
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class Agreed(Row, table="project_baselines", key="agreed_id", indexes=("project_id, number, stage_id",)):
    """What one person was to do on a stage by one baseline; a stage without people has one line too."""

    agreed_id: UUID
    project_id: UUID
    number: int
    """1 is the agreed estimate."""
    baseline: str
    """Its name."""
    set_at: datetime
    stage_id: UUID
    stage: str
    category: str | None
    starts: date | None
    ends: date | None
    person_id: UUID | None
    minutes: int
    value_amount: Decimal | None = None
    value_currency: str | None = None
    cost_amount: Decimal | None = None
    cost_currency: str | None = None


def keys(event: BaselineSet) -> tuple[UUID, ...]:
    return tuple(event.lines)


def evolve(agreed: Agreed | None, recorded: Recorded[BaselineSet], key: UUID) -> Agreed | None:
    event = recorded.event
    stage, share = event.lines[key]
    return agreed or Agreed(
        agreed_id=key,
        project_id=event.project_id,
        number=event.number,
        baseline=event.name,
        set_at=recorded.occurred_at,
        stage_id=stage.stage_id,
        stage=stage.name,
        category=stage.category,
        starts=stage.starts,
        ends=stage.ends,
        person_id=share.person_id if share else None,
        minutes=share.minutes if share else 0,
        value_amount=share.value.amount if share and share.value else None,
        value_currency=share.value.currency if share and share.value else None,
        cost_amount=share.cost.amount if share and share.cost else None,
        cost_currency=share.cost.currency if share and share.cost else None,
    )
