"""How the demo company pays: somebody asks, others approve, send back or say no, accounting pays."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    Form,
    PayPaymentRequest,
    RejectPaymentRequest,
    ReturnPaymentRequest,
    RevisePaymentRequest,
    Status,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.bank_details import BankDetails
from crm_es.demo.people import HOLDERS, MANAGERS, person
from crm_es.demo.simulation import CLOSES, Simulation, Story
from crm_es.money import Money
from crm_es.playbook import Payments, RouteStep

FAULTS: Final = ("The invoice is of another day: attach the right one.", "Say for which month it is.")
WITHDRAWN, RETURNED, REJECTED = 0.03, 0.12, 0.17
"""Below these shares of all decisions; the rest say yes."""
NOES: Final = ("Not in this quarter's budget.", "We have a cheaper contractor for it.")


@dataclass(frozen=True)
class Need:
    """Something to pay for."""

    request_id: UUID
    author: str
    contractor_id: UUID
    details: BankDetails
    what_for: str
    amount: Decimal
    number: int

    @property
    def author_id(self) -> UUID:
        return person(self.author)

    def drafted(self, pay_by: date) -> DraftPaymentRequest:
        return DraftPaymentRequest(payment_request_id=self.request_id, form=self.form(pay_by))

    def revised(self, pay_by: date) -> RevisePaymentRequest:
        return RevisePaymentRequest(payment_request_id=self.request_id, form=self.form(pay_by))

    def form(self, pay_by: date) -> Form:
        purpose = f"Оплата по счёту № {self.number} от {pay_by:%d.%m.%Y}, в том числе НДС 20%"
        return Form(
            what_for=self.what_for,
            amount=Money(amount=self.amount, currency="RUB"),
            contractor_id=self.contractor_id,
            pay_by=pay_by,
            details=self.details,
            purpose=purpose,
            invoice_number=str(self.number),
            department="Sales" if self.author in MANAGERS else "Office",
        )


def payment(sim: Simulation, need: Need, payments: Payments, at: datetime) -> Story:
    """The whole life of a request for payment."""
    yield at
    pay_by = (at + timedelta(days=sim.rng.randint(4, 14))).date()
    sim.ask(need.author_id, need.drafted(pay_by), at)
    while True:
        at = sim.after(at, sim.rng.uniform(0.2, 4))
        yield at
        sim.ask(need.author_id, SubmitPaymentRequest(payment_request_id=need.request_id), at)
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
        yield from paid(sim, need, pay_by, at)


def decided(
    sim: Simulation, need: Need, payments: Payments, at: datetime
) -> Generator[datetime, None, tuple[Status, datetime]]:
    """All who are asked answer, until one does not say yes. Answers where the request stands then, and since when."""
    for step in steps(need, payments):
        if step.optional and sim.likely(0.4):
            continue
        at = sim.after(at, sim.rng.uniform(0.5, 16))
        yield at
        by = person(sim.on_duty(HOLDERS[step.role], at))
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


def paid(sim: Simulation, need: Need, pay_by: date, at: datetime) -> Story:
    """Accounting pays, mostly in time."""
    last = datetime.combine(pay_by, time(CLOSES), tzinfo=UTC)
    at = sim.after(last, sim.rng.uniform(10, 120)) if sim.likely(0.1) else sim.between(at, max(last, at))
    yield at
    order = PayPaymentRequest(payment_request_id=need.request_id, payment_order=str(sim.rng.randint(100, 999)))
    sim.ask(person(sim.rng.choice(("maria", "nina"))), order, at)


def unfinished(sim: Simulation, need: Need, payments: Payments, at: datetime, *, approved: bool) -> Story:
    """A request that is on somebody's table now: an approver's, or with all approvals that of accounting, too late."""
    yield at
    pay_by = (sim.now + timedelta(days=-1 if approved else 5)).date()
    sim.ask(need.author_id, need.drafted(pay_by), at)
    sim.ask(need.author_id, SubmitPaymentRequest(payment_request_id=need.request_id), at)
    for step in steps(need, payments) if approved else ():
        at += timedelta(hours=1)
        yield at
        approval = ApprovePaymentRequest(payment_request_id=need.request_id, step=step.name)
        sim.ask(person(HOLDERS[step.role]), approval, at)


def steps(need: Need, payments: Payments) -> tuple[RouteStep, ...]:
    """The route that fits the amount."""
    route = payments.route(Money(amount=need.amount, currency="RUB"))
    return route.steps if route else ()
