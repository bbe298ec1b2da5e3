"""Papers as people get them: read back from their pages (S3-07, X-23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from printed_papers import DETAILS, LINE, MILL, NOTE, SELLER, act, credit_note, invoice

from crm_es.bank_details.payment_qr import read
from crm_es.exchange import invoice_reading
from crm_es.printing.layout import Printed
from crm_es.printing.payment_code import payment_code
from crm_es.printing.pdf import printed


def pages(paper: Printed) -> list[str]:
    """The text of each page, one blank between words."""
    document = pypdfium2.PdfDocument(printed(paper))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def text(paper: Printed) -> str:
    (only,) = pages(paper)
    return only


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (120, 40), "#0a5").save(file, "PNG")
    return file.getvalue()


def test_an_invoice_says_who_pays_what_to_whom_and_by_when() -> None:
    said = text(invoice())
    for part in (
        "Счёт на оплату № 2026-00017 от 23 ноября 2026 г.",
        "БИК 044030827",
        "Сч. № 40702810900000002851",
        "ИНН 7707083893, КПП 770701001",
        "АО «Мельница № 1», ИНН 7827004526, КПП 782701001",
        "Договор № 5 от 01.02.2026",
        "1 Обслуживание станка № 1 2,5 ч 1 525,00 3 812,50",
        "В том числе НДС 22 %: 2 062,50",
        "Всего к оплате: 11 437,50 ₽",
        "Всего наименований 3, на сумму 11 437,50 ₽",
        "Одиннадцать тысяч четыреста тридцать семь рублей 50 копеек",
        "Оплатить не позднее 3 декабря 2026 г.",
        "Орлов В. А.",
        "Лисина Н. П.",
    ):
        assert part in said


def test_an_invoice_asks_for_what_credit_notes_left_of_it() -> None:
    corrected = invoice(corrections=(NOTE._replace(vat=Decimal("687.50")),))
    said = text(corrected)
    for part in (
        "Корректировка № К-1 от 05.12.2026: −3 812,50 Всего к оплате: 7 625,00 ₽",
        "Семь тысяч шестьсот двадцать пять рублей 00 копеек",
    ):
        assert part in said
    told = read(payment_code(corrected) or b"")
    assert told["Sum"] == "762500"
    assert told["Purpose"].endswith("В т.ч. НДС (22%) 1375.00")


def test_the_payment_code_is_read_from_the_page() -> None:
    page = pypdfium2.PdfDocument(printed(invoice()))[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    assert code.bytes == payment_code(invoice())
    assert read(code.bytes)["Sum"] == "1143750"


def test_our_own_reader_of_invoices_understands_it() -> None:
    found = invoice_reading.read(printed(invoice()))
    assert "2026-00017" in str(found)
    assert "11437.50" in str(found)


def test_an_invoice_in_another_currency_names_no_rouble_account() -> None:
    said = text(invoice(currency="EUR"))
    assert "БИК" not in said
    assert DETAILS.account not in said
    assert "Реквизиты для оплаты в валюте счёта (EUR) сообщаются отдельно." in said
    euros = replace(SELLER, details=DETAILS.model_copy(update={"account": "40702978900000002851"}))
    said = text(invoice(currency="EUR", seller=euros))
    assert "40702978900000002851" in said
    assert "сообщаются отдельно" not in said
    assert "Оплата по QR-коду" not in said


def test_an_act_has_both_hands_the_days_and_the_words() -> None:
    said = text(act())
    for part in (
        "Акт № А-5 от 30 ноября 2026 г. о выполненных работах, оказанных услугах",
        "с 1 ноября 2026 г. по 30 ноября 2026 г.",
        "Счёт: № 2026-00017",
        "В том числе НДС 22 %: 1 375,00",
        "Семь тысяч шестьсот двадцать пять рублей 00 копеек",
        "ИСПОЛНИТЕЛЬ ЗАКАЗЧИК",
        "Генеральный директор Орлов В. А.",
        "должность подпись расшифровка должность подпись расшифровка",
        "М. П.",
    ):
        assert part in said
    assert "БИК" not in said


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"accepted_on": date(2026, 12, 1), "accepted_by": "Вера"}, "Принят заказчиком 01.12.2026: Вера"),
        ({"accepted_on": date(2026, 12, 1), "by_silence": True}, "Считается принятым с 01.12.2026"),
        ({"cancelled": True}, "АННУЛИРОВАН"),
        ({"silent_until": date(2026, 12, 7)}, "Если до 07.12.2026 включительно возражений не поступит"),
        (
            {"corrections": (NOTE,)},
            "Корректировка № К-1 от 05.12.2026: −3 812,50 Итого с учётом корректировок: 3 812,50 ₽",
        ),
        ({"first": date(2026, 11, 3), "last": date(2026, 11, 3)}, "Период: 3 ноября 2026 г."),
        ({"lines": (replace(LINE, vat_rate=None, vat=Decimal(0)),), "vat": None}, "Без НДС: —"),
    ],
)
def test_an_act_says_what_became_of_it(changes: dict[str, Any], part: str) -> None:
    assert part in text(act(**changes))


def test_a_credit_note_says_what_was_and_what_is_left() -> None:
    said = text(credit_note())
    for part in (
        "Корректировочный акт (кредит-нота) № К-1 от 5 декабря 2026 г. к акту № А-5 от 30 ноября 2026 г.",
        "Два часа не подтверждены",
        "Стоимость до корректировки: 7 625,00",
        "Уменьшение стоимости: 3 812,50",
        "Стоимость после корректировки: 3 812,50 ₽",
    ):
        assert part in said


def test_papers_speak_english_too() -> None:
    said = text(invoice(language="en"))
    for part in ("Invoice No. 2026-00017 of 23 November 2026", "2.5 h 1,525.00", "To be paid: 11,437.50 ₽", "kopecks"):
        assert part in said
    assert "Credit note No. К-1" in text(credit_note(language="en"))
    assert "Act of work done No. А-5" in text(act(language="en"))


def test_a_long_table_goes_on_with_its_head_and_every_page_has_its_number() -> None:
    first, *_, last = found = pages(invoice(120))
    assert len(found) > 2
    for n, page in enumerate(found, 1):
        assert f"стр. {n} из {len(found)}" in page
    assert all("Товары (работы, услуги)" in page for page in found)
    assert ("БИК" in first, "Орлов В. А." in last) == (True, True)
    assert "стр." not in text(invoice())


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x") *bold* $x$ @ref <label> `code` // not a comment',
        "Общество с ограниченной ответственностью «" + "Очень длинное название " * 12 + "»",
        "Слитно" * 60,
        "Кафе «Ёж», ₽ № ½ é ß",
    ],
)
def test_no_name_is_taken_for_markup_or_breaks_the_page(name: str) -> None:
    said = text(invoice(1, buyer=replace(MILL, name=name), lines=(replace(LINE, what=name),)))
    assert "".join(name.split())[:40] in "".join(said.replace("\u200b", "").replace("\ufffe", "").split())


def test_the_same_paper_makes_the_same_bytes() -> None:
    assert printed(act()) == printed(act())


def test_our_own_type_is_used_and_no_other() -> None:
    assert b"NotoSans" in printed(invoice())
    assert b"Libertinus" not in printed(invoice())


def test_a_logo_is_printed_and_what_is_no_picture_is_left_out() -> None:
    with_logo = printed(invoice(seller=replace(SELLER, logo=picture())))
    assert len(with_logo) > len(printed(invoice()))
    assert "Северные системы" in text(invoice(seller=replace(SELLER, logo=b"no picture")))


def test_an_invoice_without_an_account_has_no_block_of_a_bank() -> None:
    assert "БИК" not in text(invoice(seller=replace(SELLER, details=None)))


def test_nothing_is_said_of_tax_where_nothing_is_known() -> None:
    said = text(invoice(1, lines=(replace(LINE, vat_rate=None),), vat=None, vat_known=False))
    assert "НДС" not in said
