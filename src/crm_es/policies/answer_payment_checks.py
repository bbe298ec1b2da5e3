"""When other books have looked up a payment request, it hears whether they speak against it.

Of several budgets the last one answers for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from crm_es.aggregates.budget import BudgetOverdrawn, BudgetReserved, Overdraft
from crm_es.aggregates.invoice_register import InvoiceRegistered, InvoiceRepeated
from crm_es.aggregates.payment_request import DoubtPaymentRequest, PassPaymentCheck

LONGEST = 500
Answer = InvoiceRegistered | InvoiceRepeated | BudgetReserved | BudgetOverdrawn


def react(event: Answer) -> Iterator[PassPaymentCheck | DoubtPaymentRequest]:
    asked: dict[str, Any] = {"payment_request_id": event.payment_request_id, "round": event.round}
    match event:
        case InvoiceRegistered():
            yield PassPaymentCheck(**asked, check="duplicate")
        case InvoiceRepeated(other_id=other, settlers=settlers):
            yield DoubtPaymentRequest(
                **asked, check="duplicate", sentence=repeated(event), other_id=other, settlers=settlers
            )
        case BudgetReserved(then=(), overdrafts=()):
            yield PassPaymentCheck(**asked, check="over budget")
        case BudgetReserved(then=(), overdrafts=found) | BudgetOverdrawn(then=(), overdrafts=found):
            # Whoever keeps the widest limit answers for more, and so for the others too.
            widest = max(found, key=lambda overdraft: overdraft.allowed.amount)
            sentence = shorten(" ".join(map(exceeded, found)), LONGEST, placeholder="…")
            yield DoubtPaymentRequest(**asked, check="over budget", sentence=sentence, settlers=widest.settlers)
        case BudgetReserved() | BudgetOverdrawn():
            return


def repeated(event: InvoiceRepeated) -> str:
    """What its author may know of the other request, which may be somebody else's."""
    day = f"{event.other_registered_on:%d.%m.%Y}"
    return f"Invoice {event.other_number} for {event.amount} is in another request already, of {day}."


def exceeded(overdraft: Overdraft) -> str:
    return f"{overdraft.limit} {overdraft.period} is over its limit of {overdraft.allowed} by {overdraft.over}."
