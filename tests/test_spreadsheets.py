"""Tables for spreadsheets keep what they are given, and run nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from crm_es import spreadsheets
from crm_es.messages import Refused
from crm_es.spreadsheets import csv_parts, write_xlsx


def sheet(*values: Any) -> list[Any]:
    """The cells that these values become, one below the other."""
    file = BytesIO()
    write_xlsx(file, "A list: [all]", ["the_value"], [{"the_value": value} for value in values])
    heading, *rows = CalamineWorkbook.from_filelike(BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert heading == ["The value"]
    return [cell for (cell,) in rows]


def test_values_are_of_their_own_kind() -> None:
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert sheet(Decimal("1250.50"), 7, 0.1, True, date(2026, 11, 23), at, UUID(int=1)) == [
        1250.5,
        7,
        0.1,
        True,
        date(2026, 11, 23),
        datetime(2026, 11, 23, 9, 30),  # noqa: DTZ001 - spreadsheets know no zones
        str(UUID(int=1)),
    ]


def test_nothing_is_taken_for_a_formula_or_a_link() -> None:
    texts = ["=1+2", "+7 495 000", "@cmd", "https://bags.example", "00123", "0x1F"]
    assert sheet(*texts) == texts


def test_what_a_spreadsheet_would_round_or_does_not_know_is_text() -> None:
    assert sheet(Decimal("1234567890123456.78"), 12345678901234567, Decimal("NaN"), date(1850, 1, 1)) == [
        "1234567890123456.78",
        "12345678901234567",
        "NaN",
        "1850-01-01",
    ]


def test_what_is_nested_is_text_and_what_is_too_long_is_cut() -> None:
    assert sheet(["a", 1], {"b": "ё"}, ({"c": 1},), "x" * 40_000)[:3] == ["a, 1", '{"b": "ё"}', '[{"c": 1}]']
    assert len(sheet("x" * 40_000)[0]) == 32_767


def test_more_than_a_sheet_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST", 2)
    with pytest.raises(Refused, match="narrow the list, or take CSV"):
        sheet(1, 2, 3)


def test_csv_comes_part_by_part_under_one_heading() -> None:
    parts = list(csv_parts(["a", "b"], [[{"a": 1, "b": "x,y"}], [{"a": None, "b": "=1"}]]))
    assert parts == ["a,b\r\n", '1,"x,y"\r\n', ",'=1\r\n"]
