"""A budget: how much of one limit of the playbook is taken in one of its periods.

Each request for payment that counts against the limit reserves its amount, and frees it when it comes to nothing.
What goes over the limit counts only when somebody has answered for it: else one request for a fortune would hold up
all others. An end that comes before its beginning leaves a mark, so that nothing is reserved for what is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, get_args
from uuid import UUID

from pydantic import Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import budget_of
from crm_es.messages import Command, Corrupt, Event, Message
from crm_es.money import Money
from crm_es.playbook import Limit, counted_on

Round = Annotated[int, Field(ge=1)]


class Total(Money):
    """A sum of amounts: it may have more digits than one."""

    amount: Decimal


# ── Events ──────────────────────────────────────────────────────────────────


class Overdraft(Message):
    """By how much a limit is exceeded."""

    limit: str
    period: str
    allowed: Money
    over: Total
    settlers: tuple[UUID, ...]
    """Who keeps the limit, and may let a request go over it."""


class Reserving(Message):
    """A request for payment on its way through all the budgets that it counts against."""

    budget_id: UUID
    payment_request_id: UUID
    round: Round
    amount: Money
    budget_line: str | None
    department: str | None
    pay_by: date | None
    then: tuple[UUID, ...] = ()
    """The budgets that come after this one."""
    overdrafts: tuple[Overdraft, ...] = ()
    """What the budgets so far found."""


class BudgetReserved(Reserving, Event):
    """There was enough left, or the playbook has no such limit any more."""

    limit: str | None
    """None where the playbook has no such limit any more."""
    period: str | None
    allowed: Money | None
    reserved: Total
    """All that is reserved, with this."""
    requests: int
    """How many requests have something reserved."""


class BudgetOverdrawn(Reserving, Event):
    """There was less left than is asked for. It counts when somebody has answered for it."""

    limit: str
    period: str
    allowed: Money
    reserved: Total
    """All that is reserved, without this but for what went out of it before."""
    requests: int
    over: Total
    settlers: tuple[UUID, ...]


class BudgetConfirmed(Event):
    """Somebody answered for it that a request goes over the limit, and it counts from now on."""

    budget_id: UUID
    payment_request_id: UUID
    round: int
    amount: Money
    reserved: Total
    """All that is reserved, with this."""
    requests: int


class BudgetReleased(Event):
    """The request came to nothing, and nothing more is reserved for it."""

    budget_id: UUID
    payment_request_id: UUID
    round: int
    kept: Money | None
    """What went out of it before, and stays spent."""
    reserved: Total | None
    """All that is reserved still, in the currency of the request; None where nothing had been reserved for it."""
    requests: int


BudgetEvent = BudgetReserved | BudgetOverdrawn | BudgetConfirmed | BudgetReleased

# ── Commands ────────────────────────────────────────────────────────────────


class ReserveBudget(Reserving, Command, roles={"policy"}):
    """Count a request that was submitted against the limit, and say whether it goes over it."""


class ConfirmBudget(Command, roles={"policy"}):
    """Count a request that goes over the limit, for somebody has answered for it."""

    budget_id: UUID
    payment_request_id: UUID
    round: Round


class ReleaseBudget(Command, roles={"policy"}):
    """Free what was reserved for a request that came to nothing, but for what went out of it."""

    budget_id: UUID
    payment_request_id: UUID
    round: Round
    paid: Money | None = None


BudgetCommand = ReserveBudget | ConfirmBudget | ReleaseBudget

# ── State ───────────────────────────────────────────────────────────────────


class Reservation(NamedTuple):
    """What is taken for one request."""

    round: int
    asked: Money | None
    counts: Money | None
    """What others find taken. Of what goes over the limit: what went out of it in rounds before."""
    released: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody has to answer for it."""
        return self.counts != self.asked


