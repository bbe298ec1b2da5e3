"""The requests that payments in the bank's statement may have been for, as the log has them now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.bank_payment import Line
from crm_es.aggregates.payment_request import Payment, PaymentRequest, decider
from crm_es.application import Crm
from crm_es.bank_details import BankDetails
from crm_es.exchange.bank_orders import last_order
from crm_es.exchange.client_bank.values import plain_number
from crm_es.exchange.histories import histories
from crm_es.exchange.payment_matching import NEAR, ByHand, Candidate
from crm_es.recorded import Recorded

POSSIBLE: Final = """
SELECT payment_request_id FROM payment_registry
WHERE (account = ANY(%s) OR inn = ANY(%s)) AND (status = 'approved' OR (status = 'paid' AND paid_on >= %s))
"""
TAKEN: Final = """
SELECT payment_request_id, number, amount FROM bank_payments
WHERE status = 'matched' AND entered_before AND payment_request_id = ANY(%s)
"""
"""Payments entered by hand that the bank has shown already: a second one like it is another payment."""


def candidates(crm: Crm, lines: Sequence[Line]) -> list[Candidate]:
    """What is approved, or was paid by hand of late, to one of these payees."""
    if not lines:
        return []
    accounts, inns = [line.payee_account for line in lines], [line.payee_inn for line in lines if line.payee_inn]
    since = min(line.paid_on for line in lines) - NEAR
    with crm.log.datastore.get_connection() as db:
        ids = [row["payment_request_id"] for row in db.execute(POSSIBLE, (accounts, inns, since)).fetchall()]
        taken = [tuple(row.values()) for row in db.execute(TAKEN, (ids,)).fetchall()]
    found = (
        (key, history, decider.fold(one.event for one in history))
        for key, history in histories(crm, decider, ids).items()
    )
    return [candidate(key, request, history, taken) for key, history, request in found if request]


def candidate(
    request_id: UUID, request: PaymentRequest, history: Sequence[Recorded[Any]], taken: Sequence[tuple[Any, ...]]
) -> Candidate:
    details = request.form.details if isinstance(request.form.details, BankDetails) else None
    order = last_order(history)
    return Candidate(
        payment_request_id=request_id,
        what_for=request.form.what_for,
        left=request.left,
        payable=request.status == "approved" and not request.awaited and not request.doubts,
        account=details.account if details else None,
        inn=details.inn if details else None,
        invoice_number=request.form.invoice_number,
        ordered=(order.payer_account_id, plain_number(order.number)) if order else None,
        by_hand=without(list(by_hand(history)), [rest for key, *rest in taken if key == request_id]),
    )


def by_hand(history: Sequence[Recorded[Any]]) -> Iterator[ByHand]:
    """The payments that somebody entered."""
    for recorded in history:
        paid = recorded.event
        if isinstance(paid, Payment) and paid.bank_payment_id is None:
            number = plain_number(paid.payment_order or "")
            yield ByHand(number, (paid.part or paid.amount).amount, paid.paid_on)


def without(entered: list[ByHand], shown: Sequence[Sequence[Any]]) -> tuple[ByHand, ...]:
    """What the bank has not shown yet."""
    for number, amount in shown:
        known = next((one for one in entered if one.is_as(number, amount)), None)
        if known:
            entered.remove(known)
    return tuple(entered)
