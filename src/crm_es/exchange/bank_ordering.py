"""Orders the payment of approved requests: each gets a number of the account's sequence, which is recorded with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from crm_es.accounting import must_be_accounting
from crm_es.aggregates import contractor, payer_account
from crm_es.aggregates.payer_account import Due, PayerAccount, TakePaymentOrderNumbers
from crm_es.aggregates.payment_request import OrderPayment, PaymentRequestOrdered, decider
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.bank_orders import ROUBLES, Found, Line, document, found
from crm_es.exchange.client_bank import writing
from crm_es.exchange.client_bank.values import Document, currency_of
from crm_es.exchange.histories import histories, states
from crm_es.messages import Refused

NO_NUMBER: Final = "1000"
"""No account gives a number with 000 at its end: it stands where an order is only thought of."""


class Ordering:
    """Payment orders from one account, in a person's name.

    Raises Refused where the person may not give any, or nothing is paid from the account.
    """

    def __init__(self, crm: Crm, payer_account_id: UUID, by: UUID, *, again: bool) -> None:
        self.crm, self.payer_id, self.again = crm, payer_account_id, again
        self.asking = Context(by, datetime.now(UTC), correlation_id=uuid4())
        self.knowing = crm.reference.completed(self.asking)
        must_be_accounting(self.knowing)
        self.payer = self.account()

    def account(self) -> PayerAccount:
        account: PayerAccount | None = states(self.crm, payer_account.decider, [self.payer_id])[self.payer_id]
        if account is None:
            raise Refused("There is no such account of ours: register it.", "no such payer account")
        if account.closed or currency_of(account.details.account) != ROUBLES:
            raise Refused("This account of ours is closed, or not in roubles: pay from another.", "fit payer account")
        return account

    def look(self, request_ids: Sequence[UUID]) -> list[Found]:
        """The requests as the log has them now, with the names of their contractors."""
        asked = [found(key, history) for key, history in histories(self.crm, decider, request_ids).items()]
        contractor_ids = {one.contractor_id for one in asked if one.contractor_id}
        contractors = states(self.crm, contractor.decider, contractor_ids)
        names: dict[UUID | None, str] = {key: known.name for key, known in contractors.items() if known}
        return [replace(one, payee=names.get(one.contractor_id, "")) for one in asked]

    def refusal(self, one: Found) -> str | None:
        """What speaks against it, before it gets a number."""
        wish = OrderPayment(
            payment_request_id=one.request_id, payer_account_id=self.payer_id, number=NO_NUMBER, again=self.again
        )
        try:
            for event in decider.decide(one.request, wish, self.knowing):
                if isinstance(event, PaymentRequestOrdered):
                    list(writing.document(self.document(one, event)))
        except Refused as refusal:
            return str(refusal)
        return None

    def document(self, one: Found, ordered: PaymentRequestOrdered) -> Document:
        return document(ordered, one.payee, self.payer, self.knowing.banks)

    def is_known(self, one: Found) -> bool:
        """Whether an order for just this was given before, which then goes out again as it was."""
        known = one.ordered
        return known is not None and (known.payer_account_id, known.part) == (self.payer_id, one.left)

    def order(self, wanted: Sequence[Found]) -> dict[UUID, Line]:
        """Number them and record that they go out. Returns those that were refused."""
        if not wanted:
            return {}
        dues = {one.request_id: due_of(one) for one in wanted}
        taking = TakePaymentOrderNumbers(payer_account_id=self.payer_id, orders=tuple(dues.values()))
        self.crm.handle(taking, self.asking)
        numbers = self.account().numbers
        return self.send([(one, str(numbers[dues[one.request_id]])) for one in wanted])

    def repeat(self, known: Sequence[Found]) -> dict[UUID, Line]:
        """Record that these orders go out once more, under their numbers. Returns those that were refused."""
        return self.send([(one, one.ordered.number) for one in known if one.ordered])

    def send(self, numbered: Sequence[tuple[Found, str]]) -> dict[UUID, Line]:
        answers = [(one, self.crm.submit(*self.ordering(one, number))) for one, number in numbered]
        refused: dict[UUID, Line] = {}
        for one, answer in answers:
            if isinstance(error := answer.exception(), Refused):
                refused[one.request_id] = one.line(refusal=str(error))
            elif error is not None:
                raise error
        return refused

    def ordering(self, one: Found, number: str) -> tuple[OrderPayment, Context]:
        """Of the request as it was looked at: two files at once do not both get it."""
        wish = OrderPayment(
            payment_request_id=one.request_id, payer_account_id=self.payer_id, number=number, again=self.again
        )
        return wish, replace(self.asking, command_id=uuid4(), expected_version=one.version)


def due_of(one: Found) -> Due:
    if one.request is None:
        raise Refused("There is no such payment request.")
    return Due(payment_request_id=one.request_id, round=one.request.round, part=one.request.left)
