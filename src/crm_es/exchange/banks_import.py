"""Brings the bank directory up to date from a file of the Bank of Russia: only what differs is sent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from crm_es.aggregates.bank_directory import UpdateBankDirectory
from crm_es.application import Crm
from crm_es.banks import Banks
from crm_es.context import IMPORT, Context
from crm_es.exchange.ed807 import Edition, read
from crm_es.exchange.rehearsal import Rehearsal
from crm_es.exchange.replay import ROLES, reference_of
from crm_es.exchange.summary import BadRow
from crm_es.runners.worker import settle


@dataclass
class BankSummary:
    """What an import of banks tells at its end."""

    kind: str
    edition: date
    banks: int
    """Entries of the file that could be read."""
    listed: int
    """New in the directory, or listed otherwise than before."""
    delisted: int
    unchanged: int
    bad_rows: list[BadRow]
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        readable = {"edition": str(self.edition), "bad_rows": [row._asdict() for row in self.bad_rows]}
        return asdict(self) | readable


def run(crm: Crm, file: Path, dry_run: bool = False) -> BankSummary:
    """Take over an edition; a dry run decides and records nothing.

    Raises Refused where the file is no directory, or older than the one that is known.
    """
    began, edition, reference = monotonic(), read(file), reference_of(crm.log)
    command = difference(edition, reference.banks)
    context = Context(IMPORT, datetime.now(UTC), ROLES)
    if not dry_run:
        crm.handle(command, context)
        settle(crm)
    elif refusal := Rehearsal(reference).decide(command, context):
        raise refusal
    entries, listed, delisted = len(edition.banks) + len(edition.removed), len(command.listed), len(command.delisted)
    unchanged = len(edition.banks) - listed
    summary = BankSummary("banks", edition.day, entries, listed, delisted, unchanged, edition.bad_rows)
    summary.seconds = round(monotonic() - began, 3)
    return summary


def difference(edition: Edition, known: Banks) -> UpdateBankDirectory:
    """What the edition changes. What it could not tell of a bank leaves it as it is known."""
    listed = tuple(bank for bik, bank in edition.banks.items() if known.get(bik) != bank)
    unnamed = set() if edition.changes_only else known.keys() - edition.banks.keys() - edition.unreadable
    delisted = tuple(sorted((edition.removed & known.keys()) | unnamed))
    return UpdateBankDirectory(edition=edition.day, listed=listed, delisted=delisted)
