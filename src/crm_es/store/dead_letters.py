"""Events that a policy could not digest: parked, replayed, or skipped with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, tuple_row
from pydantic import BaseModel

from crm_es.recorded import Recorded


class DeadLetter(BaseModel):
    """An event that waits to be replayed or skipped."""

    policy: str
    position: int
    stream: UUID
    topic: str
    error: str
    traceback: str
    parked_at: datetime
    settled: str | None
    settled_by: str | None
    settled_at: datetime | None
    reason: str | None


class Parked(NamedTuple):
    """What waits of one reader."""

    policy: str
    letters: int
    last_error: str
    last_at: datetime


def park(db: Connection[Any], policy: str, recorded: Recorded[Any], error: str, traceback: str) -> None:
    db.execute(
        "INSERT INTO dead_letters (policy, position, stream, topic, error, traceback) VALUES (%s, %s, %s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        (policy, recorded.position, recorded.stream, type(recorded.event).__name__, error, traceback),
    )


def parked_streams(db: Connection[Any], policy: str) -> set[UUID]:
    """The streams in which something waits."""
    question = "SELECT DISTINCT stream FROM dead_letters WHERE policy = %s AND settled IS NULL"
    with db.cursor(row_factory=tuple_row) as rows:
        return {stream for (stream,) in rows.execute(question, (policy,), prepare=True)}


def dead_letters(
    db: Connection[Any], policy: str | None = None, *, settled: bool = False, limit: int | None = None
) -> list[DeadLetter]:
    """What waits, or with `settled` all there ever was, oldest first."""
    question = """
        SELECT * FROM dead_letters WHERE policy = coalesce(%s, policy) AND (settled IS NULL OR %s)
        ORDER BY policy, position LIMIT %s
    """
    with db.cursor(row_factory=class_row(DeadLetter)) as rows:
        return rows.execute(question, (policy, settled, limit)).fetchall()


def parked(db: Connection[Any]) -> dict[str, Parked]:
    """How much waits of each reader, and what went wrong last."""
    question = """
        SELECT policy, count(*) AS letters, (array_agg(error ORDER BY parked_at DESC, position DESC))[1] AS last_error,
               max(parked_at) AS last_at
        FROM dead_letters WHERE settled IS NULL GROUP BY policy
    """
    with db.cursor(row_factory=class_row(Parked)) as rows:
        return {one.policy: one for one in rows.execute(question)}


def settle(db: Connection[Any], letter: DeadLetter, how: str, by: str, reason: str | None = None) -> None:
    """Close one letter: `how` is replayed or skipped."""
    db.execute(
        "UPDATE dead_letters SET settled = %s, settled_by = %s, settled_at = clock_timestamp(), reason = %s"
        " WHERE policy = %s AND position = %s",
        (how, by, reason, letter.policy, letter.position),
    )
