"""Which banks are there, where, and what restricts them? Names and К/С are filled in from here (S1-37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_es.aggregates.bank_directory import BankDirectoryUpdated
from crm_es.banks import Bank as Entry
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class Bank(Row, table="bank_registry", key="bik"):
    """One bank of the directory."""

    bik: str
    name: str
    town: str
    correspondent_account: str | None = None
    swift: str | None = None
    since: date | None = None
    until: date | None = None
    restricted: str | None = None
    """What restricts it, in words."""


def keys(event: BankDirectoryUpdated) -> tuple[str, ...]:
    return (*(bank.bik for bank in event.listed), *event.delisted)


def evolve(_: Bank | None, recorded: Recorded[BankDirectoryUpdated], key: str) -> Bank | None:
    return next((row(bank) for bank in recorded.event.listed if bank.bik == key), None)


def row(bank: Entry) -> Bank:
    return Bank(
        bank.bik,
        bank.name,
        bank.town,
        bank.correspondent_account,
        bank.swift,
        bank.since,
        bank.until,
        "; ".join(bank.limits()) or None,
    )
