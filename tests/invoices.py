"""Invoices as suppliers send them, in several layouts."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any, Final

import segno
import typst

PAYEE: Final = {
    "name": "ООО «Вектор»",
    "inn": "7707083893",
    "kpp": "773601001",
    "bik": "044030827",
    "account": "40702810900000002851",
    "correspondent": "30101810200000000827",
    "bank": "АО «Северный банк» г. Санкт-Петербург",
}
BUYER: Final = {
    "name": "ООО «Мельница»",
    "inn": "7827004526",
    "kpp": "782701001",
    "bik": "049805746",
    "account": "40602810700000000025",
    "correspondent": "30101810800000000746",
    "bank": "ПАО «Южный банк»",
}
INVOICE: Final[dict[str, Any]] = {
    "payee": PAYEE,
    "buyer": BUYER,
    "number": "ЦБ-123",
    "day": "12 ноября 2026 г.",
    "net": "230 417,08",
    "tax": "46 083,42",
    "total": "276 500,50",
    "qr": None,
}
BEGIN: Final = """
#set document(date: datetime(year: 2026, month: 11, day: 12))
#set page(paper: "a4", margin: 1.5cm)
#set text(size: 9pt, lang: "ru")
#let d = json(bytes(sys.inputs.data))
#let p = d.payee
#let b = d.buyer
#let code = if d.qr != none { image(bytes(d.qr), format: "svg", width: 4cm) }
"""
FORM: Final = """
#table(columns: (1fr, 1fr, auto, 6cm), inset: 3pt,
  table.cell(colspan: 2, rowspan: 2)[#p.bank \\ \\ #text(size: 7pt)[Банк получателя]], [БИК], [#p.bik],
  [Сч. №], [#p.correspondent],
  [ИНН #p.inn], [КПП #p.kpp], table.cell(rowspan: 2)[Сч. №], table.cell(rowspan: 2)[#p.account],
  table.cell(colspan: 2)[#p.name \\ \\ #text(size: 7pt)[Получатель]],
)
= Счет на оплату № #d.number от #d.day
#table(columns: (3cm, 1fr), stroke: none,
  [Поставщик\\ (Исполнитель):], [*#p.name, ИНН #p.inn, КПП #p.kpp, 119019, Москва г, тел.: +7 (495) 123-45-67*],
  [Покупатель\\ (Заказчик):], [*#b.name, ИНН #b.inn, КПП #b.kpp, 190000, Санкт-Петербург г*],
  [Основание:], [Договор № 55 от 01.02.2026])
#table(columns: (auto, 1fr, auto, auto, auto, auto),
  [№], [Товары (работы, услуги)], [Кол-во], [Ед.], [Цена], [Сумма],
  [1], [Мука пшеничная], [10], [т], [27 500,00], [275 000,00], [2], [Доставка], [1], [шт], [1 500,50], [1 500,50])
#align(right, table(columns: 2, stroke: none, align: right,
  [*Итого:*], [*#d.total*], [*В том числе НДС 20%:*], [*#d.tax*], [*Всего к оплате:*], [*#d.total*]))
Всего наименований 2, на сумму #d.total руб. \\
*Двести семьдесят шесть тысяч пятьсот рублей 50 копеек*
#code
"""
COLUMNS: Final = """
#align(center)[= СЧЁТ № #d.number]
#align(center)[от #d.day]
#table(columns: (1fr, 1fr), stroke: none,
  [*Заказчик*], [*Исполнитель*], [#b.name], [#p.name], [ИНН #b.inn], [ИНН #p.inn], [КПП #b.kpp], [КПП #p.kpp],
  [Р/с #b.account], [Р/с #p.account], [в #b.bank], [в #p.bank], [К/с #b.correspondent], [К/с #p.correspondent],
  [БИК #b.bik], [БИК #p.bik])
#table(columns: (1fr, auto, auto, auto), [Наименование], [Без НДС], [НДС], [Сумма],
  [Услуги по перевозке], [#d.net], [#d.tax], [#d.total], [Итого], [#d.net], [#d.tax], [#d.total])
Итого к оплате: #d.total руб., в т. ч. НДС 20% #d.tax руб.
#code
"""
LETTER: Final = """
#p.name \\ ИНН/КПП: #p.inn/#p.kpp, ОГРН 1027700132195 \\
Расчётный счёт: 40702 810 9 0000 0002851 в #p.bank \\ Корр. счёт: #p.correspondent, БИК: #p.bik \\
Тел. 8 (495) 123-45-67, 4951234567

= Счет-договор №#d.number от «12» ноября 2026 года
Плательщик: #b.name, ИНН #b.inn, КПП #b.kpp, р/с #b.account, БИК #b.bik

За аренду помещения по договору № 8/2025 от 10.01.2025, лицевой счет № 12345. \\
Сумма без НДС: #d.net \\ НДС 20%: #d.tax \\ Сумма к оплате: 276500 руб. 50 коп. \\
Получатель платежа: #p.name
#code
"""
BELOW: Final = """
Покупатель: #b.name \\ ИНН #b.inn КПП #b.kpp
= СЧЕТ № #d.number
Дата счета: 12.11.2026
#pagebreak()
ИТОГО: #d.total \\ НДС не облагается. \\
*Реквизиты для оплаты* \\ Наименование: #p.name \\
#table(columns: 5, [ИНН], [КПП], [БИК], [Р/с], [К/с],
  [#p.inn], [#p.kpp], [#p.bik], [#text(size: 7pt)[#p.account]], [#text(size: 7pt)[#p.correspondent]])
Банк: #p.bank
#code
"""
LAYOUTS: Final = {"form": FORM, "columns": COLUMNS, "letter": LETTER, "below": BELOW}


def invoice(layout: str, *, qr: bytes | None = None, **changes: Any) -> bytes:
    """As a PDF; with a QR code that says these bytes."""
    said = INVOICE | changes | {"qr": svg(qr) if qr else None}
    made = typst.Compiler((BEGIN + LAYOUTS[layout]).encode()).compile(sys_inputs={"data": json.dumps(said)})
    assert isinstance(made, bytes)
    return made


def svg(payload: bytes) -> str:
    drawn = BytesIO()
    segno.make(payload, error="m", boost_error=False).save(drawn, kind="svg", scale=4, border=4)
    return drawn.getvalue().decode()


def photo(payload: bytes, scale: int = 6) -> bytes:
    """A code alone, as PNG."""
    drawn = BytesIO()
    segno.make(payload, error="m", boost_error=False).save(drawn, kind="png", scale=scale, border=4)
    return drawn.getvalue()
