"""How long did each deal stay in each stage? Every stay is a row, also a second one in one stage (S2-15, S2-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.deal import DealLost, DealMoved, DealOpened, DealWon
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

Step = DealOpened | DealMoved | DealWon | DealLost


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
        case DealWon(deal_id=deal_id, stay=stay) | DealLost(deal_id=deal_id, stay=stay):
            return (f"{deal_id}/{stay}",)


def evolve(stay: Stay | None, recorded: Recorded[Step], key: str) -> Stay | None:
    at = recorded.occurred_at
    match stay, recorded.event:
        case None, DealOpened(deal_id=deal_id, owner_id=owner_id, pipeline=pipeline, stage=stage):
            return Stay(key, deal_id, owner_id, pipeline, stage, 1, at)
        case None, DealMoved(deal_id=deal_id, owner_id=owner_id, pipeline=pipeline, to_stage=stage, stay=number):
            return Stay(key, deal_id, owner_id, pipeline, stage, number, at)
        case Stay(), DealMoved(direction=way, reason=reason):
            return replace(stay, left_at=at, left_by=way, reason=reason)
        case Stay(), DealWon(reason=reason):
            return replace(stay, left_at=at, left_by="won", reason=reason)
        case Stay(), DealLost(reason=reason):
            return replace(stay, left_at=at, left_by="lost", reason=reason)
        case _:
            raise Corrupt(stay, recorded.event)


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
