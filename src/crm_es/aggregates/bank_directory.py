"""The bank directory: which banks there are, as the Bank of Russia lists them (S1-13, S1-20).

It is brought up to date edition by edition, never back to an older one. Only what differs is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from crm_es.banks import Bank, Banks, Bik
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import BANKS
from crm_es.messages import Command, Corrupt, Event, Refused

# ── Events ──────────────────────────────────────────────────────────────────


class BankDirectoryUpdated(Event):
    """The Bank of Russia changed its list of banks."""

    bank_directory_id: UUID
    edition: date
    """The business day for which the Bank of Russia gave it out."""
    listed: tuple[Bank, ...]
    """Banks that are new in it, or listed otherwise than before."""
    delisted: tuple[Bik, ...]
    """Banks that are no longer in it."""


BankDirectoryEvent = BankDirectoryUpdated

# ── Commands ────────────────────────────────────────────────────────────────


class UpdateBankDirectory(Command, roles={"administrator", "accountant", "import"}, opens=True, in_person=True):
    """Bring the list of banks up to date; banks that are not named stay as they are."""

    bank_directory_id: UUID = BANKS
    edition: date
    """The business day for which the Bank of Russia gave it out."""
    listed: Annotated[tuple[Bank, ...], Field(max_length=10_000)] = ()
    delisted: Annotated[tuple[Bik, ...], Field(max_length=10_000)] = ()


BankDirectoryCommand = UpdateBankDirectory

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class BankDirectory:
    edition: date
    banks: Banks


def evolve(directory: BankDirectory | None, event: BankDirectoryEvent) -> BankDirectory:
    if event.bank_directory_id != BANKS:
        raise Corrupt(directory, event)
    banks = dict(directory.banks) if directory else {}
    banks |= {bank.bik: bank for bank in event.listed}
    for bik in event.delisted:
        banks.pop(bik, None)
    return BankDirectory(event.edition, banks)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(directory: BankDirectory | None, command: BankDirectoryCommand, _: Context) -> Iterator[BankDirectoryEvent]:
    if command.bank_directory_id != BANKS:
        raise Refused("A company has one bank directory: update it without an id of your own.")
    if directory and command.edition < directory.edition:
        raise Refused(
            f"The bank directory is of {directory.edition} already, and this edition of {command.edition} is older: "
            "take the newest from the Bank of Russia.",
            "edition older than the known one",
        )
    known: Banks = directory.banks if directory else {}
    wanted = {bank.bik: bank for bank in command.listed}
    listed = tuple(bank for bik, bank in wanted.items() if known.get(bik) != bank)
    delisted = tuple(bik for bik in dict.fromkeys(command.delisted) if bik in known and bik not in wanted)
    if listed or delisted or (directory and command.edition > directory.edition):
        yield BankDirectoryUpdated(bank_directory_id=BANKS, edition=command.edition, listed=listed, delisted=delisted)


decider = Decider("bank_directory", "bank directories", (UpdateBankDirectory,), decide, evolve)
