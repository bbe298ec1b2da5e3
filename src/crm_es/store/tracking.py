"""How far each reader of the log has come, and who runs it: a position with a lease.

A lease is a row with an owner, an end, and an epoch that grows with every change of hands. Every write of a reader
checks its epoch, so that whoever was taken for dead and is not writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

LEASE: Final = timedelta(seconds=15)
KEPT: Final = """
SELECT position, epoch FROM tracking
WHERE name = %(name)s AND owner = %(owner)s AND until > clock_timestamp() + %(term)s / 2
"""
TAKE: Final = """
UPDATE tracking SET owner = %(owner)s, until = clock_timestamp() + %(term)s,
                    epoch = epoch + (owner IS DISTINCT FROM %(owner)s)::int
WHERE name = %(name)s AND (owner IS NOT DISTINCT FROM %(owner)s OR coalesce(until < clock_timestamp(), true))
RETURNING position, epoch
"""
LEASE_ALL: Final = """
WITH wanted AS (
    SELECT name FROM tracking
    WHERE name = ANY(%(names)s) AND position < %(before)s AND CASE WHEN owner = %(owner)s
        THEN until < clock_timestamp() + %(term)s / 2 ELSE coalesce(until < clock_timestamp(), true) END
    FOR UPDATE SKIP LOCKED
)
UPDATE tracking SET owner = %(owner)s, until = clock_timestamp() + %(term)s,
                    epoch = epoch + (owner IS DISTINCT FROM %(owner)s)::int
FROM wanted WHERE tracking.name = wanted.name
"""


class LeaseLost(Exception):
    """Somebody else runs this reader now."""


class Tracking(NamedTuple):
    """A position that a reader has come to, under its lease."""

    name: str
    position: int
    epoch: int


class Place(NamedTuple):
    """Where a reader stands."""

    name: str
    position: int
    owner: str | None
    held: bool
    """Its lease has not run out."""


def register(db: Connection[Any], name: str, position: int) -> None:
    """Let a reader start at this position, if it is new."""
    db.execute("INSERT INTO tracking (name, position) VALUES (%s, %s) ON CONFLICT DO NOTHING", (name, position))


def lease(db: Connection[Any], name: str, owner: str, term: timedelta = LEASE) -> Tracking | None:
    """Take the reader, or keep it; None while it is somebody else's. Written only when half of the term is over."""
    values = {"name": name, "owner": owner, "term": term}
    with db.cursor(row_factory=tuple_row) as rows:
        found = rows.execute(KEPT, values, prepare=True).fetchone() or rows.execute(TAKE, values).fetchone()
    return Tracking(name, *found) if found else None


def release(db: Connection[Any], owner: str) -> None:
    """Give all readers of this owner back."""
    db.execute("UPDATE tracking SET until = clock_timestamp() WHERE owner = %s", (owner,))


def hold(db: Connection[Any], name: str) -> Tracking:
    """Where a reader stands; nobody moves it, nor takes its lease, until this transaction ends."""
    with db.cursor(row_factory=tuple_row) as rows:
        found = rows.execute("SELECT position, epoch FROM tracking WHERE name = %s FOR UPDATE", (name,)).fetchone()
    if found is None:
        raise LookupError(f"Nobody has enrolled {name}.")
    return Tracking(name, *found)


def reach(db: Connection[Any], tracking: Tracking, since: int | None = None) -> None:
    """Move the position. It only grows: to find it there already is to have been overtaken.

    Raises LeaseLost where the epoch has passed, the position is there already, or is no more where one read `since`.
    """
    change = """
        UPDATE tracking SET position = %s
        WHERE name = %s AND epoch = %s AND position < %s AND position = coalesce(%s, position)
    """
    values = (tracking.position, tracking.name, tracking.epoch, tracking.position, since)
    if not db.execute(change, values, prepare=True).rowcount:
        raise LeaseLost(f"{tracking.name} is past {tracking.position} already, or somebody else runs it now.")


def pass_over(db: Connection[Any], tracking: Tracking, since: int | None = None) -> None:
    """Move the position past what was of no use. It need not outlast a crash: who reads it again finds nothing again.

    Raises LeaseLost as `reach` does.
    """
    with db.transaction():
        db.execute("SET LOCAL synchronous_commit TO off")
        reach(db, tracking, since)


def lease_all(
    db: Connection[Any], owner: str, names: Sequence[str], before: int, term: timedelta = LEASE
) -> list[Tracking]:
    """Those of these readers that have not come to this position and are now this owner's: kept, or free until now.

    Whatever row somebody else is at is passed over: two who lease at once do not wait for each other.
    """
    values = {"owner": owner, "names": list(names), "term": term, "before": before}
    db.execute(LEASE_ALL, values, prepare=True)
    question = """
        SELECT name, position, epoch FROM tracking
        WHERE owner = %(owner)s AND until > clock_timestamp() AND name = ANY(%(names)s) AND position < %(before)s
    """
    with db.cursor(row_factory=tuple_row) as rows:
        return [Tracking(*row) for row in rows.execute(question, values, prepare=True)]


def pass_all_over(db: Connection[Any], held: Sequence[Tracking], position: int) -> None:
    """Move readers past what was of no use to any of them; whoever was moved or taken over meanwhile stays."""
    change = """
        UPDATE tracking SET position = %s
        FROM unnest(%s::text[], %s::int8[], %s::int8[]) AS held (name, position, epoch)
        WHERE tracking.name = held.name AND tracking.position = held.position AND tracking.epoch = held.epoch
    """
    names, positions, epochs = zip(*held, strict=True)
    db.execute(change, (position, list(names), list(positions), list(epochs)), prepare=True)


def seen(db: Connection[Any], name: str) -> int:
    """How far a reader has come; 0 where nobody knows it."""
    with db.cursor(row_factory=tuple_row) as rows:
        found = rows.execute("SELECT position FROM tracking WHERE name = %s", (name,), prepare=True).fetchone()
    return int(found[0]) if found else 0


def places(db: Connection[Any]) -> list[Place]:
    """Where all readers stand."""
    question = "SELECT name, position, owner, coalesce(until > clock_timestamp(), false) FROM tracking ORDER BY name"
    with db.cursor(row_factory=tuple_row) as rows:
        return [Place(*row) for row in rows.execute(question)]


def shape_of(db: Connection[Any], name: str) -> str:
    """The columns that a projection's table has; empty where there is no table yet."""
    with db.cursor(row_factory=tuple_row) as rows:
        found = rows.execute("SELECT shape FROM tracking WHERE name = %s", (name,)).fetchone()
    return str(found[0]) if found else ""


def shapes(db: Connection[Any]) -> dict[str, str]:
    """The columns of every reader's table; empty for those that have none."""
    with db.cursor(row_factory=tuple_row) as rows:
        return dict(rows.execute("SELECT name, shape FROM tracking"))


def keep_shape(db: Connection[Any], name: str, shape: str) -> None:
    """Note that a projection's table was made anew, and of which columns. Who was about to write begins again."""
    db.execute("UPDATE tracking SET shape = %s, epoch = epoch + 1 WHERE name = %s", (shape, name))
