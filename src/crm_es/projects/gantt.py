"""Bars of a Gantt chart: stages by project, of one employee or of all, with what does not fit together (S3-17)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.messages import Refused, quoted
from crm_es.projects.asked import ALL, Asked, Limits, Line, seen, seen_of_people

By = Literal["project", "person"]
QUESTION: Final = """
    WITH share AS (
        SELECT project_id, stage_id, person_id, minutes FROM stage_plans
        WHERE known_until IS NULL AND person_id IS NOT NULL
    ), worked AS (
        SELECT project_id, stage_id, person_id, sum(minutes)::int8 AS minutes, min(day) AS first, max(day) AS last
        FROM work_entries WHERE project_id IS NOT NULL AND stage_id IS NOT NULL AND NOT rest
        GROUP BY project_id, stage_id, person_id
    ), bar AS (
        {bars}
    )
    SELECT stage.project_id, project.name AS project, bar.person_id, person.name AS person, stage.stage_id,
           stage.name AS stage, stage.parent_id, stage.category, stage.starts, stage.ends, span.begins,
           span.reaches, stage.status,
           stage.done_percent, bar.planned_minutes, bar.spent_minutes, bar.first_worked, bar.last_worked,
           stage.late, stage.depends_on,
           (SELECT array_agg(name ORDER BY name) FROM staff_registry
            WHERE staff_member_id = ANY(stage.people)) AS people,
           (SELECT array_agg(before.name ORDER BY before.ends, before.name) FROM project_stages AS before
            WHERE before.stage_id = ANY(stage.depends_on) AND before.status <> 'dropped'
              AND before.ends >= stage.starts) AS ends_after_start,
           (SELECT array_agg(before.name ORDER BY before.ends, before.name) FROM project_stages AS before
            WHERE before.stage_id = ANY(stage.depends_on) AND before.status = 'open'
              AND (stage.done_percent > 0 OR bar.spent_minutes > 0)) AS not_finished,
           (SELECT whole.name FROM project_stages AS whole
            WHERE whole.stage_id = stage.parent_id AND (whole.starts > stage.starts OR whole.ends < stage.ends))
               AS outside_of
    FROM bar JOIN project_stages AS stage USING (stage_id)
         JOIN project_registry AS project ON project.project_id = stage.project_id
         LEFT JOIN staff_registry AS person ON person.staff_member_id = bar.person_id
         CROSS JOIN LATERAL (
             SELECT least(stage.starts, bar.first_worked) AS begins,
                    greatest(stage.ends, bar.last_worked,
                             CASE WHEN stage.status = 'open' AND stage.ends IS NOT NULL THEN %s::date END) AS reaches
         ) AS span
    WHERE stage.status <> 'dropped' AND stage.{seen} AND {of_people}
      AND (stage.ends IS NULL OR span.reaches >= coalesce(%s::date, '-infinity'))
      AND (stage.starts IS NULL OR span.begins <= coalesce(%s::date, 'infinity'))
    ORDER BY {order}, stage.starts, stage.ends, stage.name, stage.stage_id
"""
OF_STAGES: Final = """
    SELECT stage_id, NULL::uuid AS person_id, planned_minutes, spent_minutes, first_worked, last_worked
    FROM project_stages
    WHERE %s::uuid IS NULL OR %s = ANY(people)
       OR stage_id IN (SELECT stage_id FROM worked WHERE person_id = %s)
"""
OF_PEOPLE: Final = """
    SELECT stage_id, person_id, coalesce(share.minutes, 0) AS planned_minutes,
           coalesce(worked.minutes, 0) AS spent_minutes, first AS first_worked, last AS last_worked
    FROM share FULL JOIN worked USING (project_id, stage_id, person_id)
    WHERE %s::uuid IS NULL OR person_id = %s OR person_id = %s
"""
BARS: Final[dict[By, tuple[str, str]]] = {
    "project": (OF_STAGES, "project.name, stage.project_id"),
    "person": (OF_PEOPLE, "person.name, bar.person_id, project.name, stage.project_id"),
}


def gantt(
    db: Connection[Any],
    asked: Asked = ALL,
    *,
    by: By = "project",
    since: date | None = None,
    until: date | None = None,
    today: date | None = None,
    limits: Limits | None = None,
) -> list[Line]:
    """The bars of stages that touch these days, with warnings where dates do not fit; none is moved for that.

    A stage reaches from its first day, planned or worked, to its last; until today, while it is late and open.
    By project each stage has one bar; by person each has one for everybody who is planned on it or worked on it.
    """
    if since and until and since > until:
        raise Refused("The chart ends before it begins: give a later day to end with.", "chart ends too early")
    bars, order = BARS[by]
    may, values = seen(asked, limits)
    of_people, people = seen_of_people(limits if by == "person" else None, "stage.project_id", "bar.person_id")
    question = QUESTION.format(bars=bars, seen=may, of_people=of_people, order=order)
    with db.cursor(row_factory=dict_row) as rows:
        lines = rows.execute(question, [*[asked.person_id] * 3, today, *values, *people, since, until]).fetchall()
    return [_told(line) for line in lines]


def _told(line: Line) -> Line:
    """The bar with its warnings as sentences, and with what shows its entries."""
    ends_after, open_still, outside = (line.pop(n) for n in ("ends_after_start", "not_finished", "outside_of"))
    warnings = []
    if ends_after:
        warnings.append(f"It starts before {quoted(ends_after)} ends.")
    if open_still:
        warnings.append(f"It was begun, and {quoted(open_still)} is not finished.")
    if outside:
        warnings.append(f"It is a part of {outside!r} and lies outside its days.")
    if line["late"] and line["status"] == "open":
        warnings.append("It had to be finished by now.")
    line["people"] = line["people"] or []
    person = f"&person_id={line['person_id']}" if line["person_id"] else ""
    query = f"project_id={line['project_id']}&stage_id={line['stage_id']}{person}"
    return line | {"warnings": warnings, "query": query}
