"""The plan by which gates are switched on, told in lines: each step with its day, and what the trial found (S0-45)."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from crm_es.directory import Directory
from crm_es.playbook import Gate, Playbook
from crm_es.reference import TOPICS, Reference
from crm_es.store.database import Database
from crm_es.store.reading import head, number, pages
from crm_es.trial.reading import PAGE, Progress, quiet, refused
from crm_es.trial.rollout import Rollout, Tried, holds_for, steps

Line = dict[str, Any]
Waiting = Mapping[tuple[str, UUID], int]
OPEN: Final = "SELECT kind, person_id, count(*) FROM notebook_entries WHERE closed_at IS NULL GROUP BY kind, person_id"
BEGINNING: Final = """
    SELECT coalesce(min(notification_id) - 1, (SELECT position FROM log_head)) FROM events WHERE recorded_at >= %s
"""
"""Behind which event the time begins that is tried."""


def adoption_plan(
    database: Database,
    current: Reference,
    playbook: Playbook,
    since: datetime,
    until: datetime,
    *,
    people: Collection[UUID] | None = None,
    candidates: bool = False,
    progress: Progress = quiet,
) -> list[Line]:
    """Every gate of the playbook as a step, with what it would have done between these times.

    `current` is the company as it is now; its playbook is the one in force. Only what concerns `people` counts, where
    they are given.
    """
    with database.get_connection() as db:
        stop, attempts, waiting = head(db), deque(refused(db, since)), open_now(db, people)
        start = number(db, BEGINNING, since)
    before = (event for _, page in pages(database, 0, start, sorted(TOPICS), PAGE) for event in page)
    reference = Reference().after(recorded.event for recorded in before)
    today = playbook.calendar.day(until)
    in_force = current.playbooks.get(current.version)
    rollout = Rollout(steps(playbook, in_force, today, candidates=candidates), reference, since, people)
    for upto, page in pages(database, start, stop, sorted(Rollout.TOPICS), PAGE):
        for recorded in page:
            while attempts and attempts[0].position < recorded.position:
                rollout.attempted(attempts.popleft().attempt)
            rollout.hear(recorded)
        progress(upto, stop)
    for placed in attempts:
        rollout.attempted(placed.attempt)
    directory = Directory(rollout.reference.people)
    return [line(n, tried, directory, waiting) for n, tried in enumerate(rare_first(rollout.end(until)), 1)]


def rare_first(tried: list[Tried]) -> list[Tried]:
    """Steps as planned; then what may come next, rare kinds first (S0-30), and last what never came."""
    planned = [one for one in tried if one.step.state != "candidate"]
    candidates = [one for one in tried if one.step.state == "candidate"]
    return planned + sorted(candidates, key=lambda one: (one.entries == 0, one.entries))


def line(place: int, tried: Tried, directory: Directory, waiting: Waiting) -> Line:
    """The step in words, with its figures and with the filter of the notebook that shows what is open of it."""
    kind, gate, state = tried.step
    planned = state != "candidate"
    return {
        "step": place if planned else None,
        "since": gate.since,
        "state": state,
        "desk": gate.desk,
        "kind": kind.kind,
        "group": kind.group,
        "for_whom": for_whom(gate, directory),
        "entries": tried.entries,
        "people": names(tried.people, directory),
        "hours": round(tried.hours, 1),
        "longest_hours": round(tried.longest, 1),
        "stopped": tried.stopped,
        "stopped_people": names(tried.stopped_people, directory),
        "open_now": sum(n for (of, who), n in waiting.items() if of == kind.kind and meant(gate, who, directory)),
        "query": urlencode({"kind": kind.kind, "closed_at": "none"}),
    }


def for_whom(gate: Gate, directory: Directory) -> str:
    return ", ".join([*gate.roles, *map(directory.name, gate.people)]) or "everybody"


def names(people: Iterable[UUID], directory: Directory) -> str:
    return ", ".join(sorted(map(directory.name, people)))


def meant(gate: Gate, person_id: UUID, directory: Directory) -> bool:
    return holds_for(gate, person_id, directory.roles(person_id))


def open_now(db: Connection[Any], people: Collection[UUID] | None) -> Waiting:
    """How many entries of each kind are open in whose notebook."""
    with db.cursor(row_factory=tuple_row) as rows:
        found = rows.execute(OPEN).fetchall()
    return {(kind, person_id): n for kind, person_id, n in found if people is None or person_id in people}
