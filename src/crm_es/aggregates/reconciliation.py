"""A reconciliation: our books beside the client's for a period, agreed or with a difference (S0-35).

It may be told again while the books are corrected. A difference stays open until both agree, or somebody settles it
with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from pydantic import StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.money import Money
from crm_es.playbook import Day

MOST: Final = Decimal(10) ** 15
"""More money than any client owes."""

# ── Events ──────────────────────────────────────────────────────────────────


class Compared(Message):
    """What every event tells of the two books."""

    reconciliation_id: UUID
    client_id: UUID
    manager_id: UUID
    """Who looks after the client."""
    since: date
    until: date
    our_balance: Money
    """What the client owes by our books; below zero where we owe."""
    their_balance: Money
    """What the client owes by theirs."""


class ReconciliationAgreed(Compared, Event):
    """Both books say the same."""

    told_before: UUID | None
    """Who was told of a difference that there was before."""


class ReconciliationDiffered(Compared, Event):
    """The books do not say the same."""

    difference: Money
    """How much more the client owes by our books."""
    told_before: UUID | None
    """Who was told of another difference that there was before."""


class DifferenceSettled(Compared, Event):
    """Somebody explained the difference."""

    difference: Money
    settled_by: UUID
    reason: str


ReconciliationEvent = ReconciliationAgreed | ReconciliationDiffered | DifferenceSettled

# ── Commands ────────────────────────────────────────────────────────────────


class ReconcileClient(Command, roles={"operator", "import", "policy", "accountant"}, opens=True):
    """Tell what both books say at the end of a period."""

    reconciliation_id: UUID
    client_id: UUID
    manager_id: UUID
    since: Day
    until: Day
    our_balance: Money
    their_balance: Money


class SettleDifference(Command, roles={"manager", "head_of_sales", "accountant"}, in_person=True):
    """Explain the difference."""

    reconciliation_id: UUID
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


ReconciliationCommand = ReconcileClient | SettleDifference

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Reconciliation:
    told: dict[str, Any]
    """What was compared last."""
    difference: Money | None
    """While nobody settled it."""


def evolve(reconciliation: Reconciliation | None, event: ReconciliationEvent) -> Reconciliation:
    match reconciliation, event:
        case _, ReconciliationAgreed():
            return Reconciliation(compared(event), None)
        case _, ReconciliationDiffered(difference=difference):
            return Reconciliation(compared(event), difference)
        case Reconciliation(), DifferenceSettled():
            return Reconciliation(compared(event), None)
        case _:
            raise Corrupt(reconciliation, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(
    reconciliation: Reconciliation | None, command: ReconciliationCommand, context: Context
) -> Iterator[ReconciliationEvent]:
    match command, reconciliation:
        case ReconcileClient(), _:
            yield from reconcile(reconciliation, command, context)
        case SettleDifference(), None:
            raise Refused("There is no such reconciliation.")
        case SettleDifference(), Reconciliation(difference=None):
            return
        case SettleDifference(reason=reason), Reconciliation():
            if "accountant" not in context.roles and not context.answers_for(reconciliation.told["manager_id"]):
                raise Refused(
                    "This client is somebody else's: their manager, who is above, or accounting settles it.",
                    "only who looks after the client",
                )
            told = reconciliation.told | {"difference": reconciliation.difference}
            yield DifferenceSettled(**told, settled_by=context.person_id, reason=reason)


def reconcile(
    known: Reconciliation | None, command: ReconcileClient, context: Context
) -> Iterator[ReconciliationAgreed | ReconciliationDiffered]:
    if command.until < command.since:
        raise Refused("The period ends before it begins: correct its days.", "a period in order")
    if known and (known.told["client_id"], known.told["since"], known.told["until"]) != (
        command.client_id,
        command.since,
        command.until,
    ):
        raise Refused("This reconciliation is of another client or period: take another id.", "one id, one period")
    if known and known.told == dict(command):
        return
    if context.directory.person(command.manager_id) is None:
        raise Refused("The manager has to be somebody who works here: name another.", "a manager who works here")
    told = known.told["manager_id"] if known and known.difference else None
    ours, theirs = command.our_balance, command.their_balance
    if ours.currency != theirs.currency:
        raise Refused(f"{ours} and {theirs} are in different currencies: give both in one.", "amounts in one currency")
    if ours == theirs:
        yield ReconciliationAgreed(**dict(command), told_before=told)
    else:
        between = ours.amount - theirs.amount
        if abs(between) >= MOST:
            raise Refused("So much money is no balance: correct the two.", "an amount of a fair size")
        yield ReconciliationDiffered(
            **dict(command), difference=Money(amount=between, currency=ours.currency), told_before=told
        )


def compared(event: ReconciliationEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Compared.model_fields}


decider = Decider("reconciliation", "reconciliations", get_args(ReconciliationCommand), decide, evolve)
