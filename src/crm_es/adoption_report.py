"""Is the notebook really used? Who opens and closes entries, how old they grow, what blocks most (S0-40)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.messages import Refused

Line = dict[str, Any]
ENTRIES: Final = """
    WITH entry AS (
        SELECT *, closed_at IS NULL AS open, closed_by ~ '^[0-9a-f]{8}-' AS by_hand,
               added_at >= %(since)s::date::timestamp AT TIME ZONE 'UTC'
                   AND added_at < (%(until)s::date + 1)::timestamp AT TIME ZONE 'UTC' AS counts,
               extract(epoch FROM seen_at - added_at) / 3600.0 AS hours_unseen,
               extract(epoch FROM closed_at - added_at) / 3600.0 AS hours_open,
               extract(epoch FROM %(now)s - added_at) / 86400.0 AS days
        FROM notebook_entries WHERE %(people)s::uuid[] IS NULL OR person_id = ANY(%(people)s)
    )
    SELECT kind, person_id, who.name AS person,
           count(*) FILTER (WHERE counts) AS added,
           count(seen_at) FILTER (WHERE counts) AS seen,
           count(closed_at) FILTER (WHERE counts) AS closed,
           count(*) FILTER (WHERE counts AND closed_by = person_id::text) AS closed_by_owner,
           count(*) FILTER (WHERE counts AND by_hand AND closed_by <> person_id::text) AS closed_by_others,
           count(*) FILTER (WHERE counts AND NOT by_hand) AS settled,
           coalesce(sum(times_put_off) FILTER (WHERE counts), 0)::int AS put_off,
           count(reminded_at) FILTER (WHERE counts) AS reminded,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY hours_unseen) FILTER (WHERE counts))::numeric, 2)
               ::float8 AS median_hours_until_seen,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY hours_open) FILTER (WHERE counts))::numeric, 2)
               ::float8 AS median_hours_until_closed,
           count(*) FILTER (WHERE open) AS open,
           count(*) FILTER (WHERE open AND seen_at IS NULL) AS unseen,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE open))::numeric, 2)
               ::float8 AS median_days_open,
           round(max(days) FILTER (WHERE open), 2)::float8 AS longest_days_open
    FROM entry LEFT JOIN staff_registry AS who ON who.staff_member_id = person_id
    WHERE counts OR open
    GROUP BY GROUPING SETS ((), (kind), (person_id, who.name), (kind, person_id, who.name))
    HAVING count(*) > 0
    ORDER BY grouping(kind) DESC, kind, grouping(person_id) DESC, person, person_id
"""
WEEKS: Final = """
    WITH week AS (
        SELECT day::date AS first, least((day + interval '7 days') AT TIME ZONE 'UTC', %(now)s) AS ends,
               day AT TIME ZONE 'UTC' AS begins
        FROM generate_series(date_trunc('week', %(since)s::date::timestamp),
                             least(%(until)s::date::timestamp, %(now)s AT TIME ZONE 'UTC'), interval '7 days') AS day
    )
    SELECT first AS week,
           count(*) FILTER (WHERE added_at >= begins AND added_at < ends) AS added,
           count(*) FILTER (WHERE closed_at >= begins AND closed_at < ends) AS closed,
           count(*) FILTER (WHERE left_open) AS open,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE left_open))::numeric, 2)
               ::float8 AS median_days_open,
           round(max(days) FILTER (WHERE left_open), 2)::float8 AS longest_days_open
    FROM week LEFT JOIN LATERAL (
        SELECT *, closed_at IS NULL OR closed_at >= ends AS left_open,
               extract(epoch FROM ends - added_at) / 86400.0 AS days
        FROM notebook_entries
        WHERE added_at < ends AND (closed_at IS NULL OR closed_at >= begins)
          AND (%(people)s::uuid[] IS NULL OR person_id = ANY(%(people)s))
    ) AS entry ON true
    GROUP BY first ORDER BY first
