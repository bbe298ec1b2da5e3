"""The fields of a payment's form: how they are called, where each value comes from, and how they become JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from starlette.datastructures import FormData

from crm_es.site.anything.bodies import number
from crm_es.site.speech import Speech, phrase
from crm_es.site.visitor import Visitor

PLAIN: Final = ("what_for", "contractor_id", "pay_by", "purpose", "invoice_number", "invoice_date")
LABELS: Final = ("kind", "department", "budget_line")
RUSSIAN: Final = ("inn", "kpp", "bik", "account", "correspondent_account")
FOREIGN: Final = ("swift", "iban", "foreign_account", "bank")
FIELDS: Final = ("contractor", "amount", "currency", *PLAIN, *LABELS, *RUSSIAN, *FOREIGN)
"""As the page calls them; the account abroad has a name of its own, for both are on one page."""
PLACES: Final = {"contractor_id": "contractor", "amount.amount": "amount", "amount.currency": "amount"}
ORIGINS: Final = {
    "invoice": phrase("from the invoice"),
    "contractor": phrase("as the contractor's card says"),
    "bank directory": phrase("from the directory of banks"),
    "earlier request": phrase("as in an earlier request"),
}
SURE: Final = 0.9


def is_accounting(visitor: Visitor) -> bool:
    """Whether the visitor pays: only then bank files and statements are for them."""
    reference = visitor.crm.reference
    playbook = reference.playbooks.get(reference.version)
    return bool(playbook and playbook.payments.accounting_role in visitor.roles)


def body_of(held: Mapping[str, str]) -> dict[str, Any]:
    """The form as commands take it; what is empty is left out."""
    told: dict[str, Any] = {name: held[name].strip() for name in (*PLAIN, *LABELS) if held.get(name, "").strip()}
    if amount := number(held.get("amount", "")):
        told["amount"] = {"amount": amount, "currency": held.get("currency") or "RUB"}
    abroad = {name.removeprefix("foreign_"): held[name].strip() for name in FOREIGN if held.get(name, "").strip()}
    at_home = {name: held[name].strip() for name in RUSSIAN if held.get(name, "").strip()}
    if details := abroad or at_home:
        told["details"] = details
    return told


def flat(form: Mapping[str, Any]) -> dict[str, str]:
    """A form of the API as the page holds it."""
    details = form.get("details") or {}
    is_abroad = bool(details.get("swift") or details.get("iban"))
    amount = form.get("amount") or {}
    held = {name: form.get(name) for name in (*PLAIN, *LABELS)} | {
        "amount": amount.get("amount"),
        "currency": amount.get("currency"),
    }
    for name, value in details.items():
        held["foreign_account" if is_abroad and name == "account" else name] = value
    return {name: str(value) for name, value in held.items() if value is not None}


def place_of(field: str, held: Mapping[str, str]) -> str:
    """Where on the page an error of the API belongs."""
    name = field.removeprefix("body.").removeprefix("form.").removeprefix("details.")
    if name == "account" and any(held.get(one) for one in FOREIGN):
        return "foreign_account"
    return PLACES.get(name, name)


def invoices(form: FormData) -> list[dict[str, Any]]:
    """The files of the invoice, as they are kept."""
    return [json.loads(one) for one in form.getlist("invoice") if isinstance(one, str) and one]


def of_suggestions(speech: Speech, today: date, found: Mapping[str, Any]) -> dict[str, Any]:
    """What is known already, each value with where it comes from."""
    fields = [
        {"name": one["field"], "value": one["value"], "origin": origin(speech, today, one), "sure": True}
        for one in found["fields"]
    ]
    return {"fields": [*fields, *names(speech, found)], **beside(speech, found)}


def of_reading(speech: Speech, found: Mapping[str, Any]) -> dict[str, Any]:
    """What an invoice says, each value with how sure it is and where it stood."""
    fields = [
        {
            "name": "contractor" if one["field"] == "contractor_name" else one["field"],
            "value": one["value"],
            "origin": speech.text(
                "from the invoice, {share} sure: {text}",
                share=speech.percent(one["confidence"]),
                text=one["place"]["text"][:80],
            ),
            "sure": one["confidence"] >= SURE,
        }
        for one in found["fields"]
        if one["field"] != "bank_name"
    ]
    if known := found["contractor"]:
        fields = [one for one in fields if one["name"] != "contractor"]
        fields.append({"name": "contractor_id", "value": known["contractor_id"], "origin": "", "sure": True})
    return {"fields": [*fields, *names(speech, found)], **beside(speech, found)}


def origin(speech: Speech, today: date, one: Mapping[str, Any]) -> str:
    said = speech.text(ORIGINS[one["origin"]])
    return f"{said}, {speech.day(one['since'][:10], today)}" if one["since"] else said


def names(speech: Speech, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The contractor's name, where one is known."""
    if not (known := found["contractor"]):
        return []
    said = speech.text("known to us")
    return [{"name": "contractor", "value": known["name"], "origin": said, "sure": True}]


def beside(speech: Speech, found: Mapping[str, Any]) -> dict[str, Any]:
    """The bank by name, and what to look at before one relies on it."""
    bank = found["bank"]
    return {
        "bank": f"{bank['name']}, {bank['town']}" if bank else "",
        "doubts": [speech.refusal(one) for one in found["doubts"]],
    }
