"""What does the service have to do? The tickets by stage, from left to right, with their labour (S3-03..S3-05)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.filters import joined, visible
from crm_es.playbook import Service
from crm_es.registries import Registry, registry

Line = dict[str, Any]
TICKETS: Final = registry("tickets")
SHOWN: Final = """
    SELECT ticket.*, next_due, coalesce(next_due < %(now)s, false) AS overdue,
           round(100.0 * spent_minutes / nullif(agreed_minutes, 0))::int8 AS percent_spent,
           client.name AS client, who.name AS responsible
    FROM ticket_registry AS ticket
         CROSS JOIN LATERAL (SELECT CASE WHEN paused_since IS NULL THEN least(
             CASE WHEN responded_at IS NULL THEN first_response_due END, next_response_due, resolution_due) END
         ) AS promised (next_due)
         LEFT JOIN client_registry AS client ON client.client_id = ticket.client_id
         LEFT JOIN staff_registry AS who ON who.staff_member_id = responsible_id
    WHERE (done_at IS NULL OR done_at >= %(since)s)
      AND (%(person)s::uuid IS NULL OR responsible_id = %(person)s)
      AND (%(whose)s::uuid IS NULL OR ticket.client_id = %(whose)s) AND ticket_id IN (
          SELECT ticket_id FROM ticket_registry WHERE {seen})
"""
COLUMNS: Final = """
    SELECT stage, min(status) AS status, count(*) AS tickets, count(*) FILTER (WHERE awaits_answer) AS awaiting,
           count(*) FILTER (WHERE overdue) AS overdue, count(*) FILTER (WHERE limit_state = 'near') AS near,
           count(*) FILTER (WHERE limit_state = 'over') AS over, sum(spent_minutes)::int8 AS spent_minutes,
           coalesce(sum(agreed_minutes), 0)::int8 AS agreed_minutes
    FROM ({shown}) AS shown GROUP BY stage
"""
CARDS: Final = """
    SELECT ticket_id, reference, subject, stage, client_id, client, contact_name, responsible_id, responsible, priority,
           channel, opened_at, since, awaits_answer, next_due, overdue, paused_since, reopened, spent_minutes,
           agreed_minutes, percent_spent, limit_state
    FROM (SELECT *, row_number() OVER (
              PARTITION BY stage ORDER BY overdue DESC, next_due NULLS LAST, opened_at, ticket_id) AS place
          FROM ({shown}) AS shown) AS placed
    WHERE place <= %(cards)s ORDER BY stage, place
"""
NONE: Final[Line] = dict.fromkeys(
    ("tickets", "awaiting", "overdue", "near", "over", "spent_minutes", "agreed_minutes"), 0
)
"""The figures of a column in which nothing stands."""
FIGURES: Final[dict[str, dict[str, str]]] = {
    "query": {},
    "awaiting_query": {"awaits_answer": "true"},
    "overdue_query": {"overdue": "true"},
    "near_query": {"limit_state": "near"},
    "over_query": {"limit_state": "over"},
}
"""What the list is asked for besides, to see the tickets of a figure."""


def board(
    db: Connection[Any],
    service: Service,
    now: datetime,
    *,
    responsible_id: UUID | None = None,
    client_id: UUID | None = None,
    done_days: int = 14,
    cards: int = 50,
    limits: Callable[[Registry], Mapping[str, Any]] | None = None,
) -> list[Line]:
    """The columns of the playbook, and behind them stages of old that still have tickets; of what one may see.

    What was done so many days ago is not shown any more. The cards of a column begin with what is overdue, then what
    is due next.
    """
    since = now - timedelta(done_days)
    asked = {"now": now, "since": since, "person": responsible_id, "whose": client_id, "cards": cards}
    seen, values = named(visible(TICKETS, **limits(TICKETS)) if limits else [])
    shown = SHOWN.format(seen=seen)
    with db.cursor(row_factory=dict_row) as rows:
        found = {line["stage"]: line for line in rows.execute(COLUMNS.format(shown=shown), asked | values)}
        placed = rows.execute(CARDS.format(shown=shown), asked | values).fetchall()
    stages = {stage.name: str(stage.status) for stage in service.stages}
    stages |= {name: line["status"] for name, line in sorted(found.items()) if name not in stages}
    whose = {"responsible_id": responsible_id, "client_id": client_id}
    return [
        {"stage": stage}
        | NONE
        | found.get(stage, {})
        | {"status": status, "cards": [card for card in placed if card["stage"] == stage]}
        | queries(whose | {"stage": stage, "done_at_from": since.isoformat() if status == "done" else None})
        for stage, status in stages.items()
    ]


def named(conditions: Sequence[tuple[str, list[Any]]]) -> tuple[str, dict[str, Any]]:
    """Conditions with names for their values, as they stand among others."""
    sql, values = joined(conditions)
    for n in range(len(values)):
        sql = sql.replace("%s", f"%(seen_{n})s", 1)
    return sql, {f"seen_{n}": value for n, value in enumerate(values)}


def queries(narrowed: Mapping[str, Any]) -> Line:
    """What to ask the list for, to see what each figure counts."""
    told = {name: value for name, value in narrowed.items() if value is not None}
    return {figure: urlencode(told | besides) for figure, besides in FIGURES.items()}
