"""A bank statement: a file of the bank as somebody brought it, with what was wrong with it.

It is recorded once, whoever brings it again. Its id follows from what the file holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.accounting import heads, must_be_accounting
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.stored_file import Sha256

MOST: Final = 100
"""Sentences about one file; the count tells of all."""
LONGEST: Final = 2000
"""Characters of one of them."""
Account = Annotated[str, Field(max_length=500)]
Sentences = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)], ...], Field(max_length=MOST)
]


class AccountBalance(Message):
    """What the bank says of one account in one period."""

    account: Account
    opening: Decimal | None = None
    received: Decimal | None = None
    spent: Decimal | None = None
    closing: Decimal | None = None


class Brought(Message):
    """What was brought."""

    bank_statement_id: UUID
    sha256: Sha256
    accounts: Annotated[tuple[Account, ...], Field(max_length=MOST)]
    since: date | None
    until: date | None
    balances: Annotated[tuple[AccountBalance, ...], Field(max_length=MOST)]
    documents: Annotated[int, Field(ge=0)]
    """How many of them could be used."""
    faults: Sentences
    """What is wrong with the file as a whole, the first of it."""
    bad_rows: Sentences
    """Documents that could not be used, the first of them."""
    wrong: Annotated[int, Field(ge=0)]
    """How much is wrong in all."""


# ── Events ──────────────────────────────────────────────────────────────────


class BankStatementTaken(Brought, Event):
    """Somebody brought a statement of the bank."""

    brought_by: UUID | str
    heads: tuple[UUID, ...]
    """Who hears of what is wrong with it."""


BankStatementEvent = BankStatementTaken

# ── Commands ────────────────────────────────────────────────────────────────


class TakeBankStatement(Brought, Command, roles={"import"}, opens=True):
    """Keep that this file was brought, and what is wrong with it."""


BankStatementCommand = TakeBankStatement

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class BankStatement:
    sha256: str


def evolve(statement: BankStatement | None, event: BankStatementEvent) -> BankStatement:
    if statement is not None:
        raise Corrupt(statement, event)
    return BankStatement(event.sha256)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(
    statement: BankStatement | None, command: BankStatementCommand, context: Context
) -> Iterator[BankStatementEvent]:
    if isinstance(context.person, UUID):
        must_be_accounting(context)
    if statement is None:
        yield BankStatementTaken(**dict(command), brought_by=context.person, heads=heads(context))
    elif statement.sha256 != command.sha256:
        raise Refused("Another statement has this id: let it follow from the file.", "id of another statement")


decider = Decider("bank_statement", "bank statements", (TakeBankStatement,), decide, evolve)
