"""Who worked on which day on what? Days by person and client or project, and where it is more than agreed (S3-21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.control.days import Line, span
from crm_es.labour.matrix_rows import in_rows
from crm_es.labour.subjects import DAYS
from crm_es.playbook import Calendar
from crm_es.playbook.calendar import WEEKDAYS

By = Literal["person", "client", "project", "subject"]
CLIENT: Final = ("for_client_id",)
SUBJECTS: Final = ("project_id", "stage_id", "ticket_id", "deal_id", "task_id")
COLUMNS: Final[dict[By, tuple[str, ...]]] = {
    "person": (),
    "client": CLIENT,
    "project": (*CLIENT, "project_id"),
    "subject": (*CLIENT, *SUBJECTS),
}
"""By what lines are told apart, besides the person."""
QUESTION: Final = f"""
    WITH touched AS (
        SELECT DISTINCT ticket_id, stage_id, project_id FROM work_days
        WHERE day BETWEEN %(since)s AND %(until)s AND NOT rest
    ), agreed AS (
        SELECT ticket_id AS key, agreed_minutes AS minutes
        FROM ticket_registry WHERE ticket_id IN (SELECT ticket_id FROM touched) AND agreed_minutes IS NOT NULL
        UNION ALL
        SELECT stage_id, planned_minutes
        FROM project_stages WHERE stage_id IN (SELECT stage_id FROM touched) AND planned_minutes > 0
        UNION ALL
        SELECT project_id, budget_minutes
        FROM project_registry WHERE project_id IN (SELECT project_id FROM touched) AND budget_per = 'total'
                                    AND budget_minutes IS NOT NULL
    ), so_far AS (
        SELECT worked.work_day_id, worked.minutes, agreed.minutes AS agreed, sum(worked.minutes) OVER earlier AS spent
        FROM work_days AS worked
             CROSS JOIN LATERAL (VALUES (ticket_id), (stage_id), (project_id)) AS part (key)
             JOIN agreed ON agreed.key = part.key
        WHERE NOT worked.rest AND worked.day <= %(until)s
        WINDOW earlier AS (PARTITION BY agreed.key ORDER BY worked.day, worked.work_day_id)
    ), beyond AS (
        SELECT work_day_id, max(least(minutes, spent - agreed))::int AS minutes
        FROM so_far WHERE spent > agreed GROUP BY work_day_id
    )
    SELECT line.person_id, who.name AS person {{columns}}, {{alone}} AS kind, {{client}} AS client,
           max({{what}}) AS what, line.day,
           sum(line.minutes)::int AS minutes, coalesce(sum(beyond.minutes), 0)::int AS over_minutes,
           count(DISTINCT line.work_id) AS entries
    FROM {DAYS} AS line
         LEFT JOIN beyond ON beyond.work_day_id = line.work_day_id
         LEFT JOIN staff_registry AS who ON who.staff_member_id = line.person_id
         LEFT JOIN client_registry AS client ON client.client_id = line.for_client_id
         LEFT JOIN project_registry AS project ON project.project_id = line.project_id
    WHERE line.day BETWEEN %(since)s AND %(until)s AND NOT line.rest
          AND (%(people)s::uuid[] IS NULL OR line.person_id = ANY(%(people)s))
          AND (%(client)s::uuid IS NULL OR line.for_client_id = %(client)s)
          AND (%(project)s::uuid IS NULL OR line.project_id = %(project)s)
    GROUP BY line.person_id, who.name, line.day {{columns}}, {{alone}}
    ORDER BY person, line.person_id, client NULLS LAST {{columns}}, what, line.day
"""
WHAT: Final[dict[By, str]] = {
    "person": "NULL::text",
    "client": "NULL::text",
    "project": "project.name",
    "subject": "line.subject",
}
NAMED: Final = ", ".join(f"line.{one}" for one in (*CLIENT, *SUBJECTS))
ALONE: Final = f"CASE WHEN num_nonnulls({NAMED}) = 0 THEN line.kind END"
"""Of what names nothing, kinds of work are lines apart."""


class Matrix(NamedTuple):
    """The report, with its sums."""

    days: list[Line]
    """Each with its weekday, whether people work on it, and its minutes."""
    rows: list[Line]
    weekdays: list[Line]
    months: list[Line]


def matrix(
    db: Connection[Any],
    calendar: Calendar,
    *,
    since: date,
    until: date,
    by: By = "project",
    people: Collection[UUID] | None = None,
    client_id: UUID | None = None,
    project_id: UUID | None = None,
) -> Matrix:
    """A row for each person with each client, project or subject, and in it a cell for each day with work on it."""
    every = span(since, until, "The report")
    values = {
        "since": since,
        "until": until,
        "people": None if people is None else list(people),
        "client": client_id,
        "project": project_id,
    }
    columns = "".join(f", line.{name}" for name in COLUMNS[by])
    said = {
        "columns": columns,
        "what": WHAT[by],
        "alone": ALONE if by == "subject" else "NULL::text",
        "client": "NULL::text" if by == "person" else "max(client.name)",
    }
    narrowed = {"for_client_id": client_id, "project_id": project_id}
    with db.cursor(row_factory=dict_row) as found:
        cells = found.execute(QUESTION.format(**said), values).fetchall()
    of_day, of_weekday, of_month = Counter[date](), Counter[str](), Counter[date]()
    for cell in cells:
        of_day[cell["day"]] += cell["minutes"]
        of_weekday[WEEKDAYS[cell["day"].weekday()]] += cell["minutes"]
        of_month[cell["day"].replace(day=1)] += cell["minutes"]
    told = ((day, WEEKDAYS[day.weekday()]) for day in every)
    return Matrix(
        [
            {"day": day, "weekday": name, "working": calendar.is_working(day), "minutes": of_day[day]}
            for day, name in told
        ],
        list(in_rows(cells, ("person_id", *COLUMNS[by]), {name: one for name, one in narrowed.items() if one})),
        [{"weekday": name, "minutes": of_weekday[name]} for name in WEEKDAYS],
        [{"month": month, "minutes": minutes} for month, minutes in sorted(of_month.items())],
    )
