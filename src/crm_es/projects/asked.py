"""Which projects a report is about, and with which of their plans they are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.filters import Condition, joined, visible
from crm_es.messages import Refused
from crm_es.playbook import Calendar, Projects
from crm_es.reference import Reference
from crm_es.registries import Registry, registry

Line = dict[str, Any]
Limits = Callable[[Registry], Mapping[str, Any]]
PROJECTS, WORK = registry("projects"), registry("project-work")


class Asked(NamedTuple):
    """What somebody wants to know of projects."""

    project_id: UUID | None = None
    """One of them; all where none is given."""
    person_id: UUID | None = None
    """What this person is planned for, and worked."""
    baseline: int | None = None
    """Compared with what was agreed in this one; 1 is the agreed estimate."""
    as_of: datetime | None = None
    """Compared with the plan that was known at this time; with the plan in force where neither is given."""

    @property
    def plan(self) -> Condition:
        """Where the planned shares are: the rows, and what narrows them."""
        if self.baseline is not None:
            return "project_baselines WHERE number = %s", [self.baseline]
        if self.as_of is not None:
            known = "known_since <= %s AND (known_until IS NULL OR known_until > %s)"
            return f"stage_plans WHERE {known}", [self.as_of, self.as_of]
        return "stage_plans WHERE known_until IS NULL", []

    def must_be_there(self, db: Connection[Any]) -> None:
        """One plan at a time, and one that there is."""
        if self.baseline is not None and self.as_of is not None:
            raise Refused("Compare with a baseline or with the plan as of a time: leave one out.", "one plan at a time")
        if self.baseline is not None and self.project_id is not None:
            question = "SELECT 1 FROM project_baselines WHERE project_id = %s AND number = %s LIMIT 1"
            if db.execute(question, (self.project_id, self.baseline)).fetchone() is None:
                sentence = f"The project has no baseline {self.baseline}: take a smaller number, or the plan in force."
                raise Refused(sentence, "no such baseline")


ALL: Final = Asked()


def known_at(then: date | None, calendar: Calendar) -> datetime | None:
    """The time that is meant; a day means its end, as the company counts days."""
    return then if then is None or isinstance(then, datetime) else calendar.end_of(then)


def rules(reference: Reference) -> Projects:
    """What the playbook in force says of projects."""
    found = reference.playbooks.get(reference.version)
    return found.projects if found else Projects()


def seen(asked: Asked, limits: Limits | None) -> Condition:
    """Which projects may be seen, of those that are asked for: a condition on `project_id`."""
    sql, values = joined(visible(PROJECTS, **limits(PROJECTS)) if limits else [])
    one = " AND project_id = %s" if asked.project_id else ""
    question = f"SELECT project_id FROM project_registry WHERE {sql}{one}"
    return f"project_id IN ({question})", [*values, *([asked.project_id] if asked.project_id else [])]


def led(limits: Limits | None, project: str = "project_id") -> Condition:
    """Of which projects one sees the money, and the hours of everybody: of those that one leads, or is above."""
    people = limits(WORK)["sight"] if limits else None
    if people is None:
        return "true", []
    return f"{project} IN (SELECT project_id FROM project_registry WHERE lead_id = ANY(%s::uuid[]))", [list(people)]


def seen_of_people(limits: Limits | None, project: str = "project_id", person: str = "person_id") -> Condition:
    """Whose hours one sees, as the list of the work on projects shows it: one's own besides."""
    sql, values = led(limits, project)
    return (f"({sql} OR {person} = ANY(%s::uuid[]))", [*values, *values]) if values else (sql, [])
