"""What a payment code says, as the form calls it, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from crm_es.bank_details import is_inn, is_kpp, key_fits
from crm_es.bank_details.payment_qr import amount, overlong, read
from crm_es.exchange.invoice_cells import lines
from crm_es.exchange.invoice_numbers import DOUBTFUL
from crm_es.exchange.invoice_text import bankable
from crm_es.exchange.invoice_title import title
from crm_es.exchange.suggested import Doubt, Name, Place, Suggested, Told

FIELDS: Final[dict[str, Name]] = {
    "Name": "contractor_name",
    "PersonalAcc": "account",
    "BankName": "bank_name",
    "BIC": "bik",
    "CorrespAcc": "correspondent_account",
    "PayeeINN": "inn",
    "KPP": "kpp",
    "Purpose": "purpose",
}
"""Fields of a code, as the form calls them."""


def told_by(payload: bytes, page: int | None = None) -> Told:
    """Fields and doubts. Raises Refused where one cannot pay by it."""
    fields = read(payload)
    doubtful = dict(wrong(fields))
    said = {key: fields[key] for key in FIELDS if fields.get(key, "").strip("0")}
    told: Told = [
        Suggested(
            field=FIELDS[key],
            value=value,
            confidence=DOUBTFUL if key in doubtful else 1,
            place=Place(page=page, text=f"{key}={fields[key]}"),
        )
        for key, text in said.items()
        if (value := bankable(text) if key == "Purpose" else text)
    ]
    told += [Doubt(FIELDS[key], sentence) for key, sentence in doubtful.items()]
    told += [Doubt(FIELDS.get(key, "account"), sentence) for key, sentence in overlong(fields)]
    if roubles := amount(fields):
        place = Place(page=page, text=f"Sum={fields['Sum']}")
        told.append(Suggested(field="amount", value=f"{roubles:.2f}", confidence=1, place=place))
        told.append(Suggested(field="currency", value="RUB", confidence=1, place=place))
    purpose = Place(page=page, text=f"Purpose={fields.get('Purpose', '')}")
    told += [one.model_copy(update={"place": purpose}) for one in title(lines([fields.get("Purpose", "")]))]
    return told


def wrong(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What does not add up, by its name in the code."""
    inn, kpp, bik, account = (fields.get(key, "") for key in ("PayeeINN", "KPP", "BIC", "PersonalAcc"))
    if inn.strip("0") and not is_inn(inn):
        yield "PayeeINN", f"The ИНН {inn} in the code does not add up: compare it with the invoice."
    if kpp.strip("0") and not is_kpp(kpp):
        yield "KPP", f"{kpp} in the code is no КПП: compare it with the invoice."
    if not key_fits(account, bik):
        yield "PersonalAcc", f"The account {account} in the code does not fit the БИК {bik}: compare both."
