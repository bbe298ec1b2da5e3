"""Whom do we pay, by which bank details, and where are they written to? The details fill new requests (S1-37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from crm_es.aggregates.contractor import BankDetailsRecorded, ContactRecorded, ContractorEvent, ContractorRegistered
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Contractor(Row, table="contractor_registry", key="contractor_id", indexes=("inn",)):
    """One contractor, with the bank details recorded last."""

    contractor_id: UUID
    name: str
    country: str
    registered_at: datetime
    inn: str | None = None
    kpp: str | None = None
    bik: str | None = None
    account: str | None = None
    correspondent_account: str | None = None
    swift: str | None = None
    iban: str | None = None
    bank: str | None = None
    """Name of the bank abroad."""
    details_since: datetime | None = None
    email: str | None = None
    language: str | None = None


DETAILS: Final = ("inn", "kpp", "bik", "account", "correspondent_account", "swift", "iban", "bank")
"""The columns that bank details fill, in Russia or abroad."""


def keys(event: ContractorEvent) -> tuple[UUID, ...]:
    return (event.contractor_id,)


def evolve(contractor: Contractor | None, recorded: Recorded[ContractorEvent], key: UUID) -> Contractor | None:
    match contractor, recorded.event:
        case None, ContractorRegistered(name=name, country=country):
            return Contractor(key, name, country, recorded.occurred_at)
        case Contractor(), BankDetailsRecorded(details=details):
            said = details.model_dump()
            return replace(contractor, **{name: said.get(name) for name in DETAILS}, details_since=recorded.occurred_at)
        case Contractor(), ContactRecorded(email=email, language=language):
            return replace(contractor, email=email, language=language)
        case _:
            raise Corrupt(contractor, recorded.event)


def contact_of(contractor_id: UUID, db: Connection[Any]) -> tuple[str | None, str]:
    """Where a contractor is written to, if anywhere, and in which language."""
    question = "SELECT email, coalesce(language, 'ru') FROM contractor_registry WHERE contractor_id = %s"
    with db.cursor(row_factory=tuple_row) as rows:
        return rows.execute(question, (contractor_id,)).fetchone() or (None, "ru")
