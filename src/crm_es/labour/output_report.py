"""What did each person's work bring? Hours, money, what clients pay for, and how it went against plan (S3-11).

Lines go as deep as is asked: by person, client, day, kind of work, and what was worked on. Money of billed hours is
their share, by minutes, of what is left of the line of the act that they are on; billable hours that are not billed yet
cost what the rates of their days say. Against plan, an hour on finished work counts as much as was planned for it:
of a ticket that is done what was agreed, of a stage the part of its plan that is done, shared among all hours spent on
it. Above 100 per cent, the work took less than was planned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.act_lines import hours
from crm_es.labour.output_sums import Sums, percent, rounded
from crm_es.labour.subjects import DAYS
from crm_es.messages import Refused
from crm_es.rates import Rates

Line = dict[str, Any]
By = Literal["person", "client", "day", "kind", "subject"]
WHERE_TO_LOOK: Final[dict[By, tuple[str, str]]] = {
    "person": ("person_id", "person_id"),
    "client": ("for_client_id", "client_id"),
    "day": ("day", "day"),
    "kind": ("kind", "kind"),
    "subject": ("subject", "subject"),
}
"""By what lines are told apart: the filter of /work-days, and the column that is told."""
READERS: Final = (
    "act_lines",
    "billed_work",
    "client_registry",
    "deal_registry",
    "project_registry",
    "project_stages",
    "staff_registry",
    "task_list",
    "ticket_registry",
    "work_days",
)
QUESTION: Final = f"""
    SELECT line.person_id, who.name AS person, line.for_client_id AS client_id, client.name AS client, line.day,
           line.kind, line.subject, line.project_id, sum(line.minutes)::int AS minutes,
           coalesce(sum(line.minutes) FILTER (WHERE line.billable), 0)::int AS billable_minutes,
           coalesce(sum(line.minutes) FILTER (WHERE act.line_id IS NOT NULL), 0)::int AS billed_minutes,
           act.line_id, act.minutes AS line_minutes, act.left_amount, act.currency,
           CASE WHEN ticket.status = 'done' THEN ticket.agreed_minutes
                WHEN stage.planned_minutes > 0 THEN stage.planned_minutes * stage.done_percent / 100.0
           END AS earned_minutes,
           coalesce(ticket.spent_minutes, stage.spent_minutes) AS spent_minutes
    FROM {DAYS} AS line
         LEFT JOIN billed_work AS billed ON billed.work_id = line.work_id AND billed.released_at IS NULL
         LEFT JOIN act_lines AS act ON act.line_id = billed.line_id
         LEFT JOIN staff_registry AS who ON who.staff_member_id = line.person_id
         LEFT JOIN client_registry AS client ON client.client_id = line.for_client_id
         LEFT JOIN ticket_registry AS ticket ON ticket.ticket_id = line.ticket_id
         LEFT JOIN project_stages AS stage ON stage.stage_id = line.stage_id
    WHERE NOT line.rest
      AND line.day BETWEEN coalesce(%(since)s::date, '-infinity') AND coalesce(%(until)s::date, 'infinity')
      AND (%(person_id)s::uuid IS NULL OR line.person_id = %(person_id)s)
      AND (%(client_id)s::uuid IS NULL OR line.for_client_id = %(client_id)s)
      AND (%(people)s::uuid[] IS NULL OR line.person_id = ANY(%(people)s))
    GROUP BY line.person_id, who.name, line.for_client_id, client.name, line.day, line.kind, line.subject,
             line.project_id, act.line_id, act.minutes, act.left_amount, act.currency,
             ticket.ticket_id, ticket.status, ticket.agreed_minutes, ticket.spent_minutes,
             stage.stage_id, stage.planned_minutes, stage.done_percent, stage.spent_minutes
    ORDER BY who.name, line.person_id, client.name, line.for_client_id, line.day, line.kind, line.subject
