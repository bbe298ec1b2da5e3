"""The process that looks at one file: it reads it from standard input and tells on standard output what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL.Image import Image

from crm_es.bank_details import payment_qr
from crm_es.exchange import bounded, pdf_pages, pictures
from crm_es.exchange.paper import Paper, Sheet, is_pdf
from crm_es.messages import Refused


def seen(content: bytes) -> Paper:
    """What the file shows."""
    try:
        return Paper(sheets=list(pages(content) if is_pdf(content) else scans(content)))
    except Refused as refusal:
        return Paper(refusal=(str(refusal), refusal.rule))


def pages(content: bytes) -> Iterator[Sheet]:
    """Text of all pages, and the codes up to the first that one can pay by."""
    found = pdf_pages.opened(content)
    drawn = scanned(map(pdf_pages.picture, found))
    for page in found:
        yield Sheet(text=pdf_pages.text(page), codes=next(drawn, []))


def scans(content: bytes) -> Iterator[Sheet]:
    for codes in scanned(pictures.frames(content)):
        yield Sheet(codes=codes)


def scanned(found: Iterable[Image]) -> Iterator[list[bytes]]:
    for picture in found:
        codes = pictures.codes(picture)
        yield codes
        if any(map(payment_qr.is_meant, codes)):
            return


if __name__ == "__main__":
    bounded.answer(lambda content: seen(content).model_dump_json().encode())
