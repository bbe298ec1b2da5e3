"""Plan and fact of working time: what was planned, what was worked, and how far they are apart (S3-20).

What was worked is what the work log says, to the minute. Work that nobody planned has lines of its own, so that the
lines always add up to the log. Breaks are no work.
"""

from __future__ import annotations

from typing import Any, Final, Literal
from urllib.parse import urlencode

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.projects.asked import ALL, Asked, Limits, Line, seen, seen_of_people

By = Literal["project", "stage", "person", "stage and person", "category"]
DIMENSIONS: Final[dict[By, tuple[str, ...]]] = {
    "project": ("project_id",),
    "stage": ("project_id", "stage_id"),
    "person": ("person_id",),
    "stage and person": ("project_id", "stage_id", "person_id"),
    "category": ("category",),
}
QUESTION: Final = """
    WITH part AS (
        SELECT project_id, stage_id, person_id, minutes::int AS planned, 0 AS actual, 0 AS entries FROM {plan}
        UNION ALL
        SELECT project_id, stage_id, person_id, 0, minutes::int, 1 FROM work_entries
        WHERE project_id IS NOT NULL AND NOT rest
    ), shown AS (
        SELECT part.*{category} FROM part{of_stage}
        WHERE part.{seen} AND {of_people} AND (%s::uuid IS NULL OR person_id = %s)
    ), line AS (
        SELECT {dimensions}, grouping({first}) = 1 AS whole, coalesce(sum(planned), 0) AS planned,
               coalesce(sum(actual), 0) AS actual, coalesce(sum(entries), 0) AS entries
        FROM shown GROUP BY GROUPING SETS ((), ({dimensions}))
    )
    SELECT whole, {names}, planned AS planned_minutes, actual AS actual_minutes, actual - planned AS difference_minutes,
           round(actual * 100.0 / nullif(planned, 0), 1)::float8 AS percent,
           planned = 0 AND actual > 0 AS unplanned,
           CASE WHEN actual > planned THEN 'red'
                WHEN actual > 0 AND actual * 100 >= planned * %s THEN 'amber'
                ELSE 'ok' END AS state, entries, {query} AS query
    FROM line {joins}
    WHERE whole OR planned > 0 OR actual > 0 OR {kept}
    ORDER BY whole DESC, {order}
"""
TOTAL: Final = "total"
NAMES: Final = {
    "project_id": "line.project_id, project.name AS project",
    "stage_id": "line.stage_id, stage.name AS stage, stage.category",
    "person_id": "line.person_id, person.name AS person",
    "category": "line.category",
}
JOINS: Final = {
    "project_id": "LEFT JOIN project_registry AS project ON project.project_id = line.project_id",
    "stage_id": "LEFT JOIN project_stages AS stage"
    " ON stage.stage_id = line.stage_id AND stage.project_id = line.project_id",
    "person_id": "LEFT JOIN staff_registry AS person ON person.staff_member_id = line.person_id",
    "category": "",
}
ORDER: Final = {
    "project_id": "project.name, line.project_id",
    "stage_id": "stage.starts, stage.name, line.stage_id",
    "person_id": "person.name, line.person_id",
    "category": "line.category",
}
AND: Final = " || '&' || "
IN_STAGE: Final = """
    LEFT JOIN (SELECT stage_id AS id, project_id AS of_project, coalesce(category, '') AS category
               FROM project_stages) AS stage ON stage.id = stage_id AND stage.of_project = project_id
"""


def plan_fact(
    db: Connection[Any], asked: Asked = ALL, *, by: By = "stage", amber: int = 80, limits: Limits | None = None
) -> list[Line]:
    """One line for each stage, person, category or project, after one for all of them together.

    A line is red where more was worked than planned, and amber from so many per cent of the plan on. `query` is what
    to ask /project-work for, to see the entries. Who does not lead a project sees there what is theirs.
    """
    asked.must_be_there(db)
    dimensions = DIMENSIONS[by]
    plan, plan_values = asked.plan
    may, may_values = seen(asked, limits)
    of_people, people = seen_of_people(limits)
    question = QUESTION.format(
        plan=plan,
        seen=may,
        of_people=of_people,
        category=", coalesce(stage.category, '') AS category" if by == "category" else "",
        of_stage=IN_STAGE if by == "category" else "",
        dimensions=", ".join(dimensions),
        first=dimensions[0],
        names=", ".join(NAMES[name] for name in dimensions),
        joins=" ".join(JOINS[name] for name in dimensions),
        order=", ".join(ORDER[name] for name in dimensions),
        query=_query(by),
        kept="stage.stage_id IS NOT NULL" if by == "stage" else "false",
    )
    besides = {"person_id": str(asked.person_id)} if asked.person_id and "person_id" not in dimensions else {}
    values = [*plan_values, *may_values, *people, asked.person_id, asked.person_id, amber]
    with db.cursor(row_factory=dict_row) as rows:
        lines = rows.execute(question, values).fetchall()
    return [_told(line, besides, asked) for line in lines]


def _query(by: By) -> str:
    """What tells the line's entries from others; ids stand in addresses as they are."""
    if by == "category":
        return "line.category"
    told = (f"'{name}=' || coalesce(line.{name}::text, 'none')" for name in DIMENSIONS[by])
    return f"CASE WHEN NOT whole THEN {AND.join(told)} END"


def _told(line: Line, besides: dict[str, str], asked: Asked) -> Line:
    """The line with what shows its entries. The line of all is called total, so that nobody takes it for a group."""
    if line.pop("whole"):
        line[next(name for name in ("project", "person", "category") if name in line)] = TOTAL
    if "category" in line and "stage_id" not in line and line["query"] is not None:
        line["query"] = urlencode({"category": line["query"]})
    if asked.project_id and (line["query"] is None or "project_id" not in line):
        besides = besides | {"project_id": str(asked.project_id)}
    if besides or line["query"] is None:
        line["query"] = "&".join(part for part in (line["query"], urlencode(besides)) if part)
    return line
