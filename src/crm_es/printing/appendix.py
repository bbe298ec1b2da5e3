"""The hours behind an act, as a spreadsheet that adds up to it (S3-07)."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from crm_es.printing.said import plain, spoken
from crm_es.printing.shapes import PrintedAct, PrintedWork

WIDTHS: Final = (12, 26, 44, 20, 10, 14, 16)
AMOUNTS: Final = "#,##0.00"


def appendix(act: PrintedAct) -> bytes:
    """One line for each piece of work. No text is taken for a formula or a link; the same act makes the same bytes."""
    words, file = spoken(act.language), BytesIO()
    with Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(act.dated, time())})
        sheet = book.add_worksheet(words["sheet"])
        bold, head, day, number, total = (
            book.add_format(look)
            for look in (
                {"bold": True, "font_size": 13},
                {"bold": True, "bottom": 1, "bg_color": "#F0F0F0"},
                {"num_format": "dd.mm.yyyy", "align": "left"},
                {"num_format": AMOUNTS},
                {"num_format": AMOUNTS, "bold": True, "top": 1},
            )
        )
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, words["act"].format(number=plain(act.number), dated=f"{act.dated:%d.%m.%Y}"), bold)
        sheet.write_string(1, 0, plain(act.buyer.name))
        for place, name in enumerate(words["columns"]):
            sheet.write_string(3, place, f"{name}, {act.currency}" if place in (5, 6) else name, head)
        sheet.freeze_panes(4, 0)
        row = 4
        for work in act.works:
            sheet.write_datetime(row, 0, datetime.combine(work.day, time()), day)
            written(sheet, row, work, number)
            row += 1
        sheet.write_string(row, 0, words["total"], total)
        for place in range(1, len(WIDTHS)):
            sheet.write_blank(row, place, None, total)
        sheet.write_number(row, 4, sum((work.quantity for work in act.works), Decimal(0)), total)
        sheet.write_number(row, 6, sum((work.amount for work in act.works), Decimal(0)), total)
        if act.works:
            sheet.autofilter(3, 0, row - 1, len(WIDTHS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return file.getvalue()


def written(sheet: Any, row: int, work: PrintedWork, number: Any) -> None:
    for place, text in enumerate((work.person, work.subject, work.kind), 1):
        sheet.write_string(row, place, plain(text))
    for place, value in enumerate((work.quantity, work.rate, work.amount), 4):
        sheet.write_number(row, place, value, number)
