"""How deals go in the demo company: stage by stage, mostly in time, sometimes lost, sometimes forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.deal import (
    DateDeal,
    LoseDeal,
    MoveDeal,
    OpenDeal,
    ReachMilestone,
    RevalueDeal,
    SignOff,
    WinDeal,
)
from crm_es.aggregates.invoice_desk import IssueInvoice, WantedLine
from crm_es.aggregates.task import AcceptTask, FinishTask, RescheduleTask, ReturnTask
from crm_es.demo.orders import ABOVE_FLOOR
from crm_es.demo.people import HOLDERS, person
from crm_es.demo.prices import FLOORS, Wish, price_question
from crm_es.demo.simulation import Chapter, Simulation, Story
from crm_es.ids import derived, desk_of
from crm_es.money import Money
from crm_es.playbook import AfterEvent, BeforeDate, Pipeline, Stage, StageTask, due

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
PATIENCE: Final = timedelta(days=7)
"""Nobody waits longer before beginning a task, however far its day is."""
LOST_IN: Final = {"lead": 0.1, "offer": 0.18, "contract": 0.06, "order": 0.06}
RESULTS: Final = ("Done.", "Done, the client is content.", "Done; see the letter of today.", "Agreed by telephone.")
EXCUSES: Final = (
    "The client asked to wait until next week.",
    "The person who decides is away.",
    "The warehouse has no room before.",
    "We wait for the papers of the supplier.",
)
SIGNERS: Final = ("А. Г. Ким", "Л. В. Рыбаков", "Н. С. Широкова", "Т. П. Юдина")
"""Who signs for clients."""
FAULTS: Final = ("The terms of payment are missing.", "The annex with prices is not the last one.")


@dataclass
class Opportunity:
    """One deal, as its story knows it."""

    deal_id: UUID
    owner: str
    client_id: UUID
    product: str
    value: Money
    pipeline: Pipeline
    entered: datetime = LONG_AGO
    """When the present stage began."""
    stay: int = 1
    """Which stay in a stage it is."""
    dates: dict[str, date] = field(default_factory=dict)
    milestones: dict[str, datetime] = field(default_factory=dict)

    @property
    def owner_id(self) -> UUID:
        return person(self.owner)

    @property
    def quantity(self) -> Decimal:
        """How much it is about, at the price of the list."""
        return (self.value.amount / (Decimal(FLOORS[self.product]) * ABOVE_FLOOR)).quantize(Decimal(1))


def deal(sim: Simulation, deal: Opportunity, at: datetime) -> Story:
    """The whole life of a deal."""
    yield from forgotten(sim, deal, at)
    for stage, following in zip(deal.pipeline.stages, (*deal.pipeline.stages[1:], None), strict=True):
        if sim.likely(LOST_IN.get(stage.name, 0.02)):
            yield from lost(sim, deal, at)
            return
        at = yield from passed(sim, deal, stage, at)
        at = sim.after(at, sim.rng.uniform(1, 20))
        yield at
        deal.stay += 1
        if following is None:
            sim.ask(deal.owner_id, WinDeal(deal_id=deal.deal_id), at)
        else:
            date_if_asked(sim, deal, following, at)
            sim.ask(deal.owner_id, MoveDeal(deal_id=deal.deal_id, stage=following.name), at)


def forgotten(sim: Simulation, deal: Opportunity, at: datetime) -> Story:
    """A deal is opened, and nobody does what its first stage asks for."""
    yield at
    opening = OpenDeal(
        deal_id=deal.deal_id,
        title=f"{deal.product.capitalize()}, {deal.pipeline.name}",
        client_id=deal.client_id,
        owner_id=deal.owner_id,
        pipeline=deal.pipeline.name,
        value=deal.value,
        product=deal.product,
    )
    sim.ask(deal.owner_id, opening, at)


def passed(sim: Simulation, deal: Opportunity, stage: Stage, at: datetime) -> Chapter:
    """All that one stage asks for. Answers when it was done."""
    deal.entered = at
    for place, rule in enumerate(stage.tasks):
        at = yield from task(sim, deal, place, rule, at)
    for what in stage.sign_offs:
        signer = SIGNERS[deal.client_id.int % len(SIGNERS)]
        sim.ask(deal.owner_id, SignOff(deal_id=deal.deal_id, what=what, by=signer, on=at.date()), at)
    if stage.name == "offer" and sim.likely(0.3):
        deal.value = Money(amount=(deal.value.amount * Decimal("0.95")).quantize(Decimal("0.01")), currency="RUB")
        sim.ask(deal.owner_id, RevalueDeal(deal_id=deal.deal_id, value=deal.value), at)
    if stage.name in ("offer", "order") and sim.likely(0.3):
        wish = Wish(deal.owner_id, deal.client_id, deal.product, deal.deal_id)
        sim.tell(price_question(sim, wish, sim.after(at, 1)))
    if stage.name == "shipment":
        at = yield from invoice(sim, deal, at)
    return at


def task(sim: Simulation, deal: Opportunity, place: int, rule: StageTask, at: datetime) -> Chapter:
    """One task: begun in time, put off, late, forgotten or returned, as it goes. Answers when it was done."""
    task_id = derived(deal.deal_id, "stage task", deal.stay, place)
    doer = person(deal.owner if rule.responsible == "owner" else HOLDERS[rule.responsible][0])
    until = due(rule.deadline, deal.entered, deal.dates, deal.milestones) or at
    if isinstance(rule.deadline, AfterEvent) and rule.deadline.event not in deal.milestones:
        at = sim.between(at, at + timedelta(days=1))
        yield at
        sim.ask(deal.owner_id, ReachMilestone(deal_id=deal.deal_id, name=rule.deadline.event), at)
        deal.milestones[rule.deadline.event] = at
        until = at + timedelta(rule.deadline.days)
    if sim.likely(0.08):
        at = sim.between(at, until)
        yield at
        until = max(until, at) + timedelta(days=sim.rng.randint(1, 5))
        sim.ask(doer, RescheduleTask(task_id=task_id, due=until, reason=sim.rng.choice(EXCUSES)), at)
    ahead = max(min(until - at, PATIENCE), timedelta(hours=3))
    at = sim.after(at + ahead * sim.rng.uniform(0.2, 0.85), 0)
    if sim.likely(0.12):
        at = sim.after(until, sim.rng.uniform(4, 90))
    if sim.likely(0.02):
        at += timedelta(days=sim.rng.randint(20, 60))
    yield at
    sim.ask(doer, FinishTask(task_id=task_id, result=sim.rng.choice(RESULTS)), at)
    if rule.accepted:
        at = yield from judged(sim, task_id, doer, at)
    return at


def judged(sim: Simulation, task_id: UUID, doer: UUID, at: datetime) -> Chapter:
    """The supervisor looks at the result. Answers when it was found right."""
    if sim.likely(0.2):
        at = sim.after(at, sim.rng.uniform(1, 8))
        yield at
        reason = sim.rng.choice(FAULTS)
        sim.ask(person("viktor"), ReturnTask(task_id=task_id, reason=reason, due=at + timedelta(days=2)), at)
        at = sim.after(at, sim.rng.uniform(4, 30))
        yield at
        sim.ask(doer, FinishTask(task_id=task_id, result="Corrected."), at)
    at = sim.after(at, sim.rng.uniform(1, 20))
    yield at
    sim.ask(person("viktor"), AcceptTask(task_id=task_id), at)
    return at


def date_if_asked(sim: Simulation, deal: Opportunity, stage: Stage, at: datetime) -> None:
    """Deadlines of the stage may count back from a date: then the client names it."""
    for name in {rule.deadline.date for rule in stage.tasks if isinstance(rule.deadline, BeforeDate)}:
        deal.dates[name] = (at + timedelta(days=sim.rng.randint(6, 14))).date()
        sim.ask(deal.owner_id, DateDeal(deal_id=deal.deal_id, name=name, on=deal.dates[name]), at)


def invoice(sim: Simulation, deal: Opportunity, at: datetime) -> Chapter:
    """The manager asks for the money, again and again while the desk is blocked. Answers when it went out."""
    issuing = IssueInvoice(
        invoice_desk_id=desk_of(deal.owner_id),
        invoice_id=sim.new_id(),
        client_id=deal.client_id,
        deal_id=deal.deal_id,
        lines=(WantedLine(product=deal.product, quantity=deal.quantity),),
    )
    while True:
        at = sim.after(at, sim.rng.uniform(1, 5))
        yield at
        answer = sim.ask(deal.owner_id, issuing, at)
        at = sim.after(at, 2)
        yield at
        if answer.exception() is None:
            return at


def lost(sim: Simulation, deal: Opportunity, at: datetime) -> Story:
    """The client says no, or nothing."""
    at = sim.after(at, sim.rng.uniform(20, 160))
    yield at
    reason = sim.rng.choice(deal.pipeline.loss_reasons)
    sim.ask(deal.owner_id, LoseDeal(deal_id=deal.deal_id, reason=reason), at)
