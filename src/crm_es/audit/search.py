"""Searches through all that happened, and through all that was refused."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.audit.lines import Line, ask, commands, events
from crm_es.audit.naming import named


class Asked(NamedTuple):
    """What a search is narrowed by; what is None does not matter."""

    actor: str | None = None
    """A person's id, for what they did and what was entered for them; or the name of a machine."""
    stream: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    topic: str | None = None
    correlation: UUID | None = None
    rule: str | None = None
    sight: Collection[UUID] | None = None
    """Only what these people did or had entered for them."""


def search(db: Connection[Any], asked: Asked, *, before: int | None = None, limit: int = 50) -> list[Line]:
    """Events, newest first, below the position `before`."""
    where, values = conditions(asked, "originator_id", "occurred_at")
    if before is not None:
        where, values = f"{where} AND notification_id < %s", [*values, before]
    return named(db, events(db, where, values, "notification_id DESC", limit))


def at(db: Connection[Any], positions: Collection[int]) -> dict[int, Line]:
    """The events at these positions."""
    found = events(db, "notification_id = ANY(%s)", [list(positions)], "notification_id")
    return {line["position"]: line for line in found}


def refused(db: Connection[Any], asked: Asked, *, before: UUID | None = None, limit: int = 50) -> list[Line]:
    """Refused attempts, newest first, behind the one with the command id `before`."""
    where, values = conditions(asked, "stream", "asked_at")
    if before is not None:
        where += " AND (asked_at, command_id) < (SELECT asked_at, command_id FROM commands WHERE command_id = %s)"
        values = [*values, before]
    return named(db, commands(db, f"refusal IS NOT NULL AND {where}", values, "asked_at DESC, command_id DESC", limit))


def refused_by_rule(db: Connection[Any], asked: Asked) -> dict[str, int]:
    """How often each rule said no, the busiest first."""
    where, values = conditions(asked, "stream", "asked_at")
    question = f"SELECT rule, count(*) AS times FROM commands WHERE refusal IS NOT NULL AND {where} GROUP BY rule"
    return {line["rule"]: line["times"] for line in ask(db, f"{question} ORDER BY times DESC, rule", values)}


def last_said(db: Connection[Any], asked: Asked) -> dict[str, str]:
    """How each rule said no last."""
    where, values = conditions(asked, "stream", "asked_at")
    question = f"SELECT DISTINCT ON (rule) rule, refusal FROM commands WHERE refusal IS NOT NULL AND {where}"
    return {line["rule"]: line["refusal"] for line in ask(db, f"{question} ORDER BY rule, asked_at DESC", values)}


def conditions(asked: Asked, stream: str, time: str) -> tuple[str, list[Any]]:
    """The same for both tables but for the names of two columns."""
    conditions: list[tuple[str, list[Any]]] = []
    for sql, value in (
        (f"{stream} = %s", asked.stream),
        (f"{time} >= %s", asked.since),
        (f"{time} < %s", asked.until),
        ("topic = %s", asked.topic),
        ("correlation_id = %s", asked.correlation),
        ("rule = %s", asked.rule),
    ):
        if value is not None:
            conditions.append((sql, [value]))
    if asked.actor is not None:
        person = _person(asked.actor)
        mine = "(actor = %s OR on_behalf_of = %s)" if person else "actor = %s"
        conditions.append((mine, [str(person), person] if person else [asked.actor]))
    if asked.sight is not None:
        people = list(asked.sight)
        conditions.append(("(actor = ANY(%s) OR on_behalf_of = ANY(%s))", [list(map(str, people)), people]))
    where = " AND ".join(sql for sql, _ in conditions) or "true"
    return where, [value for _, values in conditions for value in values]


def _person(actor: str) -> UUID | None:
    try:
        return UUID(actor)
    except ValueError:
        return None
