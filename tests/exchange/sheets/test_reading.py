"""Sheets are read as people have them, whatever program wrote them (S0-47)."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from crm_es.exchange.sheets.reading import LARGEST, MOST_ROWS, Row, read
from crm_es.messages import Refused

ROWS = (Row(2, ("ООО Ромашка", "7701234567")), Row(3, ("Rye & Co", "")))


def book(*rows: tuple[object, ...], at: int = 0) -> bytes:
    file = BytesIO()
    with Workbook(file, {"default_date_format": "dd.mm.yyyy"}) as made:
        sheet = made.add_worksheet()
        for n, row in enumerate(rows, at):
            sheet.write_row(n, 0, row)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_is_read_in_any_delimiter_and_letters(delimiter: str, codec: str) -> None:
    lines = [["Клиент", "ИНН"], ["ООО Ромашка", "7701234567"], ["Rye & Co"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(codec)
    sheet = read(data)
    assert sheet.columns == ("Клиент", "ИНН")
    assert sheet.rows == ROWS


def test_a_workbook_is_read_by_its_first_sheet() -> None:
    sheet = read(book(("Клиент", "ИНН"), ("ООО Ромашка", 7701234567), ("Rye & Co",)))
    assert (sheet.columns, sheet.rows) == (("Клиент", "ИНН"), ROWS)


def test_days_times_and_numbers_of_a_workbook_are_written_as_people_read_them() -> None:
    (row,) = read(
        book(
            ("day", "time", "sum", "yes"), (date(2026, 12, 31), datetime.fromisoformat("2026-12-31 15:00"), 12.5, True)
        )
    ).rows
    assert row.cells == ("2026-12-31", "2026-12-31 15:00", "12.5", "yes")


def test_rows_are_called_as_the_program_shows_them() -> None:
    assert [row.line for row in read(b"a;b\n\n1;2\n;\n3;4\n").rows] == [3, 5]
    assert [row.line for row in read(book(("a",), ("b",), at=4)).rows] == [6]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"only a heading",
        b"\x00\x01\x02;\n\x00",
        b"PK\x03\x04 torn",
        b"\xd0\xcf\x11\xe0 torn",
        b"\x98\x98;a\nb;c",
        b'a;b\n"' + b"x" * 200_000 + b'";1',
        b"a;b\n" + b"1;2\n" * (MOST_ROWS + 1),
        b"a;" * 101 + b"\n" + b"b;" * 101,
        b"a" * (LARGEST + 1),
    ],
    ids=range(10),
)
def test_what_is_no_list_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        read(data)


def test_a_workbook_that_unpacks_to_a_flood_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(Refused, match="unpacks"):
        read(file.getvalue())


@pytest.mark.parametrize("last", ["XFD1048576", "CV1048576"])
def test_a_tiny_file_that_claims_a_billion_cells_is_refused(last: str) -> None:
    file = BytesIO()
    with Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write("A1", "name")
        sheet.write(last, "x")
    with pytest.raises(Refused, match="cannot be read"):
        read(file.getvalue())


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_whatever_comes_is_a_sheet_or_a_sentence(data: bytes) -> None:
    try:
        sheet = read(data)
    except Refused:
        return
    assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)
