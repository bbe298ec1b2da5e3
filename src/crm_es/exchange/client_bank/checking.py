"""Whether a statement agrees with itself: balances, turnovers, documents that come twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crm_es.exchange.client_bank.values import Balance, Document, Key


def each_once(documents: Sequence[Document], own: frozenset[str]) -> tuple[tuple[Document, ...], list[str]]:
    """The documents without repetitions, and a sentence for each that comes again.

    A transfer from one of our accounts to another stands in a common statement for both of them.
    """
    first: dict[Key, Document] = {}
    times = Counter(one.key for one in documents)
    for one in documents:
        first.setdefault(one.key, one)
    sentences = [
        f"Document {one.number!r} of {one.day:%d.%m.%Y} for {one.amount} is there {times[key]} times: it counts once."
        for key, one in first.items()
        if times[key] > 1 and not (one.payer.accounts & own and one.payee.accounts & own)
    ]
    return tuple(first.values()), sentences


def wrong_totals(accounts: Sequence[str], balances: Sequence[Balance], documents: Sequence[Document]) -> Iterator[str]:
    """What does not add up, in sentences. A number that is not told is not judged."""
    for one in balances:
        parts = (one.opening, one.received, one.spent, one.closing)
        opening, received, spent, closing = (part or Decimal() for part in parts)
        if None not in parts and opening + received - spent != closing:
            yield (
                f"The balances of {one.account} do not agree: {opening} + {received} - {spent} is "
                f"{opening + received - spent}, and the statement says {closing}."
            )
    for account in accounts:
        told = [one for one in balances if one.account == account]
        alone = len(accounts) == 1
        for sums, counted, words in (
            ([one.spent for one in told], spent_from(account, documents, alone=alone), "went out of"),
            ([one.received for one in told], received_on(account, documents, alone=alone), "came to"),
        ):
            known = [part for part in sums if part is not None]
            if known and len(known) == len(sums) and sum(known) != counted:
                yield (
                    f"The documents say that {counted} {words} {account}, and the statement says {sum(known)}: "
                    "get it again, or ask the bank."
                )


def spent_from(account: str, documents: Sequence[Document], *, alone: bool) -> Decimal:
    """How much went out of this account; it is meant in every document where it is the statement's only one."""
    own = frozenset((account,))
    return total(
        one
        for one in documents
        if account in one.payer.accounts
        or (alone and account not in one.payee.accounts and one.direction(own) == "outgoing")
    )


def received_on(account: str, documents: Sequence[Document], *, alone: bool) -> Decimal:
    own = frozenset((account,))
    return total(
        one
        for one in documents
        if account in one.payee.accounts
        or (alone and account not in one.payer.accounts and one.direction(own) == "incoming")
    )


def total(documents: Iterator[Document]) -> Decimal:
    return sum((one.amount for one in documents), Decimal())
