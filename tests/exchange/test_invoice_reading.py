"""Whatever came of an invoice is read: its code as text, as a picture or in a PDF, else the text of the PDF (S1-37)."""

from __future__ import annotations

from io import BytesIO

import pytest
from invoices import PAYEE, invoice, photo
from PIL import Image

from crm_es.bank_details.payment_qr import write
from crm_es.exchange.invoice_reading import read
from crm_es.exchange.suggested import Reading
from crm_es.messages import Refused

SAID = {
    "Name": "ООО «Вектор»",
    "PersonalAcc": PAYEE["account"],
    "BankName": "АО «Северный банк»",
    "BIC": PAYEE["bik"],
    "CorrespAcc": PAYEE["correspondent"],
    "Sum": "27650050",
    "Purpose": "Оплата по счету № ЦБ-123 от 12.11.2026 — аренда",
    "PayeeINN": PAYEE["inn"],
}
CODE = write(SAID)
SCAN = Image.open(BytesIO(photo(b"https://example.org")))


def fields(reading: Reading) -> dict[str, tuple[str, float]]:
    return {one.field: (one.value, one.confidence) for one in reading.fields}


@pytest.mark.parametrize(
    ("content", "source", "page"), [(CODE, "qr text", None), (photo(CODE), "qr picture", 1)], ids=["text", "picture"]
)
def test_a_code_fills_the_form_and_is_sure(content: bytes, source: str, page: int | None) -> None:
    reading = read(content)
    assert reading.source == source
    assert fields(reading) == {
        "inn": (PAYEE["inn"], 1),
        "bik": (PAYEE["bik"], 1),
        "account": (PAYEE["account"], 1),
        "correspondent_account": (PAYEE["correspondent"], 1),
        "contractor_name": ("ООО «Вектор»", 1),
        "bank_name": ("АО «Северный банк»", 1),
        "amount": ("276500.50", 1),
        "currency": ("RUB", 1),
        "purpose": ("Оплата по счету № ЦБ-123 от 12.11.2026 - аренда", 1),
        "invoice_number": ("ЦБ-123", 0.7),
        "invoice_date": ("2026-11-12", 0.7),
    }
    assert {one.place.page for one in reading.fields} == {page}
    assert reading.doubts == ()


def test_the_code_in_a_pdf_comes_before_its_text_which_adds_what_the_code_lacks() -> None:
    reading = read(invoice("form", qr=CODE))
    assert reading.source == "pdf qr and text"
    told = fields(reading)
    assert (told["account"], told["kpp"]) == ((PAYEE["account"], 1), (PAYEE["kpp"], 0.97))
    assert told["invoice_number"] == ("ЦБ-123", 0.97)
    assert reading.doubts == ()


def test_where_code_and_text_differ_somebody_has_to_look() -> None:
    reading = read(invoice("form", qr=write(SAID | {"Sum": "27650051"})))
    assert fields(reading)["amount"] == ("276500.51", 1)
    (doubt,) = reading.doubts
    assert "276500.51" in doubt
    assert "276500.50" in doubt


def test_a_pdf_without_a_code_is_read_by_its_text() -> None:
    reading = read(invoice("letter"))
    assert (reading.source, reading.value("account")) == ("pdf text", PAYEE["account"])


def test_a_code_that_nobody_can_pay_by_is_passed_over_and_named() -> None:
    reading = read(invoice("form", qr=CODE.replace(b"BIC=0", b"BIC=9")))
    assert (reading.source, reading.value("bik")) == ("pdf text", PAYEE["bik"])
    assert reading.doubts[0].startswith("The payment code was not used. BIC must be 9 digits")


def test_numbers_of_a_code_that_do_not_add_up_are_doubted() -> None:
    reading = read(write(SAID | {"PayeeINN": "7707083894", "PersonalAcc": "40702810900000002852", "KPP": "ABC"}))
    told = fields(reading)
    assert {told[name][1] for name in ("inn", "account", "kpp")} == {0.4}
    assert len(reading.doubts) == 3


def test_what_a_code_leaves_open_is_left_open() -> None:
    told = fields(read(write(SAID | {"Sum": "0", "CorrespAcc": "0", "KPP": "0", "PayeeINN": ""})))
    assert not {"amount", "currency", "correspondent_account", "kpp", "inn"} & set(told)


def test_of_two_payment_codes_the_first_is_taken_with_a_doubt() -> None:
    sheet = Image.new("L", (1600, 800), 255)
    for n, code in enumerate((CODE, write(SAID | {"Sum": "100"}))):
        sheet.paste(Image.open(BytesIO(photo(code, 5))), (20 + 800 * n, 20))
    content = BytesIO()
    sheet.save(content, "PNG")
    assert read(content.getvalue()).doubts == (
        "There are 2 payment codes, and this is the first: make sure that it is meant.",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Hello", "'a.txt' is no PDF"),
        (b"\0\0\0\x18ftypheic", "JPEG"),
        (CODE.replace(b"ST00012", b"ST00092"), "unknown|only 1, 2 and 3|0009"),
        (photo(b"https://example.org"), "no payment code in this picture"),
        (photo(b"ST00012|Name=A"), "lacks PersonalAcc"),
        (b"%PDF-1.7", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(content, "a.txt")


def test_a_scan_without_text_and_code_says_what_to_do() -> None:
    content = BytesIO()
    SCAN.convert("RGB").save(content, "PDF")
    with pytest.raises(Refused, match="type them, or ask for a PDF with text"):
        read(content.getvalue())
