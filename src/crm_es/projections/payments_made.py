"""Which money went out, when, and by which payment order? One line for each payment, also of a part (S1-26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.payment_request import PaymentRequestPaid, PaymentRequestPartPaid
from crm_es.ids import derived
from crm_es.recorded import Recorded
from crm_es.row import Row

PaidFact = PaymentRequestPartPaid | PaymentRequestPaid


@dataclass(frozen=True)
class PaymentMade(Row, table="payments_made", key="payment_id", indexes=("payment_request_id", "paid_on, payment_id")):
    """Money that went out for a request."""

    payment_id: UUID
    payment_request_id: UUID
    amount: Decimal
    """What went out this time."""
    currency: str
    left_amount: Decimal
    """What was left to pay then."""
    paid_on: date
    payment_order: str | None
    order_file: str | None
    """The name of the file, if the payment order was put to it."""
    bank_payment_id: UUID | None
    """The line of the bank's statement that shows it."""
    paid_by: str
    """A person's id, or what recorded it in place of one."""
    recorded_at: datetime


def keys(event: PaidFact) -> tuple[UUID, ...]:
    """Each payment leaves less to pay than the one before."""
    return (derived(event.payment_request_id, "paid", left(event).normalize()),)


def left(event: PaidFact) -> Decimal:
    return event.left.amount if isinstance(event, PaymentRequestPartPaid) else Decimal(0)


def evolve(_: PaymentMade | None, recorded: Recorded[PaidFact], key: UUID) -> PaymentMade | None:
    paid = recorded.event
    return PaymentMade(
        payment_id=key,
        payment_request_id=paid.payment_request_id,
        amount=(paid.part or paid.amount).amount,
        currency=paid.amount.currency,
        left_amount=left(paid),
        paid_on=paid.paid_on,
        payment_order=paid.payment_order,
        order_file=paid.order_file.name if paid.order_file else None,
        bank_payment_id=paid.bank_payment_id,
        paid_by=str(paid.paid_by),
        recorded_at=recorded.occurred_at,
    )
