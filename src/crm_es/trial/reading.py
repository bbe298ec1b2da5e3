"""The one pass over the log that feeds a trial, with the attempts that were refused in between."""

from __future__ import annotations

from calendar import monthrange
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from crm_es.aggregates.invoice_desk.issuing import BLOCKED
from crm_es.playbook import Desk, Playbook
from crm_es.store.database import Database
from crm_es.store.reading import head, pages
from crm_es.trial.circumstances import person_or_machine
from crm_es.trial.gates import Attempt
from crm_es.trial.outcome import Outcome
from crm_es.trial.whole import Trial

PAGE: Final = 500
DESKS: Final[dict[str, Desk]] = {"IssueInvoice": "invoice", "PlaceOrder": "order"}
RULES: Final = (BLOCKED, "order desk is blocked")
REFUSED: Final = """
    SELECT position, asked_at, coalesce(on_behalf_of::text, actor), topic,
           coalesce(state->>'invoice_id', state->>'order_id')::uuid, coalesce(state->>'what_for', '')
    FROM commands
    WHERE refusal IS NOT NULL AND rule = ANY(%s) AND topic = ANY(%s) AND asked_at >= %s ORDER BY position, asked_at
"""
Progress = Callable[[int, int], None]
"""Is told how far it has come, and where it is going."""


class Placed(NamedTuple):
    """A refused attempt, and behind which event of the log it comes."""

    position: int
    attempt: Attempt


def quiet(_done: int, _total: int) -> None:
    """Nobody looks."""


def tried(
    database: Database,
    playbook: Playbook,
    since: datetime,
    until: datetime,
    *,
    people: Collection[UUID] | None = None,
    every: bool = False,
    progress: Progress = quiet,
) -> Outcome:
    """The playbook tried on what happened between these times, of these people only, where given.

    `every` keeps the lines that do not differ too.
    """
    trial = Trial(playbook, Outcome(since, until, people=people, every=every))
    with database.get_connection() as db:
        stop, attempts = head(db), deque(refused(db, since))
    for upto, page in pages(database, 0, stop, sorted(Trial.TOPICS), PAGE):
        for recorded in page:
            while attempts and attempts[0].position < recorded.position:
                trial.attempted(attempts.popleft().attempt)
            trial.hear(recorded)
        progress(upto, stop)
    for placed in attempts:
        trial.attempted(placed.attempt)
    return trial.end()


def refused(db: Connection[Any], since: datetime) -> list[Placed]:
    """Who was stopped at a closed desk."""
    with db.cursor(row_factory=tuple_row) as rows:
        found = rows.execute(REFUSED, (list(RULES), list(DESKS), since)).fetchall()
    return [
        Placed(position, Attempt(at, person, DESKS[topic], record_id, what, stopped=True))
        for position, at, actor, topic, record_id, what in found
        if isinstance(person := person_or_machine(actor), UUID)
    ]


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last that the month has."""
    count = at.year * 12 + at.month - 1 - months
    year, month = divmod(count, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
