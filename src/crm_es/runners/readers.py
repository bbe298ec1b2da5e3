"""Who reads the log, how far each has come, and what it could not digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import Any, Final, Literal, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

from crm_es import effects, policies, projections
from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.runners import modules_of
from crm_es.runners.effects import EffectRunner
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.reactions import ReactionRunner
from crm_es.store.dead_letters import Parked, parked
from crm_es.store.reading import head
from crm_es.store.tracking import places

Kind = Literal["policy", "projection", "effect"]
PACKAGES: Final[Mapping[Kind, ModuleType]] = {"policy": policies, "projection": projections, "effect": effects}
WAITING: Final = """
SELECT behind.name, unread.recorded_at FROM unnest(%s::text[], %s::int8[]) AS behind (name, position), LATERAL (
    SELECT recorded_at FROM events WHERE notification_id > behind.position ORDER BY notification_id LIMIT 1
) AS unread
"""


class Standing(NamedTuple):
    """How far one reader has come."""

    name: str
    kind: Kind
    sentence: str
    """What it does, or which question it answers."""
    position: int
    lag: int
    """Events that it has yet to read."""
    waiting_since: datetime | None
    """When the first of them was recorded."""
    owner: str | None
    """The process that runs it now."""
    parked: Parked | None


@cache
def known() -> Mapping[str, tuple[Kind, ModuleType]]:
    """Every reader that comes with the program, by its name."""
    return {name: (kind, module) for kind, package in PACKAGES.items() for name, module in modules_of(package)}


def standings(db: Connection[Any]) -> tuple[int, list[Standing]]:
    """Where the log ends, and all readers that have a place in it, those of one kind together."""
    newest, letters = head(db), parked(db)
    found = [place for place in places(db) if place.name in known()]
    behind = {place.name: place.position for place in found if place.position < newest}
    with db.cursor(row_factory=tuple_row) as rows:
        since: dict[str, datetime] = dict(rows.execute(WAITING, (list(behind), list(behind.values()))).fetchall())
    standing = [
        Standing(
            name=place.name,
            kind=known()[place.name][0],
            sentence=sentence(known()[place.name][1]),
            position=place.position,
            lag=max(0, newest - place.position),
            waiting_since=since.get(place.name),
            owner=place.owner if place.held else None,
            parked=letters.get(place.name),
        )
        for place in found
    ]
    order = list(PACKAGES)
    return newest, sorted(standing, key=lambda one: (order.index(one.kind), one.name))


def sentence(module: ModuleType) -> str:
    """What a module says of itself."""
    return str(module.__doc__).strip().splitlines()[0]


def reaction(crm: Crm, name: str) -> ReactionRunner[Any]:
    """The policy of this name, or the effect: both park what they could not digest. Raises Refused for others."""
    match known().get(name):
        case ("policy", module):
            return PolicyRunner(crm, name, module)
        case ("effect", module):
            return EffectRunner(crm, name, module)
        case _:
            some = ", ".join(one for one, (kind, _) in known().items() if kind == "policy")
            raise Refused(f"There is no policy {name!r}: take one of {some}.", "no such policy")
