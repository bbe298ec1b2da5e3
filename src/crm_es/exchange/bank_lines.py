"""What of a bank's statement concerns us: the money that left our accounts, and what the bank took itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass
class Lines:
    """A statement, sorted."""

    outgoing: list[Line] = field(default_factory=list)
    incoming: int = 0
    fees: int = 0
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
                lines.fees += 1
            case "outgoing":
                lines.outgoing.append(line(one, statement, ours))
    return lines


def bad(document: Document, reason: str) -> BadRow:
    return BadRow(document.line, f"The document {document.number!r} {reason}: it is left out.")


def is_fee(document: Document) -> bool:
    """Whether the bank took its own due: it drew the document up itself, in favour of an account of its own."""
    kind = document.kind.casefold().replace("ё", "е")
    same_bank = bool(document.payer.bik) and document.payer.bik == document.payee.bik
    return kind in BY_THE_BANK and same_bank and document.payee.account.startswith(OF_THE_BANK)


def line(document: Document, statement: Statement, ours: Mapping[str, UUID]) -> Line:
    known = [one for one in (*ours, *statement.accounts) if one in document.payer.accounts]
    account = next(iter(known), statement.accounts[0] if statement.accounts else document.payer.account)
    return Line(
        bank_payment_id=derived(PAYMENTS, *document.key),
        kind=document.kind,
        number=document.number[:40],
        paid_on=document.debited_on or document.credited_on or document.day,
        amount=Money(amount=document.amount, currency=currency_of(account)),
        payer_account=account[:40],
        payer_account_id=ours.get(account),
        payee_account=document.payee.account[:40],
        payee_name=document.payee.name,
        payee_inn=document.payee.inn[:40],
        purpose=document.purpose,
    )
