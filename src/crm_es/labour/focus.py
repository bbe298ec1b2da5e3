"""What is asked when somebody's month is over: where the time went, and where it went before (S3-25)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.aggregates.focus import ReviewFocus, Takes, TimeSpent
from crm_es.control.days import Line
from crm_es.directory import Directory
from crm_es.ids import focus_of
from crm_es.labour.structure import after, takes
from crm_es.playbook.labour import Drift

HOUR: Final = 60
NAMED: Final = 5
"""So many of the works that take the time are named."""
LONGEST: Final = 200
SPENT: Final = """
    SELECT date_trunc('month', day)::date AS month, person_id, heading, sum(minutes)::int AS minutes
    FROM work_days WHERE day >= %s AND day < %s AND person_id = ANY(%s) AND NOT rest
    GROUP BY 1, 2, 3 ORDER BY 1, 2, minutes DESC, 3
"""
Spent = dict[tuple[UUID, date], list[TimeSpent]]
"""By person and month."""


def reviews(db: Connection[Any], directory: Directory, drift: Drift, month: date) -> Iterator[ReviewFocus]:
    """What to ask about everybody whose time is compared and who recorded some."""
    people = sorted({person for role in drift.roles for person in directory.holders(role)})
    before = [back(month, n) for n in range(1, drift.months + 1)]
    spent = by_month(db, min(before), after(month), people)
    taken = grouped(takes(db, month, people))
    for person in people:
        if (person, month) not in spent:
            continue
        team = [one for one in people if directory.supervisor(one) == directory.supervisor(person)]
        yield ReviewFocus(
            focus_id=focus_of(person),
            person_id=person,
            month=month,
            spent=tuple(
                one.model_copy(update={"takes": taken.get((person, one.heading), ())}) for one in spent[person, month]
            ),
            own_before=summed(spent, [person], before, drift),
            team_before=summed(spent, team, before, drift),
        )


def by_month(db: Connection[Any], since: date, until: date, people: Sequence[UUID]) -> Spent:
    with db.cursor(row_factory=dict_row) as rows:
        lines = rows.execute(SPENT, (since, until, list(people))).fetchall()
    found: Spent = {}
    for line in lines:
        times = found.setdefault((line["person_id"], line["month"]), [])
        times.append(TimeSpent(heading=line["heading"], minutes=line["minutes"]))
    return found


def summed(spent: Spent, people: Iterable[UUID], months: Iterable[date], drift: Drift) -> tuple[TimeSpent, ...]:
    """The time of all these months that have enough of it."""
    minutes: dict[str, int] = {}
    for person in people:
        for month in months:
            times = spent.get((person, month), [])
            if sum(time.minutes for time in times) >= drift.least_hours * HOUR:
                for time in times:
                    minutes[time.heading] = minutes.get(time.heading, 0) + time.minutes
    return tuple(TimeSpent(heading=heading, minutes=count) for heading, count in sorted(minutes.items()))


def grouped(lines: Iterable[Line]) -> dict[tuple[UUID, str], tuple[Takes, ...]]:
    """What took the time, for each person and heading, the most first."""

    def whose(line: Line) -> tuple[UUID, str]:
        return line["person_id"], line["heading"]

    return {
        key: tuple(Takes(what=name(line)[:LONGEST], minutes=line["minutes"]) for line in list(found)[:NAMED])
        for key, found in groupby(sorted(lines, key=whose), whose)
    }


def name(line: Line) -> str:
    return line["kind"] if line["kind"] == line["subject"] else f"{line['kind']}: {line['subject']}"


def back(month: date, count: int) -> date:
    years, months = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, months + 1, 1)
