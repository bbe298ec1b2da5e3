"""A bank payment: money that left one of our accounts, as the bank's statement shows it.

It is recorded once, whatever statements it comes in. Either it belongs to an approved request, or the bank took it as a
fee, or nobody approved it: then the heads are told, and it stays open until one of them explains it (S0-44).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.accounting import heads, must_be_accounting
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.money import Money

Words = Annotated[str, Field(max_length=500)]
Short = Annotated[str, Field(max_length=40)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class Line(Message):
    """What the statement says."""

    bank_payment_id: UUID
    kind: Words
    """The kind of document, as the bank calls it."""
    number: Short
    paid_on: date
    amount: Money
    payer_account: Short
    payer_account_id: UUID | None = None
    """Where it is a registered account of ours."""
    payee_account: Short
    payee_name: Words
    payee_inn: Short
    purpose: Words


# ── Events ──────────────────────────────────────────────────────────────────


class BankPaymentMatched(Line, Event):
    """The money went out for an approved request."""

    payment_request_id: UUID
    entered_before: bool
    """Somebody had entered this payment by hand: there is nothing more to pay."""


class BankFeeRecorded(Line, Event):
    """The bank took its own due."""


class BankPaymentUnexplained(Line, Event):
    """The money went out, and no approved request says why."""

    why: str
    """What kept it from a request."""
    heads: tuple[UUID, ...]
    """Who must explain it."""


class BankPaymentExplained(Line, Event):
    """A head said what it was for."""

    reason: str
    payment_request_id: UUID | None
    """The request that it was for after all."""
    explained_by: UUID
    heads: tuple[UUID, ...]
    """Who had been told."""


BankPaymentEvent = BankPaymentMatched | BankFeeRecorded | BankPaymentUnexplained | BankPaymentExplained

# ── Commands ────────────────────────────────────────────────────────────────


class RecordBankPayment(Line, Command, roles={"import"}, opens=True):
    """Take over what a statement shows."""

    payment_request_id: UUID | None = None
    """The one approved request that it fits."""
    entered_before: bool = False
    why: Sentence = "No approved request fits it."


class RecordBankFee(Line, Command, roles={"import"}):
    """Take over what the bank took for itself."""


class UnmatchBankPayment(Command, roles={"import"}):
    """Let the heads explain it after all: the request would not be paid by it."""

    bank_payment_id: UUID
    why: Sentence


class ExplainBankPayment(Command, roles={"employee"}, in_person=True):
    """Say what a payment that nobody approved was for. A request that is named is paid by it, if it may be."""

    bank_payment_id: UUID
    reason: Sentence
    payment_request_id: UUID | None = None


BankPaymentCommand = RecordBankPayment | RecordBankFee | UnmatchBankPayment | ExplainBankPayment

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class BankPayment:
    line: Line
    status: Literal["matched", "fee", "unexplained", "explained"]
    heads: tuple[UUID, ...] = ()
    reason: str | None = None


def evolve(payment: BankPayment | None, event: BankPaymentEvent) -> BankPayment:
    match payment, event:
        case None, BankPaymentMatched():
            return BankPayment(line(event), "matched")
        case None, BankFeeRecorded():
            return BankPayment(line(event), "fee")
        case (None, BankPaymentUnexplained(heads=told)) | (
            BankPayment(status="matched"),
            BankPaymentUnexplained(heads=told),
        ):
            return BankPayment(line(event), "unexplained", told)
        case BankPayment(status="unexplained"), BankPaymentExplained(reason=reason):
            return replace(payment, status="explained", reason=reason)
        case _:
            raise Corrupt(payment, event)


def line(message: Line) -> Line:
    """What the statement says, without what came of it."""
    return Line(**facts(message))


def facts(message: Line) -> dict[str, Any]:
    return {name: getattr(message, name) for name in Line.model_fields}


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(payment: BankPayment | None, command: BankPaymentCommand, context: Context) -> Iterator[BankPaymentEvent]:
    match command, payment:
        case RecordBankPayment() | RecordBankFee(), None:
            if isinstance(context.person, UUID):
                must_be_accounting(context)
            yield recorded(command, context)
        case _, None:
            raise Refused("There is no such payment in any statement.", "no such bank payment")
        case RecordBankPayment() | RecordBankFee(), BankPayment():
            return
        case UnmatchBankPayment(why=why), BankPayment():
            if payment.status == "matched":
                yield BankPaymentUnexplained(**facts(payment.line), why=why, heads=heads(context))
        case ExplainBankPayment(), BankPayment():
            yield from explain(payment, command, context)


def recorded(command: RecordBankPayment | RecordBankFee, context: Context) -> BankPaymentEvent:
    if isinstance(command, RecordBankFee):
        return BankFeeRecorded(**facts(command))
    if command.payment_request_id is None:
        return BankPaymentUnexplained(**facts(command), why=command.why, heads=heads(context))
    return BankPaymentMatched(
        **facts(command), payment_request_id=command.payment_request_id, entered_before=command.entered_before
    )


def explain(payment: BankPayment, command: ExplainBankPayment, context: Context) -> Iterator[BankPaymentExplained]:
    if not any(map(context.is_or_stands_in_for, heads(context))):
        role = context.playbook.payments.head_role
        raise Refused(f"Only a head explains payments that nobody approved: this takes the role {role}.", "not a head")
    if payment.status == "matched":
        raise Refused("This payment belongs to an approved request: there is nothing to explain.", "nothing to explain")
    if payment.status == "fee":
        raise Refused("The bank took this as its fee: there is nothing to explain.", "nothing to explain")
    if payment.status == "explained":
        if command.reason != payment.reason:
            raise Refused(
                f"This payment is explained already ({payment.reason}): there is nothing to add.", "explained already"
            )
        return
    yield BankPaymentExplained(
        **facts(payment.line),
        reason=command.reason,
        payment_request_id=command.payment_request_id,
        explained_by=context.person_id,
        heads=payment.heads,
    )


decider = Decider("bank_payment", "bank payments", get_args(BankPaymentCommand), decide, evolve)
