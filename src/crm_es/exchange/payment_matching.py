"""Which request a payment in the bank's statement was for.

What is sure comes first for all payments: one that was entered by hand already, then one whose number and account are
those of a payment order that we gave the bank. The rest is sought by payee and amount, and by the number of the invoice
in the purpose; a part of what is left is taken for a part only where one of the numbers says so. One request fits or
none: where several do, nobody guesses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.bank_payment import Line
from crm_es.exchange.client_bank.values import plain_number
from crm_es.exchange.purposes import names_invoice
from crm_es.money import Money

NEAR: Final = timedelta(31)
"""How far the day that somebody entered may be from the bank's."""
SETTLEMENT: Final = "30"
"""Accounts between banks begin so: such a one does not tell whose the money is."""


class ByHand(NamedTuple):
    """A payment that somebody entered."""

    number: str
    """Of the payment order; empty where nobody said it."""
    amount: Decimal
    paid_on: date

    def is_as(self, number: str, amount: Decimal) -> bool:
        """Whether the bank shows the same."""
        return self.amount == amount and self.number in ("", plain_number(number))


@dataclass(frozen=True)
class Candidate:
    """A request that a payment may have been for."""

    payment_request_id: UUID
    what_for: str
    left: Money
    payable: bool
    account: str | None = None
    inn: str | None = None
    invoice_number: str | None = None
    ordered: tuple[UUID, str] | None = None
    """The payment order that we gave the bank: from which account of ours, and its number."""
    by_hand: tuple[ByHand, ...] = ()


class Match(NamedTuple):
    """The requests that fit a payment."""

    candidates: tuple[Candidate, ...] = ()
    by_hand: ByHand | None = None
    """The payment as somebody had entered it."""
    why: str | None = None
    """What keeps it from the request that it fits."""

    @property
    def one(self) -> Candidate | None:
        return self.candidates[0] if len(self.candidates) == 1 else None


NONE: Final = Match()


def match_all(lines: Iterable[Line], candidates: Iterable[Candidate]) -> dict[UUID, Match]:
    """What fits each payment. A request is used up by what it is matched with."""
    open_ones = {one.payment_request_id: one for one in candidates}
    matches: dict[UUID, Match] = {}
    waiting = list(lines)
    for rule in (entered, ordered, sought):
        for line in waiting:
            match = rule(line, open_ones.values())
            if match.candidates:
                matches[line.bank_payment_id] = match
            if match.one:
                open_ones[match.one.payment_request_id] = used(match.one, line, match.by_hand)
        waiting = [line for line in waiting if line.bank_payment_id not in matches]
    return matches


def used(one: Candidate, line: Line, by_hand: ByHand | None) -> Candidate:
    if by_hand:
        left = list(one.by_hand)
        left.remove(by_hand)
        return replace(one, by_hand=tuple(left))
    rest = one.left.amount - line.amount.amount
    return replace(one, left=Money(amount=rest, currency=one.left.currency), payable=one.payable and rest > 0)


# ── Rules, the surest first ─────────────────────────────────────────────────


def entered(line: Line, candidates: Collection[Candidate]) -> Match:
    """Somebody entered this very payment by hand."""
    found = [
        (one, known)
        for one in candidates
        for known in one.by_hand
        if is_payee(line, one)
        and known.is_as(line.number, line.amount.amount)
        and abs(known.paid_on - line.paid_on) <= NEAR
    ]
    if not found:
        return NONE
    one, known = max(found, key=lambda pair: bool(pair[1].number))
    return Match((one,), known)


def ordered(line: Line, candidates: Collection[Candidate]) -> Match:
    """It is a payment order that we gave the bank, in full or in part."""
    number = (line.payer_account_id, plain_number(line.number))
    fits = (one for one in candidates if one.ordered == number and is_payee(line, one) and is_within(line, one))
    return Match(tuple(fits))


def sought(line: Line, candidates: Collection[Candidate]) -> Match:
    """Payee and amount are those of a request, or payee and invoice, and the amount is a part."""
    theirs = [one for one in candidates if is_payee(line, one) and is_within(line, one)]
    whole = [one for one in theirs if one.left == line.amount]
    for narrowed in (
        [one for one in whole if names_invoice(line.purpose, one.invoice_number)],
        [one for one in whole if one.ordered is None],
        whole,
        [one for one in theirs if names_invoice(line.purpose, one.invoice_number)],
    ):
        if narrowed:
            return Match(tuple(narrowed))
    return NONE


def is_payee(line: Line, one: Candidate) -> bool:
    """Whether the money went where the request says. The ИНН decides only where no account can."""
    if one.account and line.payee_account and not line.payee_account.startswith(SETTLEMENT):
        return one.account == line.payee_account
    return bool(one.inn) and one.inn == line.payee_inn


def is_within(line: Line, one: Candidate) -> bool:
    """Whether so much is left to pay."""
    return one.payable and one.left.currency == line.amount.currency and line.amount.amount <= one.left.amount
