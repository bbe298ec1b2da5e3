"""How long did each deal stay in each stage? Every stay is a row, also a second one in one stage (S2-15, S2-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.deal import (
    DealDiscarded,
    DealHandedOver,
    DealLost,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealWon,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

Step = DealOpened | DealMoved | DealMovedToPlaybook | DealHandedOver | DealWon | DealLost | DealDiscarded
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Stay(Row, table="deal_stages", key="deal_stay", indexes=("entered_at, deal_stay", "deal_id", "pipeline, stage")):
    """One deal in one stage, from entering it to leaving it."""

    deal_stay: str
    """The deal's id, and which stay this is."""
    deal_id: UUID
    owner_id: UUID
    pipeline: str
    stage: str
    stay: int
    entered_at: datetime
    left_at: datetime | None = None
    left_by: str | None = None
    """forward, skip, back, won or lost; nothing while the deal is still there."""
    reason: str | None = None
    norm_days: int | None = None
    """How long a deal should stay here at most."""
    rots_at: datetime | None = None
    """When that is over."""


class Tempo(NamedTuple):
    """How long deals stayed in a stage that they have left."""

    pipeline: str
    stage: str
    stays: int
    median_days: float
    longest_days: float


def keys(event: Step) -> tuple[str, ...]:
    match event:
        case DealOpened(deal_id=deal_id):
            return (f"{deal_id}/1",)
        case DealMoved(deal_id=deal_id, stay=stay):
            return (f"{deal_id}/{stay - 1}", f"{deal_id}/{stay}")
        case DealDiscarded(deal_id=deal_id):
            return (f"{deal_id}/1",)
        case _:
            return (f"{event.deal_id}/{event.stay}",)


def evolve(stay: Stay | None, recorded: Recorded[Step], key: str) -> Stay | None:  # noqa: PLR0911 - a table read from top to bottom
    at = recorded.occurred_at
    match stay, recorded.event:
        case None, DealOpened(deal_id=deal_id, owner_id=owner_id, pipeline=pipeline, stage=stage):
            return normed(Stay(key, deal_id, owner_id, pipeline, stage, 1, at), recorded.event.rots_at)
        case None, DealMoved(deal_id=deal_id, owner_id=owner_id, pipeline=pipeline, to_stage=stage, stay=number):
            return normed(Stay(key, deal_id, owner_id, pipeline, stage, number, at), recorded.event.rots_at)
        case Stay(), DealMoved(direction=way, reason=reason):
            return replace(stay, left_at=at, left_by=way, reason=reason)
        case Stay(), DealWon(reason=reason):
            return replace(stay, left_at=at, left_by="won", reason=reason)
        case Stay(), DealLost(reason=reason):
            return replace(stay, left_at=at, left_by="lost", reason=reason)
        case Stay(), DealMovedToPlaybook(rots_at=rots_at):
            return normed(stay, rots_at)
        case Stay(), DealHandedOver(to_owner_id=owner_id):
            return replace(stay, owner_id=owner_id)
        case Stay(), DealDiscarded():
            return None
        case _:
            raise Corrupt(stay, recorded.event)


def normed(stay: Stay, rots_at: datetime | None) -> Stay:
    return replace(stay, rots_at=rots_at, norm_days=round((rots_at - stay.entered_at) / DAY) if rots_at else None)


def tempo(db: Connection[Any]) -> list[Tempo]:
    """Each stage of each pipeline, the slowest first (S2-18)."""
    with db.cursor(row_factory=class_row(Tempo)) as stages:
        return stages.execute(
            """
            SELECT pipeline, stage, count(*) AS stays,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median_days, max(days) AS longest_days
            FROM (SELECT pipeline, stage, extract(epoch FROM left_at - entered_at)::float8 / 86400 AS days
                  FROM deal_stages WHERE left_at IS NOT NULL) AS stays
            GROUP BY pipeline, stage ORDER BY median_days DESC, pipeline, stage
            """
        ).fetchall()
