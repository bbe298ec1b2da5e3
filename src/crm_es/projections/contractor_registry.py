"""Whom do we pay, and by which bank details? They fill new requests (S1-37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.contractor import BankDetailsRecorded, ContractorEvent, ContractorRegistered
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
    details_since: datetime | None = None


def keys(event: ContractorEvent) -> tuple[UUID, ...]:
    return (event.contractor_id,)


def evolve(contractor: Contractor | None, recorded: Recorded[ContractorEvent], key: UUID) -> Contractor | None:
    match contractor, recorded.event:
        case None, ContractorRegistered(name=name, country=country):
            return Contractor(key, name, country, recorded.occurred_at)
        case Contractor(), BankDetailsRecorded(details=details):
            return replace(
                contractor,
                inn=details.inn,
                kpp=details.kpp,
                bik=details.bik,
                account=details.account,
                correspondent_account=details.correspondent_account,
                details_since=recorded.occurred_at,
            )
        case _:
            raise Corrupt(contractor, recorded.event)
