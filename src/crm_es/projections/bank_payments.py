"""What money left our accounts, for which requests, and what has nobody explained yet? (S0-44)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_es.aggregates.bank_payment import (
    BankFeeRecorded,
    BankPaymentEvent,
    BankPaymentExplained,
    BankPaymentMatched,
    BankPaymentUnexplained,
    Line,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class BankPayment(
    Row,
    table="bank_payments",
    key="bank_payment_id",
    indexes=("paid_on, bank_payment_id", "status, paid_on", "payment_request_id"),
):
    """One payment, as the bank's statement shows it."""

    bank_payment_id: UUID
    status: str
    """matched, fee, unexplained or explained."""
    kind: str
    number: str
    paid_on: date
    amount: Decimal
    currency: str
    payer_account: str
    payer_account_id: UUID | None
    payee_account: str
    payee_name: str
    payee_inn: str
    purpose: str
    recorded_at: datetime
    payment_request_id: UUID | None = None
    """The request that it was for."""
    entered_before: bool = False
    """Somebody had entered the payment by hand."""
    why: str | None = None
    """What kept it from a request."""
    heads: tuple[UUID, ...] = ()
    """Who must explain it."""
    explained_by_id: UUID | None = None
    explained_at: datetime | None = None
    reason: str | None = None


def keys(event: BankPaymentEvent) -> tuple[UUID, ...]:
    return (event.bank_payment_id,)


def evolve(payment: BankPayment | None, recorded: Recorded[BankPaymentEvent], key: UUID) -> BankPayment | None:
    at = recorded.occurred_at
    match payment, recorded.event:
        case None, BankPaymentMatched(payment_request_id=request_id, entered_before=before) as told:
            line = shown(told) | {"bank_payment_id": key, "recorded_at": at}
            return BankPayment(status="matched", payment_request_id=request_id, entered_before=before, **line)
        case None, BankFeeRecorded() as told:
            line = shown(told) | {"bank_payment_id": key, "recorded_at": at}
            return BankPayment(status="fee", **line)
        case None, BankPaymentUnexplained(why=why, heads=heads) as told:
            line = shown(told) | {"bank_payment_id": key, "recorded_at": at}
            return BankPayment(status="unexplained", why=why, heads=heads, **line)
        case BankPayment(), BankPaymentUnexplained(why=why, heads=heads):
            return replace(payment, status="unexplained", payment_request_id=None, why=why, heads=heads)
        case BankPayment(), BankPaymentExplained(payment_request_id=request_id, explained_by=who, reason=reason):
            said = replace(payment, status="explained", payment_request_id=request_id, reason=reason)
            return replace(said, explained_by_id=who, explained_at=at)
        case _:
            raise Corrupt(payment, recorded.event)


def shown(line: Line) -> dict[str, Any]:
    """What the statement says, as columns."""
    told: dict[str, Any] = {name: getattr(line, name) for name in Line.model_fields if name != "amount"}
    return told | {"amount": line.amount.amount, "currency": line.amount.currency}