"""
BLOCKING: Final = """
    WITH asked AS (
        SELECT %(since)s::date::timestamp AT TIME ZONE 'UTC' AS begins,
               least(%(now)s, (%(until)s::date + 1)::timestamp AT TIME ZONE 'UTC') AS ends
    ), held AS (
        SELECT kind, desk, person_id, closed_at,
               tstzrange(greatest(added_at, begins), least(coalesce(closed_at, ends), ends)) AS during
        FROM asked, notebook_entries, unnest(desks) AS desk
        WHERE greatest(added_at, begins) <= least(coalesce(closed_at, ends), ends)
          AND (%(people)s::uuid[] IS NULL OR person_id = ANY(%(people)s))
    ), of_person AS (
        SELECT desk, kind, person_id, count(*) AS entries, count(*) FILTER (WHERE closed_at IS NULL) AS open,
               range_agg(during) AS during
        FROM held GROUP BY GROUPING SETS ((desk, person_id), (desk, kind, person_id))
    ), stretch AS (
        SELECT desk, kind, person_id, entries, open,
               (SELECT coalesce(sum(extract(epoch FROM upper(one) - lower(one))), 0) / 3600.0
                FROM unnest(during) AS one) AS hours
        FROM of_person
    )
    SELECT desk, kind, sum(entries)::int AS entries, count(*) AS people, sum(open)::int AS open,
           round(sum(hours), 2)::float8 AS hours, round(max(hours), 2)::float8 AS most_hours
    FROM stretch GROUP BY desk, kind ORDER BY desk, kind IS NOT NULL, hours DESC, kind
"""
EXEMPTIONS: Final = """
    WITH fact AS (
        SELECT CASE WHEN topic IN ('DeskExempted', 'InvoiceIssued') THEN 'invoice' ELSE 'order' END AS desk,
               (state->>'manager_id')::uuid AS person_id, topic IN ('DeskExempted', 'OrderDeskExempted') AS given,
               state->>'reason' AS reason, occurred_at
        FROM events
        WHERE (topic IN ('DeskExempted', 'OrderDeskExempted') OR topic = 'InvoiceIssued' AND state->>'exempt' <> ''
               OR topic = 'OrderPlaced' AND (state->>'passed_gate')::bool)
          AND occurred_at >= %(since)s::date::timestamp AT TIME ZONE 'UTC'
          AND occurred_at < (%(until)s::date + 1)::timestamp AT TIME ZONE 'UTC'
    )
    SELECT desk, person_id, who.name AS person, count(*) FILTER (WHERE given) AS given,
           count(*) FILTER (WHERE NOT given) AS used,
           (array_agg(reason ORDER BY occurred_at DESC) FILTER (WHERE given))[1] AS last_reason
    FROM fact LEFT JOIN staff_registry AS who ON who.staff_member_id = person_id
    WHERE %(people)s::uuid[] IS NULL OR person_id = ANY(%(people)s)
    GROUP BY desk, person_id, who.name ORDER BY desk, used DESC, person, person_id
"""


def adoption(
    db: Connection[Any],
    now: datetime,
    *,
    since: date,
    until: date,
    people: Collection[UUID] | None = None,
) -> dict[str, list[Line]]:
    """Entries by kind and person; their growth week by week; what keeps desks closed; exemptions.

    Entries, seen and closed are those that were added on these days, both included; what is open is so now. A line
    without a kind is of all kinds, one without a person of all people. Hours of a desk count once for each person,
    however many entries keep it closed.
    """
    if since > until:
        raise Refused("The report ends before it begins: give a later day to end with.", "report ends too early")
    values = {"now": now, "since": since, "until": until, "people": None if people is None else list(people)}

    def asked(question: str) -> list[Line]:
        with db.cursor(row_factory=dict_row) as rows:
            return rows.execute(question, values).fetchall()

    days = {"added_at_from": since, "added_at_to": until}
    return {
        "entries": [line | queries(line, **days) for line in asked(ENTRIES)],
        "weeks": [line | {"query": query(**week(line["week"]))} for line in asked(WEEKS)],
        "blocking": [line | {"query": query(kind=line["kind"], desks=line["desk"])} for line in asked(BLOCKING)],
        "exemptions": [line | {"query": query(manager_id=line["person_id"])} for line in asked(EXEMPTIONS)],
    }


def queries(line: Line, **days: date) -> Line:
    """What to ask the notebook list for, to see the entries that were added, and those that are open."""
    whose = {"kind": line["kind"], "person_id": line["person_id"]}
    return {"query": query(**whose, **days), "open_query": query(**whose, closed_at="none")}


def week(first: date) -> dict[str, date]:
    return {"added_at_from": first, "added_at_to": first + timedelta(6)}


def query(**narrowed: Any) -> str:
    return urlencode({name: value for name, value in narrowed.items() if value is not None})
