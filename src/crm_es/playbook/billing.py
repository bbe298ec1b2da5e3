"""Who we are on paper, and how hours become an invoice and an act (S3-06..S3-08, X-23)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from crm_es.bank_details import BankDetails
from crm_es.messages import Message
from crm_es.playbook.names import Name
from crm_es.playbook.trade import Rate, Series
from crm_es.stored_file import Sha256

Line = Annotated[str, Field(max_length=200)]


class Organisation(Message):
    """The company as its papers name it."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    details: BankDetails | None = None
    """Its ИНН, КПП, account and bank, for invoices and their payment code."""
    bank_name: Line = ""
    bank_town: Line = ""
    address: Line = ""
    phone: Line = ""
    email: Line = ""
    director: Line = ""
    """Who signs, as papers say it: Орлов В. А."""
    director_position: Line = "Генеральный директор"
    """What whoever signs is in the company, as papers say it."""
    accountant: Line = ""
    logo: Sha256 | None = None
    """Of a stored picture."""


class Billing(Message):
    """How hours are billed."""

    organisation: Organisation | None = None
    """Without it no paper is printed."""
    acts: Series = Series()
    credit_notes: Series = Series(pattern="К-{number}")
    vat_rate: Rate | None = None
    """In per cent, contained in hourly rates; None without VAT."""
    pay_within_days: Annotated[int, Field(ge=0, le=365)] = 10
    link_days: Annotated[int, Field(ge=1, le=365)] = 30
    """How long the client's link to an act works."""
    accepted_after_days: Annotated[int, Field(ge=1, le=365)] | None = None
    """An act that nobody disputed for so many working days counts as accepted; never by itself where none is given."""
    only_approved: bool = False
    """Only hours of approved periods are billed."""
    roles: tuple[Name, ...] = ("accountant", "chief_accountant", "head_of_service", "project_lead", "head_of_sales")
    """Whoever has one of these bills hours."""
    lines: Literal["subject", "person", "kind"] = "subject"
    """What becomes one line of an act: a ticket or project stage, a person, or a kind of work; each by rate."""
