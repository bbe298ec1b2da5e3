"""How the demo company pays: somebody asks, others approve, send back or say no, accounting pays."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    PayPaymentRequest,
    RejectPaymentRequest,
    ReturnPaymentRequest,
    Status,
    WithdrawPaymentRequest,
)
from crm_es.demo.needs import Need
from crm_es.demo.people import HOLDERS, person
from crm_es.demo.simulation import CLOSES, Chapter, Simulation, Story
from crm_es.money import Money
from crm_es.playbook import Payments, RouteStep

FAULTS: Final = ("The invoice is of another day: attach the right one.", "Say for which month it is.")
WITHDRAWN, RETURNED, REJECTED = 0.03, 0.12, 0.17
"""Below these shares of all decisions; the rest say yes."""
NOES: Final = ("Not in this quarter's budget.", "We have a cheaper contractor for it.")
LARGE: Final = Decimal(500_000)
"""Above this, contractors may want half of it in advance."""


def payment(sim: Simulation, need: Need, payments: Payments, at: datetime) -> Story:
    """The whole life of a request for payment."""
    yield at
    pay_by = (at + timedelta(days=sim.rng.randint(4, 14))).date()
    sim.ask(need.author_id, need.drafted(pay_by), at)
    while True:
        at = sim.after(at, sim.rng.uniform(0.2, 4))
        yield at
        sim.ask(need.author_id, need.submission, at)
        status, at = yield from decided(sim, need, payments, at)
        if status != "rework":
            break
        if sim.likely(0.25):
            return
        at = sim.after(at, sim.rng.uniform(2, 30))
        yield at
        pay_by += timedelta(days=1)
        sim.ask(need.author_id, need.revised(pay_by), at)
    if status == "approved":
        yield from paid(sim, need, payments, pay_by, at)


def decided(
    sim: Simulation, need: Need, payments: Payments, at: datetime
) -> Generator[datetime, None, tuple[Status, datetime]]:
    """All who are asked answer, until one does not say yes. Answers where the request stands then, and since when."""
    for step in need.steps(payments):
        if step.optional and sim.likely(0.4):
            continue
        for place in range(needed(step)):
            at = sim.after(at, sim.rng.uniform(0.5, 16))
            yield at
            by = person(deciders(sim, step, at)[place])
            fate = sim.rng.random()
            if fate < WITHDRAWN:
                sim.ask(need.author_id, WithdrawPaymentRequest(payment_request_id=need.request_id), at)
                return "withdrawn", at
            if fate < RETURNED:
                sim.ask(by, ReturnPaymentRequest(payment_request_id=need.request_id, reason=sim.rng.choice(FAULTS)), at)
                return "rework", at
            if fate < REJECTED:
                sim.ask(by, RejectPaymentRequest(payment_request_id=need.request_id, reason=sim.rng.choice(NOES)), at)
                return "rejected", at
            sim.ask(by, ApprovePaymentRequest(payment_request_id=need.request_id, step=step.name), at)
    return "approved", at


def paid(sim: Simulation, need: Need, payments: Payments, pay_by: date, at: datetime) -> Story:
    """Accounting pays, mostly in time, and of what is large maybe half in advance."""
    last = datetime.combine(pay_by, time(CLOSES), tzinfo=UTC)
    at = sim.after(last, sim.rng.uniform(10, 120)) if sim.likely(0.1) else sim.between(at, max(last, at))
    if need.amount > LARGE and sim.likely(0.4):
        at = yield from paid_once(sim, need, payments, need.half, at)
        at = sim.after(at, sim.rng.uniform(24, 120))
    yield from paid_once(sim, need, payments, None, at)


def paid_once(sim: Simulation, need: Need, payments: Payments, part: Money | None, at: datetime) -> Chapter:
    """One payment order. Where it is refused for the budget, whoever keeps that is asked first."""
    yield at
    by = person(sim.rng.choice(("maria", "nina")))
    order = f"{at:%m%d}{sim.rng.randint(10, 99)}"
    paying = PayPaymentRequest(payment_request_id=need.request_id, amount=part, payment_order=order)
    answer = sim.ask(by, paying, at)
    at = sim.after(at, 2)
    yield at
    role = need.keeper_role(payments)
    if role and answer.exception():
        sim.ask(person(sim.on_duty(HOLDERS[role][0], at)), need.settling, at)
        at = sim.after(at, 3)
        yield at
        sim.ask(by, paying, at)
    return at


def unfinished(sim: Simulation, need: Need, payments: Payments, at: datetime, *, approved: bool) -> Chapter:
    """A request that is on somebody's table now: an approver's, or with all approvals that of accounting, too late."""
    yield at
    pay_by = (sim.now + timedelta(days=-1 if approved else 5)).date()
    sim.ask(need.author_id, need.drafted(pay_by), at)
    sim.ask(need.author_id, need.submission, at)
    for step in need.steps(payments) if approved else ():
        at += timedelta(hours=1)
        yield at
        approval = ApprovePaymentRequest(payment_request_id=need.request_id, step=step.name)
        for login in deciders(sim, step, at):
            sim.ask(person(login), approval, at)
    return at


def half_paid(sim: Simulation, need: Need, payments: Payments, at: datetime) -> Story:
    """A request of which the other half is still to be paid now."""
    at = yield from unfinished(sim, need, payments, at, approved=True)
    yield from paid_once(sim, need, payments, need.half, at + timedelta(hours=6))


def needed(step: RouteStep) -> int:
    """How many people have to say yes."""
    return 1 if step.needs == "any" else int(step.needs)


def deciders(sim: Simulation, step: RouteStep, at: datetime) -> list[str]:
    """As many of those who may decide as it needs: who is here, or stands in."""
    here = dict.fromkeys(sim.on_duty(login, at) for login in HOLDERS[step.role])
    return list(here)[: needed(step)]
