"""Facts about clients, as they are decided: what tests of whoever listens to them speak of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from examples import ANN, BOB, CLIENT, HEAD, MONDAY, OTHER_ID, PLAYBOOK, asking, clock, policy, roubles

from crm_es.aggregates import client
from crm_es.aggregates.client import (
    AbsorbClient,
    AddContact,
    CallContactDue,
    ClientEvent,
    ClientMerged,
    ContactClient,
    ExplainLapse,
    HandOverClient,
    LapseClient,
    MeetClient,
    MergeClient,
    NotePurchase,
    ReleaseClient,
    UnmergeClient,
)
from crm_es.context import Context
from crm_es.playbook import Reservoir

DAYS = 30
"""Whoever buys nothing for so long has lapsed."""
BOOK = PLAYBOOK.model_copy(
    update={"reservoir": Reservoir(counts="deal won", active_days=DAYS, contact_every_days=7)},
)
BOOKS: dict[str, Any] = {"playbooks": {1: BOOK}}
PURCHASE = UUID(int=101)
VERA = UUID(int=201)


def on(day: int, asker: Any = policy) -> Context:
    """So many days after Monday; a policy asks, the clock, or a person."""
    when = {"at": MONDAY + timedelta(day)} | BOOKS
    return asking(asker, **when) if isinstance(asker, UUID) else asker(**when)


class Story:
    """What happened to one client, wish by wish."""

    def __init__(self, *events: ClientEvent) -> None:
        self.events = list(events)

    def then(self, command: Any, context: Context) -> Story:
        state = client.decider.fold(self.events)
        return Story(*self.events, *client.decider.decide(state, command, context))

    @property
    def last(self) -> Any:
        return self.events[-1]


meet = MeetClient(client_id=CLIENT, name="Rye", owner_id=ANN, sector="bakery", phones=("8 (912) 345-67-89",))
buy = NotePurchase(client_id=CLIENT, purchase_id=PURCHASE, kind="deal won", amount=roubles(100), manager_id=ANN)
lapse = LapseClient(client_id=CLIENT)
explain = ExplainLapse(client_id=CLIENT, reason="defect", note="Twice in a row")
hand_over = HandOverClient(client_id=CLIENT, owner_id=BOB)
call_due = CallContactDue(client_id=CLIENT)
contact = ContactClient(client_id=CLIENT, outcome="interested")
add_vera = AddContact(client_id=CLIENT, contact_id=VERA, name="Vera", position="director", phone="8 912 345-67-80")
merge = MergeClient(client_id=CLIENT, into_id=OTHER_ID, reason="the same")
unmerge = UnmergeClient(client_id=CLIENT)

met = Story().then(meet, on(0, ANN))
bought = met.then(buy, on(1))
lapsed = bought.then(lapse, on(1 + DAYS, clock))
explained = lapsed.then(explain, on(2 + DAYS, ANN))
other = Story().then(meet.model_copy(update={"client_id": OTHER_ID, "name": "Rye Ltd", "phones": ()}), on(0, ANN))


def absorbing(merged: ClientMerged) -> AbsorbClient:
    """What the policy asks of the survivor."""
    return AbsorbClient(
        client_id=merged.into_id,
        from_id=merged.client_id,
        from_name=merged.name,
        description=merged.description,
        contacts=merged.contacts,
        purchases=merged.purchases,
        reasons=merged.reasons,
    )


merged = explained.then(add_vera, on(3 + DAYS, ANN)).then(merge, on(40, HEAD))
absorbed = other.then(absorbing(merged.last), on(40))
unmerged = merged.then(unmerge, on(41, HEAD))
released = absorbed.then(ReleaseClient(client_id=OTHER_ID, from_id=CLIENT), on(41))
