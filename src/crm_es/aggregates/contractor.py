"""A contractor: somebody we pay, with the bank details that we know.

A contractor is registered once. Bank details are recorded again whenever they differ; the last ones fill new requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, get_args
from uuid import UUID

from pydantic import StringConstraints

from crm_es.bank_details import BankDetails
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Name

# ── Events ──────────────────────────────────────────────────────────────────


class ContractorRegistered(Event):
    """We came to know somebody to pay."""

    contractor_id: UUID
    name: str
    country: str


class BankDetailsRecorded(Event):
    """From now on the contractor is paid by these details."""

    contractor_id: UUID
    details: BankDetails


ContractorEvent = ContractorRegistered | BankDetailsRecorded

# ── Commands ────────────────────────────────────────────────────────────────

PAYERS = {"employee", "import"}


class RegisterContractor(Command, roles=PAYERS, opens=True):
    """Enter somebody to pay."""

    contractor_id: UUID
    name: Name
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "RU"
    """An ISO 3166-1 code."""


class RecordBankDetails(Command, roles=PAYERS):
    """Keep where the contractor's money goes."""

    contractor_id: UUID
    details: BankDetails


ContractorCommand = RegisterContractor | RecordBankDetails

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Contractor:
    name: str
    country: str
    details: BankDetails | None = None


def evolve(contractor: Contractor | None, event: ContractorEvent) -> Contractor:
    match contractor, event:
        case None, ContractorRegistered(name=name, country=country):
            return Contractor(name, country)
        case Contractor(), BankDetailsRecorded(details=details):
            return replace(contractor, details=details)
        case _:
            raise Corrupt(contractor, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(contractor: Contractor | None, command: ContractorCommand, _: Context) -> Iterator[ContractorEvent]:
    match command, contractor:
        case RegisterContractor(), None:
            yield ContractorRegistered(**dict(command))
        case _, None:
            raise Refused("There is no such contractor.")
        case RegisterContractor(name=name, country=country), Contractor():
            if (name, country) != (contractor.name, contractor.country):
                raise Refused("This contractor is registered already, with another name or country.")
        case RecordBankDetails(contractor_id=contractor_id, details=details), Contractor():
            if details != contractor.details:
                yield BankDetailsRecorded(contractor_id=contractor_id, details=details)


decider = Decider("contractor", "contractors", get_args(ContractorCommand), decide, evolve)
