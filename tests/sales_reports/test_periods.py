"""Months are those of the company, and none is cut in two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs

import pytest

from crm_es.messages import Refused
from crm_es.playbook import Calendar
from crm_es.sales_reports.periods import EARLIEST, LAST, LATEST, LONGEST, back, days, months

MOSCOW = Calendar(country="RU", time_zone="Europe/Moscow")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_year_of_months_until_now_is_shown_where_nothing_is_asked_for() -> None:
    found = months(MOSCOW, NOW, None, None)
    assert [len(found), found[0].first, found[-1].first] == [LAST + 1, date(2025, 12, 1), date(2026, 11, 1)]
    assert found[-1].until == NOW


def test_one_month_ends_where_the_next_begins_at_midnight_there() -> None:
    found = months(MOSCOW, NOW, date(2026, 1, 17), date(2026, 4, 2))
    assert [month.first.month for month in found] == [1, 2, 3, 4]
    assert all(one.until == other.since for one, other in pairwise(found))
    assert found[0].since == datetime(2025, 12, 31, 21, tzinfo=UTC)


def test_months_to_come_are_not_shown() -> None:
    assert months(MOSCOW, NOW, date(2026, 11, 1), date(2027, 5, 1))[-1].first == date(2026, 11, 1)
    with pytest.raises(Refused, match="before it begins"):
        months(MOSCOW, NOW, date(2027, 1, 1), None)


def test_nobody_asks_for_more_months_than_anybody_reads() -> None:
    assert len(months(MOSCOW, NOW, back(date(2026, 11, 1), LONGEST - 1), None)) == LONGEST
    with pytest.raises(Refused, match=str(LONGEST)):
        months(MOSCOW, NOW, date(1, 1, 1), None)


def test_days_are_a_year_where_nothing_is_asked_for() -> None:
    assert days(MOSCOW, NOW, None, None)[:2] == (date(2025, 11, 23), date(2026, 11, 23))
    assert days(MOSCOW, NOW, date(2026, 11, 1), date(2026, 11, 2)).until == datetime(2026, 11, 2, 21, tzinfo=UTC)
    with pytest.raises(Refused, match="before it begins"):
        days(MOSCOW, NOW, date(2026, 3, 1), date(2026, 2, 1))


@pytest.mark.parametrize("until", [date(1, 1, 1), date(1, 6, 1), date(9999, 12, 31)])
def test_days_at_the_end_of_time_are_no_bugs(until: date) -> None:
    assert days(MOSCOW, NOW, None, until).last in (EARLIEST, LATEST)
    assert months(MOSCOW, NOW, None, until)


def test_a_list_is_asked_for_what_falls_into_the_time() -> None:
    day = days(MOSCOW, NOW, date(2026, 11, 1), date(2026, 11, 1))
    asked = parse_qs(day.query("until", reason="defect", sector=None))
    assert asked == {
        "until_from": ["2026-10-31T21:00:00+00:00"],
        "until_to": [(day.until - timedelta(microseconds=1)).isoformat()],
        "reason": ["defect"],
    }
