"""Whom the demo company knows: how they are met, called, answered, lost, and what its people suggest."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.call import NoteCall, ReturnCall
from crm_es.aggregates.campaign import EndCampaign, LaunchCampaign
from crm_es.aggregates.client import ContactClient, PlanContacts
from crm_es.aggregates.complaint import (
    AnswerComplaint,
    FileComplaint,
    PassComplaintOn,
    PlanCorrectiveAction,
    TellClient,
)
from crm_es.aggregates.suggestion import AnswerSuggestion, MakeSuggestion, SupportSuggestion
from crm_es.demo.orders import Buyer
from crm_es.demo.people import HOLDERS, person
from crm_es.demo.simulation import Simulation, Story
from crm_es.demo.trade import digits
from crm_es.money import Money
from crm_es.playbook import Playbook

TEXTS: Final = {
    "defect": "Two sacks are wet, the flour in them is lumpy.",
    "mis-sort": "Rye flour came in place of wheat flour.",
    "under-shipment": "Three sacks fewer came than the waybill says.",
    "surprised by prices": "The invoice asks for more than was agreed by telephone.",
    "rude manager": "The manager hung up in the middle of the talk.",
}
ANSWERS: Final = (
    "The lorry leaked: the goods are replaced tomorrow, and the carrier pays.",
    "Two shelves were mixed up; the right goods go out with the next lorry.",
    "The prices of last week were in the offer: we keep to them for this order.",
)
OUTCOMES: Final = ("wants an offer", "call again in a month", "buys elsewhere", "no answer")
SUGGESTIONS: Final = (
    ("Let the waybill be printed from the order.", "orders", "planned"),
    ("Show the stock of the warehouse beside the price.", "prices", "being thought about"),
    ("One template for commercial offers.", "offers", "done"),
    ("Who knows how to write off small differences of reconciliation?", "reconciliation", None),
)


def missed(sim: Simulation, buyer: Buyer, at: datetime, *, returned: bool) -> Story:
    """A client calls while the manager is away; mostly the manager calls back."""
    yield at
    call_id = sim.new_id()
    noting = NoteCall(
        call_id=call_id,
        manager_id=buyer.owner_id,
        client_id=buyer.client_id,
        phone=f"+7495{digits(sim.rng, 7)}",
        missed=True,
        note="Asks to be called back.",
    )
    sim.ask(person("svetlana"), noting, at)
    if returned:
        at = sim.after(at, sim.rng.uniform(0.3, 8))
        yield at
        sim.ask(buyer.owner_id, ReturnCall(call_id=call_id, result="Agreed on the next delivery."), at)


def complaint(sim: Simulation, buyer: Buyer, playbook: Playbook, at: datetime, *, answered: bool = True) -> Story:
    """A client complains, and somebody finds out why."""
    yield at
    cause, complaint_id = sim.rng.choice(tuple(TEXTS)), sim.new_id()
    filing = FileComplaint(complaint_id=complaint_id, client_id=buyer.client_id, cause=cause, text=TEXTS[cause])
    sim.ask(buyer.owner_id, filing, at)
    rule = playbook.complaints.cause(cause)
    if not answered or rule is None:
        return
    doer = person(HOLDERS[rule.role][0])
    if cause == "mis-sort" and sim.likely(0.4):
        at = sim.after(at, sim.rng.uniform(1, 5))
        yield at
        passing = PassComplaintOn(complaint_id=complaint_id, cause="defect", reason="The sacks were wrongly marked.")
        sim.ask(doer, passing, at)
        doer = person(HOLDERS["purchaser"][0])
    at = sim.after(at, sim.rng.uniform(3, 50))
    yield at
    sim.ask(doer, AnswerComplaint(complaint_id=complaint_id, answer=sim.rng.choice(ANSWERS)), at)
    at = sim.after(at, sim.rng.uniform(1, 10))
    yield at
    telling = TellClient(complaint_id=complaint_id, how="By telephone.", content=sim.likely(0.85))
    sim.ask(buyer.owner_id, telling, at)
    if sim.likely(0.3):
        action = PlanCorrectiveAction(
            complaint_id=complaint_id,
            action_id=sim.new_id(),
            what="Mark the shelves of the warehouse",
            responsible_id=doer,
            due=at + timedelta(days=10),
        )
        sim.ask(doer, action, at)


def courted(sim: Simulation, buyer: Buyer, at: datetime) -> Story:
    """Somebody who never bought is called every other week."""
    yield at
    sim.ask(buyer.owner_id, PlanContacts(client_id=buyer.client_id, every_days=14), at)
    while True:
        at = sim.after(at, sim.rng.uniform(240, 420))
        yield at
        calling = ContactClient(client_id=buyer.client_id, kind="call", outcome=sim.rng.choice(OUTCOMES))
        sim.ask(buyer.owner_id, calling, at)


def campaign(sim: Simulation, campaign_id: UUID, name: str, cost: int, at: datetime, *, ends: datetime) -> Story:
    """Money is spent on winning clients."""
    yield at
    launching = LaunchCampaign(
        campaign_id=campaign_id,
        name=name,
        aim="Win bakeries that buy every month.",
        planned=5,
        cost=Money(amount=Decimal(cost), currency="RUB"),
        since=at.date(),
        until=ends.date(),
    )
    sim.ask(person("elena"), launching, at)
    yield ends
    sim.ask(person("elena"), EndCampaign(campaign_id=campaign_id, result="Fewer than planned, but they stay."), ends)


def suggestion(sim: Simulation, text: str, about: str, status: str | None, at: datetime) -> Story:
    """Somebody knows how to do it better."""
    yield at
    suggestion_id, author, other = sim.new_id(), *sim.rng.sample(("anna", "boris", "vera", "darya"), 2)
    sim.ask(person(author), MakeSuggestion(suggestion_id=suggestion_id, text=text, about=about), at)
    at = sim.after(at, 4)
    yield at
    sim.ask(person(other), SupportSuggestion(suggestion_id=suggestion_id), at)
    if status:
        at = sim.after(at, 30)
        yield at
        wish = {"suggestion_id": suggestion_id, "status": status, "answer": "A good idea: we look for a way."}
        sim.ask(person("viktor"), AnswerSuggestion.model_validate(wish), at)
