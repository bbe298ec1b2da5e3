"""How far a request for payment has come on its route: who said what at which step, who is asked, who is to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.projections.approval_steps import PAYMENT

Line = dict[str, Any]
LAST_ROUND: Final = """
    SELECT round, route, submitted_at, steps, optional FROM approval_steps
    WHERE payment_request_id = %s ORDER BY round DESC LIMIT 1
"""
ASKS: Final = """
    SELECT ask.step, ask.person AS person_id, who.name AS person, ask.outcome,
           CASE WHEN ask.outcome <> 'to come' THEN ask.asked_at END AS asked_at,
           CASE WHEN ask.outcome NOT IN ('open', 'to come') THEN ask.decided_at END AS decided_at,
           CASE WHEN ask.decided_by <> ask.person THEN deputy.name END AS by_deputy
    FROM approval_steps AS r, unnest(r.step, r.person, r.asked_at, r.decided_at, r.decided_by, r.outcome)
         WITH ORDINALITY AS ask (step, person, asked_at, decided_at, decided_by, outcome, place)
    LEFT JOIN staff_registry AS who ON who.staff_member_id = ask.person
    LEFT JOIN staff_registry AS deputy ON deputy.staff_member_id = ask.decided_by
    WHERE r.payment_request_id = %s AND r.round = %s ORDER BY ask.place
"""


def course(db: Connection[Any], request_id: UUID) -> Line | None:
    """The last round of the request, step by step with payment at the end; None where it was never submitted."""
    with db.cursor(row_factory=dict_row) as rows:
        found = rows.execute(LAST_ROUND, (request_id,)).fetchone()
        if found is None:
            return None
        asks = rows.execute(ASKS, (request_id, found["round"])).fetchall()
    optional = found.pop("optional")
    return {
        **found,
        "steps": [step(name, asks, optional=name in optional) for name in (*found["steps"], PAYMENT)],
    }


def step(name: str, asks: list[Line], *, optional: bool) -> Line:
    """One step, with everybody who has a word in it."""
    people = [{key: held for key, held in ask.items() if key != "step"} for ask in asks if ask["step"] == name]
    return {"name": name, "optional": optional, "state": state(people), "people": people}


def state(people: Sequence[Mapping[str, Any]]) -> str:
    """What the step comes to: an answer that ended or passed it, else that it is asked, to come, or was not needed."""
    outcomes = [one["outcome"] for one in people]
    said = next((one for one in ("rejected", "returned", "withdrawn", "open") if one in outcomes), None)
    return said or next((one for one in ("paid", "approved", "passed over") if one in outcomes), idle(outcomes))


def idle(outcomes: list[str]) -> str:
    return "not needed" if outcomes and "to come" not in outcomes else "to come"
