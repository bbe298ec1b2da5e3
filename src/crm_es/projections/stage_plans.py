"""How long was each person to work on each stage, as it was known at any time? (S3-20, "plan as of")"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.project import Share, StageDropped, StagePlan, StagePlanned
from crm_es.ids import derived
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

NOBODY: Final = Share(person_id=UUID(int=0), minutes=0)


@dataclass(frozen=True)
class PlannedShare(Row, table="stage_plans", key="share_id", indexes=("project_id, stage_id", "person_id, project_id")):
    """What one person was to do on a stage, in one version of its plan; a version without people has one line too."""

    share_id: UUID
    project_id: UUID
    stage_id: UUID
    person_id: UUID | None
    version: int
    minutes: int
    known_since: datetime
    known_until: datetime | None = None
    """None of the plan in force."""
    value_amount: Decimal | None = None
    value_currency: str | None = None
    cost_amount: Decimal | None = None
    cost_currency: str | None = None


def keys(event: StagePlanned | StageDropped) -> tuple[UUID, ...]:
    if isinstance(event, StageDropped):
        return of_version(event, event.plan, event.version - 1)
    before = of_version(event, event.was, event.version - 1) if event.was else ()
    return before + of_version(event, event, event.version)


def of_version(event: StagePlanned | StageDropped, plan: StagePlan, version: int) -> tuple[UUID, ...]:
    return tuple(share_of(event, version, share) for share in plan.planned or (NOBODY,))


def share_of(event: StagePlanned | StageDropped, version: int, share: Share) -> UUID:
    return derived(event.project_id, event.stage_id, version, share.person_id)


def evolve(
    share: PlannedShare | None, recorded: Recorded[StagePlanned | StageDropped], key: UUID
) -> PlannedShare | None:
    event, at = recorded.event, recorded.occurred_at
    if share is not None:
        return replace(share, known_until=at)
    if isinstance(event, StageDropped):
        return None
    for planned in event.planned or (NOBODY,):
        if share_of(event, event.version, planned) == key:
            return PlannedShare(
                share_id=key,
                project_id=event.project_id,
                stage_id=event.stage_id,
                person_id=None if planned is NOBODY else planned.person_id,
                version=event.version,
                minutes=planned.minutes,
                known_since=at,
                value_amount=planned.value.amount if planned.value else None,
                value_currency=planned.value.currency if planned.value else None,
                cost_amount=planned.cost.amount if planned.cost else None,
                cost_currency=planned.cost.currency if planned.cost else None,
            )
    return None
