"""How invoices are numbered (X-23)."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from crm_es.playbook import Series

NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("pattern", "written", "period"),
    [
        ("{number}", "17", "all"),
        ("{year}-{number:05}", "2027-00017", "2027"),
        ("СЧ {number:09}/{year}", "СЧ 000000017/2027", "2027"),
        ("year {number}", "year 17", "all"),
    ],
)
def test_numbers_are_written_by_the_pattern_and_counted_by_the_year_where_it_is_written(
    pattern: str, written: str, period: str
) -> None:
    series = Series(pattern=pattern)
    assert (series.written(17, NEW_YEAR), series.period(NEW_YEAR)) == (written, period)


@pytest.mark.parametrize(
    "pattern",
    [
        "2027",
        "{year}",
        "{number}{number}",
        "{number:999999999999}",
        "{number:010}",
        "{number:>5}",
        "{number:05d}",
        "{number!r}",
        "{number.real}",
        "{year:.0s}{number}",
        "{year:>999999999}{number}",
        "{{year}}{number}",
        "{{number}}",
        "{number",
        "number}{number}",
        "{}",
        "{month}{number}",
    ],
)
def test_a_pattern_that_makes_no_numbers_or_endless_ones_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError, match=r"makes no numbers|no pattern of numbers"):
        Series(pattern=pattern)
