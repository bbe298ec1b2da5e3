"""The payment code of an invoice: what a bank's application reads from the picture (GOST R 56042-2014)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Final

import segno

from crm_es.bank_details import is_bik, is_inn, key_fits
from crm_es.bank_details.payment_qr import LARGEST_BLOCK, cleaned, write
from crm_es.bank_details.payment_qr_fields import LIMITS
from crm_es.messages import Refused
from crm_es.printing.shapes import PrintedInvoice

SIGNS: Final = len("ST00012") + len("|Name=|PersonalAcc=|BankName=|BIC=|CorrespAcc=") + 9 + 2 * 20
"""Bytes of the required fields but the two names."""


def payment_code(invoice: PrintedInvoice) -> bytes | None:
    """The payload; None where it cannot be paid by: another currency, or an account that does not fit its bank."""
    seller, details = invoice.seller, invoice.seller.details
    if details is None or details.bik is None or invoice.currency != "RUB" or invoice.cancelled or invoice.to_pay <= 0:
        return None
    if not is_bik(details.bik) or not key_fits(details.account, details.bik):
        return None
    own = details.correspondent_account
    if own is not None and not key_fits(own, details.bik, correspondent=True):
        return None
    bank = tidy("BankName", seller.bank_name) or f"БИК {details.bik}"
    fields = {
        "Name": shortened(tidy("Name", seller.name), LARGEST_BLOCK - SIGNS - len(bank.encode())),
        "PersonalAcc": details.account,
        "BankName": bank,
        "BIC": details.bik,
        "CorrespAcc": own or "0",
        "Sum": str(int(invoice.to_pay * 100)),
        "Purpose": tidy("Purpose", purpose(invoice)),
        "PayeeINN": details.inn,
        "KPP": details.kpp or "",
        "PayerINN": invoice.buyer.inn if invoice.buyer.inn and is_inn(invoice.buyer.inn) else "",
    }
    return written(fields)


def written(fields: Mapping[str, str]) -> bytes | None:
    """None where a name holds what no code can: an invoice goes without one then."""
    try:
        return write(fields)
    except Refused:
        return None


def purpose(invoice: PrintedInvoice) -> str:
    """What the payer is to write, with the VAT that tax law wants there."""
    if invoice.purpose:
        return invoice.purpose
    said = f"Оплата по счёту № {invoice.number} от {invoice.dated:%d.%m.%Y}"
    rates = {line.vat_rate for line in invoice.lines}
    if not invoice.vat_known:
        return said
    if invoice.vat_to_pay is None:
        return f"{said}. НДС не облагается"
    told = f" ({rate:f}%)" if len(rates) == 1 and (rate := next(iter(rates))) is not None else ""
    return f"{said}. В т.ч. НДС{told} {invoice.vat_to_pay.quantize(Decimal('0.01'))}"


def tidy(key: str, value: str) -> str:
    """Without what a code does not keep, and not longer than the standard allows."""
    return cleaned(key, cleaned(key, value)[: LIMITS[key]])


def shortened(text: str, most: int) -> str:
    """In so many bytes."""
    return text.encode()[: max(most, 0)].decode(errors="ignore").strip()


def picture(code: bytes) -> str:
    """The code as an SVG. Even with a seventh of it spoilt it can be read."""
    file = BytesIO()
    segno.make(code, error="m", boost_error=False).save(file, kind="svg", scale=4, border=2)
    return file.getvalue().decode()
