"""Questions to the log, each on a connection that the caller holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import scalar_row, tuple_row

from crm_es.messages import Event
from crm_es.recorded import Recorded
from crm_es.store.database import Database
from crm_es.store.mapper import decode
from crm_es.store.records import Answer, Known

ENVELOPE = """notification_id, originator_id, originator_version, topic, state::text, occurred_at, recorded_at, actor,
    on_behalf_of, command_id, correlation_id, causation_id, playbook_version"""
BY_STREAM = f"""
SELECT {ENVELOPE} FROM unnest(%b::uuid[], %b::int8[]) AS known (stream, version), LATERAL (
    SELECT * FROM events WHERE originator_id = stream AND originator_version > version ORDER BY originator_version
) AS newer
"""
FOLDED = ENVELOPE[: ENVELOPE.index(", command_id")]
"""What a fold may look at: ids that no fold asks for would only be read in vain."""
AHEAD: Final = 6
"""Pages that wait to be folded."""
Page = tuple[int, list[tuple[Any, ...]]]
"""How far one has read with it, and its rows."""
BY_POSITION = """
SELECT {columns} FROM events
WHERE notification_id > %s AND notification_id <= %s AND topic = ANY(%s) AND actor <> %s
ORDER BY notification_id LIMIT %s
"""


def recorded(rows: Iterable[tuple[Any, ...]]) -> Iterator[Recorded[Event]]:
    """Rows of the envelope with their events, each made when it is its turn: thousands at once leave the caches."""
    for position, stream, version, topic, state, *rest in rows:
        yield Recorded(position, stream, version, decode(topic, state), *rest)


def by_stream(db: Connection[Any], known: Mapping[UUID, int]) -> dict[UUID, list[Recorded[Event]]]:
    """What is newer in many streams than the versions known, in one question."""
    history: dict[UUID, list[Recorded[Event]]] = {stream: [] for stream in known}
    with db.cursor(binary=True, row_factory=tuple_row) as rows:
        for one in recorded(rows.execute(BY_STREAM, (list(known), list(known.values())), prepare=True)):
            history[one.stream].append(one)
    return history


def news(
    db: Connection[Any],
    after: int,
    topics: Sequence[str],
    limit: int,
    *,
    stop: int | None = None,
    columns: str = ENVELOPE,
    besides: str = "",
) -> tuple[int, list[Recorded[Event]]]:
    """The next events of these topics, and how far one has read with them. `besides` is an actor to pass over."""
    upto = head(db) if stop is None else stop
    if upto <= after:
        return after, []
    found = list(recorded(page(db, (after, upto, list(topics), besides, limit), columns)))
    return (found[-1].position if len(found) == limit else upto), found


def pages(
    database: Database, after: int, stop: int, topics: Sequence[str], size: int
) -> Iterator[tuple[int, Iterator[Recorded[Event]]]]:
    """All events of these topics for a fold, and how far one has read with each page.

    Some pages are fetched ahead while the caller works.
    """

    def following(before: Future[Page] | None) -> Page:
        since = before.result()[0] if before else after
        if since == stop:
            return stop, []
        rows = page(db, (since, stop, list(topics), "", size), FOLDED)
        return (rows[-1][0] if len(rows) == size else stop), rows

    with ThreadPoolExecutor(1) as reader, database.get_connection() as db:
        coming = deque([reader.submit(following, None)])
        upto = after
        while upto < stop:
            while len(coming) < AHEAD:
                coming.append(reader.submit(following, coming[-1]))
            upto, rows = coming.popleft().result()
            yield upto, recorded(rows)


def page(db: Connection[Any], values: Sequence[Any], columns: str) -> list[tuple[Any, ...]]:
    """One page of BY_POSITION, planned for these values: which index serves best depends on how much is left."""
    with db.cursor(binary=True, row_factory=tuple_row) as rows:
        return rows.execute(BY_POSITION.format(columns=columns), values, prepare=False).fetchall()


def topics_between(db: Connection[Any], after: int, upto: int) -> list[tuple[int, str]]:
    """What was recorded after one position up to another: positions and topics alone."""
    question = "SELECT notification_id, topic FROM events WHERE notification_id > %s AND notification_id <= %s"
    with db.cursor(binary=True, row_factory=tuple_row) as rows:
        return rows.execute(question, (after, upto), prepare=True).fetchall()


def answered(db: Connection[Any], commands: Iterable[UUID]) -> dict[UUID, Known]:
    """What these commands were answered before."""
    question = """
        SELECT command_id, topic, state, actor, on_behalf_of, position, version, false, refusal, rule, remedies::text
        FROM commands WHERE command_id = ANY(%s)
    """
    with db.cursor(row_factory=tuple_row) as rows:
        rows.execute(question, (list(commands),))
        return {
            key: Known(topic, state, actor, on_behalf_of, Answer(*answer))
            for key, topic, state, actor, on_behalf_of, *answer in rows
        }


def head(db: Connection[Any]) -> int:
    """The position of the newest event."""
    return number(db, "SELECT position FROM log_head")


def hold_head(db: Connection[Any]) -> None:
    """Nobody else appends until this transaction ends."""
    db.execute("SELECT FROM log_head FOR UPDATE")


def number(db: Connection[Any], question: str, *values: object) -> int:
    with db.cursor(row_factory=scalar_row) as rows:
        return int(rows.execute(question, values, prepare=True).fetchone() or 0)
