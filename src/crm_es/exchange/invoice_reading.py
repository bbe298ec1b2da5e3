"""Reads whatever came of an invoice: the text of its payment code, a picture of the code, or its PDF.

A code is right to the letter, so it comes before the text around it. Nothing is recorded: the person confirms.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from crm_es.bank_details import payment_qr
from crm_es.exchange import invoice_text, paper
from crm_es.exchange.invoice_code import told_by
from crm_es.exchange.suggested import Doubt, Name, Reading, Suggested, Told, merged
from crm_es.messages import Refused

COMPARED: Final[tuple[Name, ...]] = ("inn", "bik", "account", "amount")
LARGEST: Final = 20_000_000
"""Bytes of a file."""
TOO_LARGE: Final = "The invoice is larger than 20 MB: send its first pages, or a photo of its payment code."
HEIC: Final = b"ftyp"
"""Stands behind the first four bytes."""


def read(content: bytes, name: str | None = None, ours: Collection[str] = ()) -> Reading:
    """What an invoice says. `name` is what the sender calls the file, `ours` are numbers of our own company."""
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE, "invoice too large")
    if paper.is_pdf(content):
        return of_pdf(paper.look(content), ours)
    if paper.is_picture(content):
        return of_picture(paper.look(content))
    if payment_qr.is_meant(content):
        return merged("qr text", told_by(content))
    if not content:
        raise Refused("The file is empty: send the invoice as PDF, or a photo of its code.", "an invoice to read")
    hint = " Save the photo as JPEG." if content[4:8] == HEIC else ""
    called = f"{name[:80]!r}" if name else "This"
    raise Refused(
        f"{called} is no PDF, no PNG, JPEG, WebP, TIFF or BMP, and no text that begins with ST0001: send one.{hint}",
        "an invoice to read",
    )


def of_picture(sheets: list[paper.Sheet]) -> Reading:
    told, refused = of_codes(sheets)
    if told:
        return merged("qr picture", told)
    if refused:
        raise refused
    raise Refused(
        "There is no payment code in this picture: take it from nearer, straight and sharp.", "a payment code"
    )


def of_pdf(sheets: list[paper.Sheet], ours: Collection[str] = ()) -> Reading:
    """The code first, else the text; where they differ, somebody has to look."""
    told, refused = of_codes(sheets)
    text = invoice_text.told([sheet.text for sheet in sheets], ours)
    if told:
        return merged("pdf qr and text", [*told, *differences(told, text)], text)
    if refused:
        text.append(Doubt("account", f"The payment code was not used. {refused}"))
    if not any(isinstance(one, Suggested) for one in text):
        if refused:
            raise refused
        raise Refused(
            "Neither a payment code nor bank details are found in this PDF: type them, or ask for a PDF with text.",
            "an invoice to read",
        )
    return merged("pdf text", text)


def of_codes(sheets: list[paper.Sheet]) -> tuple[Told, Refused | None]:
    """The first code that one can pay by; what was wrong with another that wanted to be one."""
    meant = dict.fromkeys(code for sheet in sheets for code in sheet.codes if payment_qr.is_meant(code))
    pages = {code: n for n, sheet in reversed(list(enumerate(sheets, 1))) for code in sheet.codes}
    refused, good = None, []
    for code in meant:
        try:
            good.append(told_by(code, pages[code]))
        except Refused as refusal:
            refused = refusal
    if len(good) > 1:
        sentence = f"There are {len(good)} payment codes, and this is the first: make sure that it is meant."
        good[0].append(Doubt("account", sentence))
    return (good[0] if good else []), refused


def differences(code: Told, text: Told) -> Iterator[Doubt]:
    """Where the code says one thing and the text another."""
    said = {one.field: one.value for one in code if isinstance(one, Suggested)}
    written = {one.field: one.value for one in text if isinstance(one, Suggested)}
    for name in COMPARED:
        if name in said and said[name] != written.get(name, said[name]):
            sentence = (
                f"The code says {said[name]}, and the text of the invoice {written[name]}: find out which is right."
            )
            yield Doubt(name, sentence)
