"""Offers agree with decisions: what is offered is granted, and what is granted is offered (erpnext#18504)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from wishes import AnyDecider, Chance

from crm_es.aggregates import COMMANDS, DECIDERS
from crm_es.aggregates.activity import EndPrivacy, GoPrivate, SetActivityRules, SuggestWork
from crm_es.aggregates.invoice_desk import DraftInvoice, IssueInvoice
from crm_es.aggregates.order_desk import NoteInterest, PlaceOrder
from crm_es.aggregates.payer_account import TakePaymentOrderNumbers
from crm_es.aggregates.saved_views import SaveView
from crm_es.aggregates.ticket import NoteReplyDelivered
from crm_es.aggregates.work_log import RecordWork, StartTimer
from crm_es.api.commands import MACHINES
from crm_es.messages import Command, Refused
from crm_es.offers import KINDS, Kind, Look, changes, offered

WISHES = 60
BEGIN = {RecordWork, StartTimer, SuggestWork, NoteInterest, PlaceOrder, DraftInvoice, IssueInvoice, SaveView}
"""They begin something of their own at what everybody has: a page has them in its place, not at a row."""
ONES_OWN = {SetActivityRules, GoPrivate, EndPrivacy, TakePaymentOrderNumbers, NoteReplyDelivered}
"""Settings of one's own, what goes with a bank file, and what a mail server tells."""
TOLD = [decider for decider in DECIDERS if any(kind.decider is decider for kind in KINDS.values())]


class Anything(dict[str, Any]):
    """A row of which only the names matter."""

    def __missing__(self, key: str) -> Any:
        return None


def looks(kind: Kind, wish: Command, stream: UUID, state: Any, context: Any) -> Look:
    """The row that the wish is about."""
    told = {name: getattr(wish, name, None) for name in kind.told(Anything())}
    return Look(stream, state, context, told)


def moments(decider: AnyDecider, seed: int) -> Iterator[tuple[Command, Any, Any, Any]]:
    """Wishes of people about a record that is there, as its story goes on, and what became of each."""
    chance, state = Chance(seed), None
    for _ in range(WISHES):
        wish = chance.wish(decider)
        context = chance.context(wish)
        try:
            decided = list(decider.decide(state, wish, context))
        except Refused:
            decided = []
        able = context.playbook_version and not type(wish).ROLES.isdisjoint(context.roles)
        if able and state is not None and isinstance(context.by, UUID) and context.on_behalf_of is None:
            yield wish, state, context, decided
        state = decider.fold(decided, state)


@pytest.mark.parametrize("decider", TOLD, ids=lambda decider: str(decider.name))
def test_whatever_is_granted_is_offered(decider: AnyDecider) -> None:
    """X-03."""
    kinds = [kind for kind in KINDS.values() if kind.decider is decider]
    missed = set()
    for seed in range(6):
        for wish, state, context, decided in moments(decider, seed):
            if not decided or type(wish).OPENS or type(wish) in BEGIN | ONES_OWN:
                continue
            offers = [
                action.command
                for kind in kinds
                for action in offered(kind.ways, looks(kind, wish, decider.stream(wish), state, context))
            ]
            if type(wish) not in offers:
                missed.add((type(wish).__name__, repr(wish)))
    assert not missed


@pytest.mark.parametrize("decider", TOLD, ids=lambda decider: str(decider.name))
def test_what_is_offered_and_needs_no_word_is_granted(decider: AnyDecider) -> None:
    kinds = [kind for kind in KINDS.values() if kind.decider is decider]
    for seed in range(6):
        for wish, state, context, _ in moments(decider, seed):
            for kind in kinds:
                look = looks(kind, wish, decider.stream(wish), state, context)
                for action in offered(kind.ways, look):
                    if not action.fields:
                        command = action.command(**{**action.filled, decider.key: look.stream})
                        assert changes(command, look), command


def test_every_command_about_a_record_that_people_send_is_some_way_to_go_on() -> None:
    """But what begins something, and a few that have a place of their own."""
    ways = {way.command for kind in KINDS.values() for way in kind.ways}
    about = {command for command in COMMANDS.values() if command.ROLES - MACHINES and not command.OPENS}
    assert about - ways == (BEGIN | ONES_OWN) - ways
