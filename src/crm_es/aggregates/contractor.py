"""A contractor: somebody we pay, with the bank details that we know.

A contractor is registered once. Bank details are recorded again whenever they differ, by accounting; the last ones
fill new requests.
So is where to write to them: they are told by e-mail what becomes of their invoices (S1-39).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import StringConstraints

from crm_es.accounting import must_be_accounting
from crm_es.bank_details import Details, faults
from crm_es.contact_details import Email
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Name

Language = Literal["ru", "en"]

# ── Events ──────────────────────────────────────────────────────────────────


class ContractorRegistered(Event):
    """We came to know somebody to pay."""

    contractor_id: UUID
    name: str
    country: str


class BankDetailsRecorded(Event):
    """From now on the contractor is paid by these details."""

    contractor_id: UUID
    details: Details


class ContactRecorded(Event):
    """From now on the contractor is written to there, in that language."""

    contractor_id: UUID
    email: str | None
    language: Language


ContractorEvent = ContractorRegistered | BankDetailsRecorded | ContactRecorded

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
    details: Details


class RecordContact(Command, roles=PAYERS):
    """Keep where the contractor is written to."""

    contractor_id: UUID
    email: Email | None = None
    """None where nothing shall be sent any more."""
    language: Language = "ru"


ContractorCommand = RegisterContractor | RecordBankDetails | RecordContact

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Contractor:
    name: str
    country: str
    details: Details | None = None
    contact: tuple[str | None, Language] | None = None


def evolve(contractor: Contractor | None, event: ContractorEvent) -> Contractor:
    match contractor, event:
        case None, ContractorRegistered(name=name, country=country):
            return Contractor(name, country)
        case Contractor(), BankDetailsRecorded(details=details):
            return replace(contractor, details=details)
        case Contractor(), ContactRecorded(email=email, language=language):
            return replace(contractor, contact=(email, language))
        case _:
            raise Corrupt(contractor, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(contractor: Contractor | None, command: ContractorCommand, context: Context) -> Iterator[ContractorEvent]:
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
                may_change(contractor.details, context)
                if wrong := faults(details, context.banks, context.at.date()):
                    raise Refused(" ".join(fault.sentence for fault in wrong), wrong[0].rule)
                yield BankDetailsRecorded(contractor_id=contractor_id, details=details)
        case RecordContact(contractor_id=contractor_id, email=email, language=language), Contractor():
            if (email, language) != contractor.contact:
                may_change(contractor.contact, context)
                yield ContactRecorded(contractor_id=contractor_id, email=email, language=language)


def may_change(known: object, context: Context) -> None:
    """Anybody tells what is not known yet; what is known, only accounting changes: money and letters go there."""
    if known is not None and isinstance(context.person, UUID):
        must_be_accounting(context)


decider = Decider("contractor", "contractors", get_args(ContractorCommand), decide, evolve)
