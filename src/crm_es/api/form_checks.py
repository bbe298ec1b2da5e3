"""What is wrong with a request's form while it is filled in, field by field; nothing is recorded (S1-20, S1-37)."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crm_es.aggregates.payment_request import Form
from crm_es.aggregates.payment_request.asking import must_be_of_today
from crm_es.aggregates.payment_request.form import empty
from crm_es.api.expected import PATTERN, UNKNOWN, in_words, walked
from crm_es.api.house import House, answer
from crm_es.api.problems import FieldError
from crm_es.api.security import Asker
from crm_es.bank_details import BankDetails, ForeignBankDetails, faults, purpose_fault
from crm_es.banks import Banks
from crm_es.messages import Refused
from crm_es.playbook import Payments

FIELD_OF: Final = {
    "day to pay by is past": "pay_by",
    "invoice of the future": "invoice_date",
    "unknown currency": "amount",
}
"""By rule, the field that it is about."""
STAND_INS: Final = {
    "what_for": "-",
    "amount": {"amount": "1", "currency": "RUB"},
    "inn": "7707083893",
    "account": "40702810500000002851",
    "swift": "COBADEFF",
}
"""In place of what is not filled in yet, so that the rest can be judged."""
FILL_IN: Final = "Fill this in."
Errors = Iterator[tuple[str, str]]


class UnfinishedForm(BaseModel):
    """A form, as far as it is filled in."""

    model_config = ConfigDict(extra="forbid")

    form: dict[str, Any] = Field(description="As DraftPaymentRequest takes it; anything may be left out.")
    complete: bool = Field(default=False, description="Also tell what has to be filled in before it is submitted.")
    has_invoice: bool = Field(default=False, description="A file of the invoice is there.")


class Checked(BaseModel):
    """What is wrong with it; nothing where nothing is."""

    errors: list[FieldError]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["payment requests"])

    @routes.post("/payment-requests/check", response_model=Checked)
    def check_form(told: UnfinishedForm, _: Annotated[Asker, Depends(house.door)]) -> Response:
        """Judge a form as one fills it in: numbers that do not add up, days that are past, what is lacking."""
        reference, now = house.crm.reference, datetime.now(UTC)
        found = dict(wrong(told.form, reference.banks, now))
        if told.complete and (playbook := reference.playbooks.get(reference.version)):
            found = dict(lacking(told, playbook.payments)) | found
        return answer({"errors": [{"field": field, "message": said} for field, said in found.items()]})

    return routes


def wrong(told: Mapping[str, Any], banks: Banks, now: datetime) -> Errors:
    """Each field that cannot be right; of each the first reason."""
    form, details = dict(told), told.get("details")
    errors = unreadable(form)
    yield from errors.items()
    if isinstance(details, Mapping):
        yield from wrong_details(details, errors, banks, now)
    kept = {name: held for name, held in form.items() if not any(is_within(one, name) for one in errors)}
    kept.pop("details", None)
    whole = Form.model_validate({name: STAND_INS[name] for name in ("what_for", "amount")} | kept)
    try:
        must_be_of_today(whole, now.date())
    except Refused as refusal:
        yield FIELD_OF.get(str(refusal.rule), "pay_by"), str(refusal)
    if whole.purpose and (fault := purpose_fault(whole.purpose)):
        yield "purpose", fault.sentence


def unreadable(form: Mapping[str, Any]) -> dict[str, str]:
    """What is no such value at all, by the field's name; what is left out is no error here."""
    try:
        Form.model_validate(form)
    except ValidationError as error:
        return {
            ".".join(names): in_words(field, described) if one["type"] == PATTERN else one["msg"]
            for one in error.errors()
            if one["type"] != "missing"
            for names, field, described in [walked(Form, list(one["loc"]), keep_last=one["type"] == UNKNOWN)]
        }
    return {}


def wrong_details(details: Mapping[str, Any], errors: Mapping[str, str], banks: Banks, now: datetime) -> Errors:
    """What the numbers say by themselves and together, as far as they are there."""
    kind = ForeignBankDetails if details.keys() & {"swift", "iban"} else BankDetails
    readable = {name: held for name, held in details.items() if f"details.{name}" not in errors}
    needed = {name for name, field in kind.model_fields.items() if field.is_required()}
    known = {name: STAND_INS[name] for name in needed} | readable
    try:
        judged = kind.model_validate(known)
    except ValidationError:
        return
    there = readable.keys() | ({"iban"} if "swift" in readable else set())
    bank = banks if "bik" in readable else {}
    for fault in faults(judged, bank, now.date()):
        if fault.field in there:
            yield f"details.{fault.field}", fault.sentence


def lacking(told: UnfinishedForm, payments: Payments) -> Errors:
    """What has to be filled in before the request is submitted."""
    form = told.form
    for name in ("what_for", "amount"):
        if not form.get(name):
            yield name, FILL_IN
    held = Form.model_construct(**{name: form.get(name) for name in Form.model_fields})
    for field in empty(held, payments.required, has_invoice=told.has_invoice):
        yield from ((name, FILL_IN) for name in PLACES.get(field, (field,)))
    known = form.get("details")
    details = known if isinstance(known, Mapping) else {}
    if "details" in payments.required and not details.keys() & {"swift", "iban"}:
        yield from ((f"details.{name}", FILL_IN) for name in ("inn", "account") if not details.get(name))


PLACES: Final = {"contractor": ("contractor_id",), "details": ("details.inn", "details.account")}
"""Where a field stands that is not called as it is required."""


def is_within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")
