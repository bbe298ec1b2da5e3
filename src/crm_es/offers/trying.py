"""Which commands are legal now: each is tried, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm_es.actions import Action
from crm_es.aggregates import DECIDER_OF
from crm_es.messages import Command, Refused
from crm_es.offers.typical import wishes
from crm_es.offers.way import Look, Way


def offered(ways: Iterable[Way], look: Look) -> Iterator[Action]:
    """What may be done with a record, in the order of its ways."""
    for way in ways if look.state is not None else ():
        if not way.command.ROLES.isdisjoint(look.context.roles) and (action := offer(way, look)):
            yield action


def offer(way: Way, look: Look) -> Action | None:
    """The command, with what is known of a wish that would be granted; None where the answer is no, whatever is said.

    Where what is usually said is refused, it is no next step.
    """
    try:
        known, tried = way.known(look), wishes(way, look, DECIDER_OF[way.command].key)
        filled = next((filled for wish, filled in tried if changes(wish, look)), None)
    except Refused:  # no playbook is published yet
        return None
    if filled is None:
        return None
    menu = way.menu or known is None or not filled.keys() >= known.keys()
    return Action(way.command, look.stream, filled, menu, way.present(look), way.beside)


def changes(wish: Command, look: Look) -> bool:
    """Whether something happens where this is wished."""
    try:
        return any(True for _ in DECIDER_OF[type(wish)].decide(look.state, wish, look.context))
    except Refused:
        return False
