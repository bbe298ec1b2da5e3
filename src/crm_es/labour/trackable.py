"""What somebody may begin to work on with one click: whatever is assigned to them (S3-04, S3-18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from math import inf
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.playbook import Labour, Playbook

FULL: Final = 100
RECENT: Final = timedelta(90)
"""How far back it is looked for what was worked on last."""

ASSIGNED: Final = """
    WITH mine AS (
        SELECT DISTINCT ON (ticket_id, project_id, stage_id, task_id, deal_id)
               ticket_id, project_id, stage_id, task_id, deal_id, kind, ends AS last_at
        FROM work_entries WHERE person_id = %(me)s AND starts > %(since)s
        ORDER BY ticket_id, project_id, stage_id, task_id, deal_id, ends DESC
    ), things AS (
        SELECT 'ticket' AS what, reference || ' ' || subject AS title, client_id, ticket_id, NULL::uuid AS project_id,
               NULL::uuid AS stage_id, NULL::uuid AS task_id, NULL::uuid AS deal_id, NULL AS kind,
               agreed_minutes AS planned_minutes, spent_minutes, limit_state AS state, resolution_due AS due
        FROM ticket_registry WHERE responsible_id = %(me)s AND status <> 'done'
        UNION ALL
        SELECT 'stage', project.name || ': ' || stage.name, project.client_id, NULL, stage.project_id, stage.stage_id,
               NULL, NULL, stage.kind, stage.planned_minutes, stage.spent_minutes,
               CASE WHEN stage.planned_minutes = 0 THEN 'ok'
                    WHEN stage.spent_minutes > stage.planned_minutes THEN 'over'
                    WHEN stage.spent_minutes * 100 >= stage.planned_minutes * %(near)s THEN 'near' ELSE 'ok' END,
               (stage.ends + 1)::timestamp AT TIME ZONE %(zone)s
        FROM project_stages AS stage JOIN project_registry AS project USING (project_id)
        WHERE %(me)s = ANY(stage.people) AND stage.status = 'open' AND project.status = 'open'
        UNION ALL
        SELECT 'task', what, coalesce(task.client_id, deal.client_id), NULL, NULL, NULL, task_id, NULL, NULL, NULL,
               (SELECT coalesce(sum(minutes), 0) FROM work_entries AS e WHERE e.task_id = task.task_id AND NOT rest),
               'ok', due
        FROM task_list AS task LEFT JOIN deal_registry AS deal USING (deal_id)
        WHERE task.responsible_id = %(me)s AND to_do
        UNION ALL
        SELECT 'deal', title, client_id, NULL, NULL, NULL, NULL, deal_id, NULL, NULL,
               (SELECT coalesce(sum(minutes), 0) FROM work_entries AS e WHERE e.deal_id = deal.deal_id AND NOT rest),
               'ok', NULL
        FROM deal_registry AS deal WHERE owner_id = %(me)s AND outcome = 'open'
    )
    SELECT things.what, things.title, things.ticket_id, things.project_id, things.stage_id, things.task_id,
           things.deal_id, coalesce(mine.kind, things.kind) AS kind, things.client_id, client.name AS client,
           planned_minutes::int AS planned_minutes, spent_minutes::int AS spent_minutes, state, due, last_at
    FROM things
    LEFT JOIN client_registry AS client USING (client_id)
    LEFT JOIN mine ON (mine.ticket_id, mine.project_id, mine.stage_id, mine.task_id, mine.deal_id)
        IS NOT DISTINCT FROM (things.ticket_id, things.project_id, things.stage_id, things.task_id, things.deal_id)
"""
KINDS: Final = """
    SELECT kind, max(ends) AS last_at FROM work_entries
    WHERE person_id = %(me)s AND starts > %(since)s
      AND num_nonnulls(ticket_id, project_id, task_id, deal_id, client_id) = 0
    GROUP BY kind
"""


class Trackable(NamedTuple):
    """Something to work on."""

    what: str
    """ticket, stage, task, deal or kind."""
    title: str
    kind: str
    """Of work: as it was last, else as is usual."""
    ticket_id: UUID | None = None
    project_id: UUID | None = None
    stage_id: UUID | None = None
    task_id: UUID | None = None
    deal_id: UUID | None = None
    client_id: UUID | None = None
    client: str | None = None
    planned_minutes: int | None = None
    """Agreed or planned; None where nothing was."""
    spent_minutes: int = 0
    """By everybody."""
    state: str = "ok"
    """ok, near or over what is agreed or planned."""
    due: datetime | None = None
    last_at: datetime | None = None
    """When this person last worked on it."""


def trackable(db: Connection[Any], person_id: UUID, now: datetime, book: Playbook) -> list[Trackable]:
    """All of it: what the person worked on last first, then what is due first."""
    near = next(iter(book.projects.warn_at), FULL)
    asked = {"me": person_id, "since": now - RECENT, "near": near, "zone": book.calendar.time_zone}
    with db.cursor(row_factory=dict_row) as rows:
        assigned = rows.execute(ASSIGNED, asked).fetchall()
        last = {row["kind"]: row["last_at"] for row in rows.execute(KINDS, asked)}
    known = [Trackable(**row | {"kind": row["kind"] or usual(row["what"], book.labour)}) for row in assigned]
    return sorted([*known, *kinds(book.labour, last)], key=order)


def usual(what: str, labour: Labour) -> str:
    return labour.usual_kind("project" if what == "stage" else what)


def kinds(labour: Labour, last: Mapping[str, datetime]) -> Iterator[Trackable]:
    """Work on nothing in particular (S3-23)."""
    for kind in labour.kinds:
        yield Trackable(what="kind", title=kind.name, kind=kind.name, last_at=last.get(kind.name))


def order(one: Trackable) -> tuple[float, bool, float]:
    """Kinds of work last, among what was never worked on."""
    last = -one.last_at.timestamp() if one.last_at else inf
    return last, one.what == "kind", one.due.timestamp() if one.due else inf
