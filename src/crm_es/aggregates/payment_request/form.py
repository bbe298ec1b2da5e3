"""The one form of a request for payment, and what it lacks (S1-05..S1-20)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from pydantic import StringConstraints

from crm_es.bank_details import Details
from crm_es.messages import Message
from crm_es.money import Money
from crm_es.playbook import RequestField

Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Purpose = Annotated[str, StringConstraints(min_length=1, max_length=210, strip_whitespace=True)]
"""As long as field 24 of a payment order."""
Label = Annotated[str, StringConstraints(max_length=80)]


class Form(Message):
    """What the author fills in. A draft may lack what only submission asks for."""

    what_for: Text
    amount: Money
    contractor_id: UUID | None = None
    pay_by: date | None = None
    details: Details | None = None
    purpose: Purpose | None = None
    invoice_number: Annotated[str, StringConstraints(max_length=40)] | None = None
    invoice_date: date | None = None
    kind: Label | None = None
    """What sort of payment it is, such as rent: routes may differ by it."""
    department: Label | None = None
    budget_line: Label | None = None
    """What it is spent on: limits are kept by it."""


WORDS: Final[dict[RequestField, str]] = {
    "contractor": "the contractor",
    "details": "the bank details",
    "purpose": "the purpose of the payment",
    "pay_by": "the day to pay by",
    "kind": "the kind of payment",
    "department": "the department",
    "budget_line": "the budget line",
    "invoice_number": "the number of the invoice",
    "invoice_file": "the invoice as a file",
}


def missing(form: Form, required: frozenset[RequestField], *, has_invoice: bool) -> list[str]:
    """What the form lacks, in words."""
    lacking = [WORDS[field] for field in empty(form, required, has_invoice=has_invoice)]
    return lacking if form.amount.amount > 0 else ["an amount above zero", *lacking]


def empty(form: Form, required: frozenset[RequestField], *, has_invoice: bool) -> list[RequestField]:
    """The fields that have to be filled in before it is submitted, and are not."""
    filled: dict[RequestField, object] = {
        "contractor": form.contractor_id,
        "details": form.details,
        "purpose": form.purpose,
        "pay_by": form.pay_by,
        "kind": form.kind,
        "department": form.department,
        "budget_line": form.budget_line,
        "invoice_number": form.invoice_number,
        "invoice_file": has_invoice,
    }
    return [field for field, value in filled.items() if field in required and not value]
