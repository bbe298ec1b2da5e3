"""Whether the clients and deals that a command names are there: a command knows no more than its own record."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from crm_es.aggregates import client, deal
from crm_es.aggregates.client import ClientDiscarded
from crm_es.aggregates.deal import DealDiscarded
from crm_es.application import Crm
from crm_es.decider import Decider
from crm_es.messages import Command, Event, Refused

AnyDecider = Decider[Any, Any, Any]
BEGAN_OR_GONE: Final = """
SELECT topic FROM events WHERE originator_id = %s AND (originator_version = 1 OR topic = %s)
"""


class Named(NamedTuple):
    """What a field of a command names."""

    decider: AnyDecider
    gone: type[Event]
    """After this it is not there any more."""


NAMED: Final = {"client_id": Named(client.decider, ClientDiscarded), "deal_id": Named(deal.decider, DealDiscarded)}


def names_others(decider: AnyDecider, command: type[Command]) -> Collection[str]:
    """The fields of a command that name other records."""
    return [name for name in NAMED if name in command.model_fields and name != decider.key]


def must_exist(crm: Crm, wish: Command, names: Collection[str]) -> None:
    """Refuse what names a record that is not there, as the log has it now."""
    with crm.log.datastore.get_connection() as db:
        for name in names:
            named, key = NAMED[name], getattr(wish, name)
            if key is None:
                continue
            topics = {row["topic"] for row in db.execute(BEGAN_OR_GONE, (key, named.gone.__name__))}
            if named.gone.__name__ in topics or topics.isdisjoint(event.__name__ for event in named.decider.events):
                noun = named.decider.name
                raise Refused(f"There is no such {noun}: take one from the list of {noun}s.", f"no such {noun}")
