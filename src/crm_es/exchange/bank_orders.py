"""What a request for payment becomes in a file for the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.payer_account import PayerAccount
from crm_es.aggregates.payment_request import (
    PaymentRequest,
    PaymentRequestOrdered,
    PaymentRequestSubmitted,
    decider,
)
from crm_es.bank_details import BankDetails
from crm_es.bank_details.numbers import TREASURY
from crm_es.banks import Banks
from crm_es.exchange.client_bank.values import PAYMENT_ORDER, Document, Party
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.recorded import Recorded

ROUBLES: Final = "RUB"
RULE: Final = "payment fit for the file"


@dataclass(frozen=True)
class Line:
    """What became of one request."""

    payment_request_id: UUID
    what_for: str | None = None
    amount: Money | None = None
    number: str | None = None
    """Of its payment order."""
    refusal: str | None = None
    """Why it is not in the file."""


@dataclass(frozen=True)
class Found:
    """A request as the log has it."""

    request_id: UUID
    request: PaymentRequest | None
    version: int
    ordered: PaymentRequestOrdered | None
    """The last payment order since it was last submitted."""
    payee: str = ""
    """The name of the contractor; empty where none is known."""

    @property
    def contractor_id(self) -> UUID | None:
        return self.request.form.contractor_id if self.request else None

    @property
    def left(self) -> Money | None:
        return self.request.left if self.request else None

    def line(self, *, number: str | None = None, refusal: str | None = None) -> Line:
        """What is told of it. What is not approved is told to nobody here."""
        if self.request is None or self.request.status not in ("approved", "paid"):
            return Line(self.request_id, refusal=refusal)
        amount = self.ordered.part if self.ordered and number else self.request.left
        return Line(self.request_id, self.request.form.what_for, amount, number, refusal)


def found(request_id: UUID, history: Sequence[Recorded[Any]]) -> Found:
    request = decider.fold(recorded.event for recorded in history)
    return Found(request_id, request, len(history), last_order(history))


def last_order(history: Sequence[Recorded[Any]]) -> PaymentRequestOrdered | None:
    """The payment order that the bank was last given for a request, since that was last submitted.

    Of one that went out again it is the first, with the day that the bank knows it by.
    """
    last: PaymentRequestOrdered | None = None
    for recorded in reversed(history):
        order = recorded.event
        if isinstance(order, PaymentRequestSubmitted):
            break
        if isinstance(order, PaymentRequestOrdered):
            if last and (order.payer_account_id, order.number) != (last.payer_account_id, last.number):
                break
            last = order
    return last


def document(ordered: PaymentRequestOrdered, payee: str, payer: PayerAccount, banks: Banks) -> Document:
    """The payment order.

    Raises Refused where the bank would not take it.
    """
    details = ordered.details
    if not isinstance(details, BankDetails):
        raise Refused("These bank details are not in Russia, and the file is: pay it in the bank's client.", RULE)
    if ordered.part.currency != ROUBLES:
        raise Refused(f"{ordered.part} are not roubles, and the file is for them: pay it in the bank's client.", RULE)
    if details.account.startswith(TREASURY):
        raise Refused("The treasury asks for more than a request tells: pay it in the bank's client.", RULE)
    if details.bik is None:
        raise Refused("The bank details name no БИК: return the request for it.", RULE)
    if not payee:
        raise Refused("The request names no contractor: return it for one.", RULE)
    return Document(
        kind=PAYMENT_ORDER,
        number=ordered.number,
        day=ordered.ordered_on,
        amount=ordered.part.amount,
        payer=party(payer.name, payer.details, banks, payer.bank_name, payer.bank_town),
        payee=party(payee, details, banks),
        purpose=ordered.purpose,
    )


def party(name: str, details: BankDetails, banks: Banks, bank_name: str = "", town: str = "") -> Party:
    """One side of the payment. What is not told of its bank is taken from the directory."""
    bank = banks.get(details.bik or "")
    listed = bank.correspondent_account if bank else None
    return Party(
        account=details.account,
        name=name,
        inn=details.inn,
        kpp=details.kpp or "",
        bank=bank_name or (bank.name if bank else ""),
        town=town or (bank.town if bank else ""),
        bik=details.bik or "",
        correspondent_account=details.correspondent_account or listed or "",
    )
