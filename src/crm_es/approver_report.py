"""How long do approvers take, and what do they say? By step and person, and all of a step together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.messages import Refused

Line = dict[str, Any]
DECIDED: Final = "('approved', 'paid', 'returned', 'rejected')"
QUESTION: Final = f"""
    WITH ask AS (
        SELECT round_id, ask.*, coalesce(array_position(steps, ask.step), 1000) AS place,
               ask.outcome IN {DECIDED} AS decided, extract(epoch FROM ask.decided_at - ask.asked_at) / 3600.0 AS hours
        FROM approval_steps AS r, unnest(r.step, r.person, r.asked_at, r.decided_at, r.decided_by, r.outcome)
             AS ask (step, person, asked_at, decided_at, decided_by, outcome)
    )
    SELECT ask.step, person AS approver_id, who.name AS approver,
           count(*) FILTER (WHERE decided) AS decisions,
           count(*) FILTER (WHERE outcome = 'approved') AS approved,
           count(*) FILTER (WHERE outcome = 'returned') AS returned,
           count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
           count(*) FILTER (WHERE outcome = 'paid') AS paid,
           count(*) FILTER (WHERE decided AND decided_by <> person) AS by_deputy,
           round(count(*) FILTER (WHERE outcome = 'returned') / nullif(count(*) FILTER (WHERE decided), 0)::numeric, 4)
               ::float8 AS share_returned,
           round(count(*) FILTER (WHERE outcome = 'rejected') / nullif(count(*) FILTER (WHERE decided), 0)::numeric, 4)
               ::float8 AS share_rejected,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE decided))::numeric, 2)
               ::float8 AS median_hours,
           round(avg(hours) FILTER (WHERE decided), 2)::float8 AS mean_hours,
           count(*) FILTER (WHERE outcome = 'forwarded') AS forwarded,
           count(DISTINCT round_id) FILTER (WHERE outcome = 'passed over') AS passed_over,
           count(DISTINCT round_id) FILTER (WHERE outcome = 'open') AS open,
           min(asked_at) FILTER (WHERE outcome = 'open') AS open_since
    FROM ask LEFT JOIN staff_registry AS who ON who.staff_member_id = person
    WHERE (decided OR outcome IN ('forwarded', 'passed over', 'open'))
      AND (outcome = 'open' OR (decided_at >= coalesce(%(since)s::date, '-infinity')::timestamp AT TIME ZONE 'UTC'
                            AND decided_at < coalesce(%(until)s::date + 1, 'infinity')::timestamp AT TIME ZONE 'UTC'))
      AND ask.step = coalesce(%(step)s, ask.step)
      AND (%(people)s::uuid[] IS NULL OR person = ANY(%(people)s))
    GROUP BY GROUPING SETS ((ask.step), (ask.step, person, who.name))
    ORDER BY max(max(place)) OVER (PARTITION BY ask.step), ask.step, grouping(person) DESC, approver, approver_id
"""


def by_approver(
    db: Connection[Any],
    *,
    since: date | None = None,
    until: date | None = None,
    step: str | None = None,
    people: Collection[UUID] | None = None,
) -> list[Line]:
    """What was decided on these days, both included, and what is open now; of these people only, where given.

    A line without an approver is of all of them: what waits for several of them waits once there. Waiting is counted
    from when the person was asked.
    """
    if since and until and since > until:
        raise Refused("The report ends before it begins: give a later day to end with.", "report ends too early")
    values = {"since": since, "until": until, "step": step, "people": None if people is None else list(people)}
    with db.cursor(row_factory=dict_row) as rows:
        return rows.execute(QUESTION, values).fetchall()
