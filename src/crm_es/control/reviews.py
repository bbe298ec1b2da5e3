"""The review of a day: what is overdue, due, moved, done and judged, of each person (S2-05, S2-13, S2-19, S2-20).

A review of an earlier day tells what one would have seen then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any, Final, Literal, NamedTuple, get_args
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.control.days import INSTANT, Line, Look

Section = Literal["overdue", "due today", "moved", "returned", "to accept", "done", "accepted", "not touched"]
SECTIONS: Final[tuple[Section, ...]] = get_args(Section)
MORNING: Final[tuple[Section, ...]] = ("overdue", "due today", "moved", "returned", "to accept")
"""What is left of the days before, and what today brings."""
EVENING: Final[tuple[Section, ...]] = SECTIONS
"""That, and what came of the day."""
QUESTION: Final = """
    WITH step AS (
        SELECT course.task_id, course.to_accept, step.*, lag(step.due) OVER task AS from_due,
               count(*) FILTER (WHERE step.happened = 'moved') OVER task AS times
        FROM task_course AS course,
             unnest(course.at, course.happened, course.status, course.due, course.responsible, course.said)
             WITH ORDINALITY
             AS step (at, happened, status, due, responsible_id, said, n)
        WHERE (live OR last_at >= %(begins)s) AND step.at <= %(at)s
          AND (%(people)s::uuid[] IS NULL OR responsible && %(people)s)
        WINDOW task AS (PARTITION BY course.task_id ORDER BY n)
    ), standing AS (
        SELECT DISTINCT ON (task_id) *, status IN ('open', 'returned') AS to_do,
               max(at) FILTER (WHERE happened <> 'followed') OVER (PARTITION BY task_id) AS touched_at
        FROM step ORDER BY task_id, n DESC
    ), found AS (
        SELECT CASE WHEN NOT to_do THEN 'to accept' WHEN due <= %(at)s THEN 'overdue' ELSE 'due today' END AS section,
               standing.*
        FROM standing WHERE (to_do AND due < %(ends)s) OR (status = 'done' AND to_accept)
        UNION ALL
        SELECT 'not touched', standing.* FROM standing WHERE to_do AND due < %(ends)s AND touched_at < %(begins)s
        UNION ALL
        SELECT CASE happened WHEN 'returned' THEN 'returned' WHEN 'accepted' THEN 'accepted' ELSE 'done' END,
               step.*, false, NULL
        FROM step WHERE happened IN ('returned', 'accepted', 'done') AND at >= %(begins)s
        UNION ALL
        SELECT 'moved', step.*, false, NULL FROM step
        WHERE happened = 'moved' AND from_due < %(ends)s AND (at >= %(begins)s OR from_due >= %(begins)s)
    )
    SELECT section, found.task_id, course.what, course.urgent, found.responsible_id, who.name AS responsible,
           course.supervisor_id, course.client_id, client.name AS client, course.deal_id, deal.title AS deal,
           found.due, CASE section WHEN 'moved' THEN found.from_due END AS from_due, found.times AS times_moved,
           found.at,
           CASE WHEN section IN ('moved', 'done') OR found.happened = 'returned' THEN found.said END AS said
    FROM found JOIN task_course AS course USING (task_id)
         LEFT JOIN staff_registry AS who ON who.staff_member_id = found.responsible_id
         LEFT JOIN client_registry AS client ON client.client_id = course.client_id
         LEFT JOIN deal_registry AS deal ON deal.deal_id = course.deal_id
    WHERE (%(people)s::uuid[] IS NULL OR found.responsible_id = ANY(%(people)s)) AND section = ANY(%(sections)s)
    ORDER BY array_position(%(sections)s, section), course.urgent DESC, found.due, found.task_id, found.n
"""


class Review(NamedTuple):
    """What there is to see of one day."""

    counts: list[Line]
    """By person: how much there is of each section, and what to ask the list of tasks for to see it."""
    rows: list[Line]
    """Task by task, section by section. A task may be in several."""


def review(
    db: Connection[Any],
    look: Look,
    *,
    sections: Collection[Section] = EVENING,
    people: Collection[UUID] | None = None,
) -> Review:
    """What is so of the tasks of these people, or of everybody's."""
    values = {
        "begins": look.begins,
        "ends": look.ends,
        "at": look.at,
        "people": None if people is None else list(people),
        "sections": list(sections),
    }
    with db.cursor(row_factory=dict_row) as found:
        rows = found.execute(QUESTION, values).fetchall()
    return Review(counted(rows, look, sections), rows)


def counted(rows: list[Line], look: Look, sections: Collection[Section]) -> list[Line]:
    """The rows by person and section."""
    counts = Counter((row["responsible_id"], row["section"]) for row in rows)
    names = {row["responsible_id"]: row["responsible"] for row in rows}
    return [
        {
            "responsible_id": person,
            "responsible": name,
            **{column(section): counts[person, section] for section in sections},
            "queries": {column(section): query(section, person, look) for section in sections},
        }
        for person, name in sorted(names.items(), key=lambda one: (one[1] or "", one[0]))
    ]


def column(section: Section) -> str:
    return section.replace(" ", "_")


def query(section: Section, person_id: UUID, look: Look) -> str:
    """What to ask the list of tasks for, to see them as they are now."""
    begins, at, ends = (moment.isoformat() for moment in (look.begins, look.at, look.ends - INSTANT))
    asked: dict[Section, dict[str, str]] = {
        "overdue": {"to_do": "true", "due_to": at},
        "due today": {"to_do": "true", "due_from": at, "due_to": ends},
        "moved": {"moved_at_from": begins, "moved_at_to": ends},
        "returned": {"status": "returned", "judged_at_from": begins, "judged_at_to": ends},
        "to accept": {"to_accept": "true"},
        "done": {"done_at_from": begins, "done_at_to": ends},
        "accepted": {"status": "accepted", "judged_at_from": begins, "judged_at_to": ends},
        "not touched": {"to_do": "true", "due_to": ends, "touched_at_to": (look.begins - INSTANT).isoformat()},
    }
    return urlencode({"responsible_id": person_id, **asked[section]})
