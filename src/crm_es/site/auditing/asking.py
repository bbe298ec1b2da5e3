"""What is looked for in the audit, as its address says it: people by id, days of the company, records by link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Any, Final, NamedTuple

from fastapi import Query
from pydantic import BeforeValidator

from crm_es.aggregates import DECIDERS
from crm_es.api.commands import MACHINES, kebab
from crm_es.directory import Directory
from crm_es.site.rendering import link
from crm_es.site.speech import humanised
from crm_es.site.visitor import Visitor

Text = Annotated[str, Query(max_length=300)]
Day = Annotated[date | None, BeforeValidator(lambda text: text or None), Query()]
A_DAY: Final = timedelta(1)
ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
PLURALS: Final = {decider.name: kebab(decider.plural) for decider in DECIDERS}
"""Of each kind of record, how addresses call it."""


class Group(NamedTuple):
    """A kind of record with the events, or commands, that it has."""

    name: str
    topics: tuple[str, ...]


EVENTS: Final = tuple(
    Group(humanised(one.plural), tuple(event.__name__ for event in one.events))
    for one in sorted(DECIDERS, key=lambda one: one.plural)
)
COMMANDS: Final = tuple(
    Group(humanised(one.plural), tuple(each.__name__ for each in one.commands if each.ROLES - MACHINES))
    for one in sorted(DECIDERS, key=lambda one: one.plural)
)


@dataclass(frozen=True)
class Search:
    """What one looks for. It is a page's parameter."""

    actor: Text = ""
    record: Text = ""
    topic: Text = ""
    since: Day = None
    until: Day = None
    rule: Text = ""

    def told(self) -> dict[str, Any]:
        """What is asked at all."""
        return {name: held for name, held in vars(self).items() if held}

    def query(self, zone: tzinfo) -> dict[str, Any]:
        """The same as the API asks for it: days are whole, and records are ids."""
        asked = self.told()
        if self.record:
            found = ID.search(self.record)
            asked["record"] = found[0] if found else self.record
        if self.since:
            asked["since"] = midnight(self.since, zone)
        if self.until:
            asked["until"] = midnight(self.until + A_DAY, zone)
        return asked

    def chips(self, path: str, visitor: Visitor) -> Iterator[tuple[str, str, str]]:
        """Each narrowing: its name, its value, and the address without it."""
        for name, held in self.told().items():
            rest = {one: text for one, text in self.told().items() if one != name}
            yield name, self.said(name, held, visitor), link(path, **rest)

    @staticmethod
    def said(name: str, held: Any, visitor: Visitor) -> str:
        if isinstance(held, date):
            return visitor.speech.day(held)
        if name == "topic":
            return visitor.speech.name(held)
        return who(held, visitor) if name == "actor" else str(held)


def midnight(day: date, zone: tzinfo) -> str:
    return datetime.combine(day, time(), zone).isoformat()


def who(actor: str, visitor: Visitor) -> str:
    """A person by name; a machine as it is called."""
    people = {str(one): one for one in visitor.crm.reference.people}
    known = people.get(actor)
    return Directory(visitor.crm.reference.people).name(known) if known else visitor.speech.name(actor)


def history_of(line: Mapping[str, Any]) -> str | None:
    """Where all that happened to the record of a line is told."""
    plural = PLURALS.get(line["about"])
    return f"/audit/record/{plural}/{line['stream']}" if plural else None
