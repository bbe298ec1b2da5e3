"""From which accounts do we pay?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.payer_account import (
    PayerAccountClosed,
    PayerAccountEvent,
    PayerAccountRegistered,
    PaymentOrderNumbersTaken,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class PayerAccount(Row, table="payer_accounts", key="payer_account_id"):
    """One account of ours."""

    payer_account_id: UUID
    name: str
    inn: str
    kpp: str | None
    bik: str | None
    account: str
    correspondent_account: str | None
    bank_name: str
    bank_town: str
    registered_at: datetime
    last_number: int | None = None
    """Of the payment order that got its number last."""
    orders: int = 0
    """How many payment orders got a number."""
    closed_at: datetime | None = None


def keys(event: PayerAccountEvent) -> tuple[UUID, ...]:
    return (event.payer_account_id,)


def evolve(account: PayerAccount | None, recorded: Recorded[PayerAccountEvent], key: UUID) -> PayerAccount | None:
    match account, recorded.event:
        case None, PayerAccountRegistered(details=details) as told:
            return PayerAccount(
                payer_account_id=key,
                name=told.name,
                inn=details.inn,
                kpp=details.kpp,
                bik=details.bik,
                account=details.account,
                correspondent_account=details.correspondent_account,
                bank_name=told.bank_name,
                bank_town=told.bank_town,
                registered_at=recorded.occurred_at,
            )
        case PayerAccount(), PaymentOrderNumbersTaken(numbers=numbers):
            return replace(account, last_number=numbers[-1].number, orders=account.orders + len(numbers))
        case PayerAccount(), PayerAccountClosed():
            return replace(account, closed_at=recorded.occurred_at)
        case _:
            raise Corrupt(account, recorded.event)
