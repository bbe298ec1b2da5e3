"""What of a bank's statement concerns us: the money that left our accounts, and what the bank took itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from crm_es.aggregates.bank_payment import Line
from crm_es.exchange.client_bank.values import Document, Statement, currency_of
from crm_es.exchange.summary import BadRow
from crm_es.ids import derived
from crm_es.money import Money

PAYMENTS: Final = uuid5(NAMESPACE_OID, "crm_es/bank payment")
"""The ids of all payments follow from it, so that the same payment has the same id in every statement."""
BY_THE_BANK: Final = frozenset(("банковский ордер", "мемориальный ордер"))
"""Documents that only a bank draws up."""
OF_THE_BANK: Final = ("47423", "61301", "61304", "70601")
"""A bank's own accounts of claims for fees and of income begin so; over others it also pays for its clients."""

LARGEST_FEE: Final = Decimal(50_000)
"""Roubles. What a bank takes at once for its service is less; more is for the heads to look at, whatever it says."""


@dataclass
class Lines:
    """A statement, sorted."""

    outgoing: list[Line] = field(default_factory=list)
    incoming: int = 0
    fees: list[Line] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)


def sorted_out(statement: Statement, ours: Mapping[str, UUID]) -> Lines:
    """The statement as seen from its own accounts, and from those of ours that are registered."""
    own, lines = statement.own | ours.keys(), Lines(bad_rows=list(statement.bad_rows))
    tells = any(one.debited_on for one in statement.documents)
    for one in statement.documents:
        match one.direction(own):
            case "incoming":
                lines.incoming += 1
            case None:
                lines.bad_rows.append(bad(one, "names no account of ours and no day of payment"))
            case "outgoing" if tells and not (one.debited_on or one.credited_on):
                lines.bad_rows.append(bad(one, "has not been carried out: it has no ДатаСписано"))
            case "outgoing" if is_fee(one):
                lines.fees.append(line(one, statement, ours))
            case "outgoing":
                lines.outgoing.append(line(one, statement, ours))
    return lines


def bad(document: Document, reason: str) -> BadRow:
    return BadRow(document.line, f"The document {document.number!r} {reason}: it is left out.")


def is_fee(document: Document) -> bool:
    """Whether the bank took its own small due: it drew the document up itself, in favour of an account of its own."""
    kind = document.kind.casefold().replace("ё", "е")
    same_bank = bool(document.payer.bik) and document.payer.bik == document.payee.bik
    small = document.amount <= LARGEST_FEE and currency_of(document.payer.account) == "RUB"
    return small and kind in BY_THE_BANK and same_bank and document.payee.account.startswith(OF_THE_BANK)


def line(document: Document, statement: Statement, ours: Mapping[str, UUID]) -> Line:
    known = [one for one in (*ours, *statement.accounts) if one in document.payer.accounts]
    account = next(iter(known), statement.accounts[0] if statement.accounts else document.payer.account)
    return Line(
        bank_payment_id=derived(PAYMENTS, *document.key),
        kind=document.kind,
        number=document.number[:40],
        paid_on=document.carried_out_on,
        amount=Money(amount=document.amount, currency=currency_of(account)),
        payer_account=account[:40],
        payer_account_id=ours.get(account),
        payee_account=document.payee.account[:40],
        payee_name=document.payee.name,
        payee_inn=document.payee.inn[:40],
        purpose=document.purpose,
    )