@dataclass(frozen=True)
class Budget:
    reservations: Mapping[UUID, Reservation] = field(default_factory=dict)

    def taken(self, currency: str) -> Total:
        """All that is reserved in this currency."""
        amounts = [one.counts for one in self.reservations.values() if one.counts]
        total = sum((amount.amount for amount in amounts if amount.currency == currency), Decimal(0))
        return Total(amount=total, currency=currency)

    @property
    def requests(self) -> int:
        return sum(one.counts is not None for one in self.reservations.values())

    def having(self, request_id: UUID, reservation: Reservation) -> Budget:
        return Budget({**self.reservations, request_id: reservation})

    def counting(self, asked: BudgetReserved | BudgetOverdrawn | BudgetConfirmed | ReserveBudget) -> Budget:
        """With all of what is asked for."""
        return self.having(asked.payment_request_id, Reservation(asked.round, asked.amount, asked.amount))

    def waiting(self, asked: BudgetOverdrawn | ReserveBudget) -> Budget:
        """With nothing of what is asked for but what went out of it already."""
        before = self.reservations.get(asked.payment_request_id)
        spent = before.counts if before and before.released else None
        return self.having(asked.payment_request_id, Reservation(asked.round, asked.amount, spent))


def evolve(budget: Budget | None, event: BudgetEvent) -> Budget:
    budget = budget or Budget()
    match event:
        case BudgetReserved():
            return budget.counting(event)
        case BudgetOverdrawn():
            return budget.waiting(event)
        case BudgetConfirmed() if event.payment_request_id in budget.reservations:
            return budget.counting(event)
        case BudgetReleased():
            kept = Reservation(event.round, event.kept, event.kept, released=True)
            return budget.having(event.payment_request_id, kept)
        case _:
            raise Corrupt(budget, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(budget: Budget | None, command: BudgetCommand, context: Context) -> Iterator[BudgetEvent]:
    budget = budget or Budget()
    before = budget.reservations.get(command.payment_request_id)
    match command:
        case ReserveBudget():
            if before is None or before.round < command.round:
                yield reserved(budget, command, context)
        case ConfirmBudget():
            if before and before.asked and before.waits and before.round == command.round:
                yield confirmed(budget, command, before.asked)
        case ReleaseBudget():
            if before is None or (before.round, before.released) <= (command.round, False):
                yield released(budget, command, before)


def reserved(budget: Budget, command: ReserveBudget, context: Context) -> BudgetReserved | BudgetOverdrawn:
    amount = command.amount
    after = budget.counting(command)
    taken = after.taken(amount.currency)
    told: dict[str, Any] = {**dict(command), "reserved": taken, "requests": after.requests}
    day = counted_on(command.pay_by, context.at.date())
    limit = limit_of(command, day, context)
    if limit is None:
        return BudgetReserved(**told, limit=None, period=None, allowed=None)
    told |= {"limit": limit.name, "period": limit.period(day), "allowed": limit.amount}
    if taken.amount <= limit.amount.amount:
        return BudgetReserved(**told)
    overdraft = Overdraft(
        limit=limit.name,
        period=limit.period(day),
        allowed=limit.amount,
        over=Total(amount=taken.amount - limit.amount.amount, currency=taken.currency),
        settlers=context.directory.holders(limit.keeper_role),
    )
    waiting = budget.waiting(command)
    told |= {
        "reserved": waiting.taken(amount.currency),
        "requests": waiting.requests,
        "overdrafts": (*command.overdrafts, overdraft),
    }
    return BudgetOverdrawn(**told, over=overdraft.over, settlers=overdraft.settlers)


def confirmed(budget: Budget, command: ConfirmBudget, amount: Money) -> BudgetConfirmed:
    after = budget.having(command.payment_request_id, Reservation(command.round, amount, amount))
    return BudgetConfirmed(
        **dict(command),
        amount=amount,
        reserved=after.taken(amount.currency),
        requests=after.requests,
    )


def limit_of(command: ReserveBudget, day: date, context: Context) -> Limit | None:
    """The limit whose budget this is, if the playbook in force still has it and counts the request."""
    for limit in context.playbook.payments.limits:
        if budget_of(limit.name, limit.period(day)) == command.budget_id:
            counts = limit.counts(command.amount, command.budget_line, command.department)
            return limit if counts else None
    return None


def released(budget: Budget, command: ReleaseBudget, before: Reservation | None) -> BudgetReleased:
    kept = Reservation(command.round, command.paid, command.paid, released=True)
    after = budget.having(command.payment_request_id, kept)
    amount = before.asked if before else None
    return BudgetReleased(
        budget_id=command.budget_id,
        payment_request_id=command.payment_request_id,
        round=command.round,
        kept=command.paid,
        reserved=after.taken(amount.currency) if amount else None,
        requests=after.requests,
    )


decider = Decider("budget", "budgets", get_args(BudgetCommand), decide, evolve)