"""


def parts(text: str) -> tuple[By, ...]:
    """By what lines are told apart, as somebody typed it: person,client."""
    said = [part.strip() for part in text.split(",")]
    if unknown := [part for part in said if part not in WHERE_TO_LOOK]:
        raise Refused(
            f"Lines are by {', '.join(WHERE_TO_LOOK)}, and not by {', '.join(unknown)}.", "lines by what is known"
        )
    return tuple(part for name in said for part in WHERE_TO_LOOK if part == name)


@dataclass(frozen=True)
class Asked:
    """Whose work, of which days, for whom."""

    by: tuple[By, ...] = ("person",)
    since: date | None = None
    until: date | None = None
    person_id: UUID | None = None
    client_id: UUID | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise Refused("The report ends before it begins: give a later day to end with.", "report ends too early")
        if len(set(self.by)) < len(self.by) or not self.by:
            raise Refused("Say once by what the lines are told apart.", "lines told apart once")


def output(
    db: Connection[Any],
    asked: Asked,
    rates: Rates | None,
    people: Collection[UUID] | None = None,
) -> list[Line]:
    """Line by line; of these people only, where given. Without rates, nothing is told of money."""
    values = {
        "since": asked.since,
        "until": asked.until,
        "person_id": asked.person_id,
        "client_id": asked.client_id,
        "people": None if people is None else list(people),
    }
    with db.cursor(row_factory=dict_row) as rows:
        found = rows.execute(QUESTION, values).fetchall()
    return [told(group, sums, asked, money=rates is not None) for group, sums in summed(found, asked.by, rates)]


def summed(rows: Iterable[Line], by: Sequence[By], rates: Rates | None) -> list[tuple[Line, Sums]]:
    """The first row of each line, and its sums, in the order of the rows."""
    lines: dict[tuple[Any, ...], tuple[Line, Sums]] = {}
    for row in rows:
        key = tuple(row[WHERE_TO_LOOK[part][1]] for part in by)
        lines.setdefault(key, (row, Sums()))[1].add(row, rates or Rates())
    return list(lines.values())


def told(row: Line, sums: Sums, asked: Asked, *, money: bool) -> Line:
    shown: Line = {}
    for part in asked.by:
        if part in ("person", "client"):
            shown[f"{part}_id"] = row[f"{part}_id"]
        shown[part] = row[part]
    amounts = {currency: rounded(amount) for currency, amount in sorted(sums.amounts.items())} if money else {}
    one = next(iter(amounts.items())) if len(amounts) == 1 else None
    return shown | {
        "minutes": sums.minutes,
        "hours": hours(sums.minutes),
        "billable_hours": hours(sums.billable),
        "billable_percent": percent(Fraction(sums.billable), sums.minutes),
        "billed_hours": hours(sums.billed),
        "amount": one[1] if one else None,
        "currency": one[0] if one else None,
        "amounts": "; ".join(f"{amount} {currency}" for currency, amount in amounts.items()),
        "amount_per_hour": rounded(sums.amounts[one[0]] * 60 / sums.minutes) if one and sums.minutes else None,
        "hours_without_rate": hours(sums.without_rate) if money else None,
        "planned_hours": hours(round(sums.earned)) if sums.against_plan else None,
        "hours_against_plan": hours(sums.against_plan) if sums.against_plan else None,
        "efficiency_percent": percent(sums.earned, sums.against_plan),
        "query": query(row, asked),
    }


def query(row: Line, asked: Asked) -> str:
    """What to ask /work-days for, to see what is summed up."""
    narrowed: dict[str, Any] = {"rest": "false"}
    if asked.person_id:
        narrowed["person_id"] = asked.person_id
    if asked.client_id:
        narrowed["for_client_id"] = asked.client_id
    for part in asked.by:
        column, name = WHERE_TO_LOOK[part]
        narrowed[column] = "none" if row[name] is None else row[name]
    if "day" not in asked.by:
        narrowed |= {"day_from": asked.since} if asked.since else {}
        narrowed |= {"day_to": asked.until} if asked.until else {}
    return urlencode(narrowed)
