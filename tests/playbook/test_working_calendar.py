"""The working calendar: which days count, and when they end (X-10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError

from crm_es.playbook import AfterEntry, AfterEvent, BeforeDate, Calendar, Deadline, FixedDate, due

RUSSIA = Calendar(country="RU", time_zone="Europe/Moscow")
BERLIN = Calendar(country="DE", time_zone="Europe/Berlin")
NEW_YORK = Calendar(country="US", time_zone="America/New_York", weekend=("friday", "saturday"))
calendars = st.sampled_from([Calendar(), RUSSIA, BERLIN, NEW_YORK])
hours = st.times(timezones=st.just(UTC))
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
times = st.builds(datetime.combine, days, hours)
counts = st.integers(0, 40)


# ── Which days count ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "day", [date(2026, 1, 5), date(2026, 2, 23), date(2026, 3, 9), date(2026, 5, 1), date(2026, 6, 12)]
)
def test_russian_holidays_are_free(day: date) -> None:
    """With those that were moved: 8 March 2026 is a Sunday, and Monday is free for it."""
    assert not RUSSIA.is_working(day)
    assert Calendar().is_working(day)


def test_a_company_has_days_off_and_working_days_of_its_own() -> None:
    own = Calendar(country="RU", holidays=(date(2026, 11, 24),), working_days=(date(2026, 11, 28), date(2026, 5, 1)))
    assert not own.is_working(date(2026, 11, 24))
    assert own.is_working(date(2026, 11, 28))
    assert own.is_working(date(2026, 5, 1))


def test_working_days_are_counted_both_ways() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert RUSSIA.after(friday, 1) == monday
    assert RUSSIA.after(monday, -1) == friday
    assert RUSSIA.working_between(friday, date(2026, 11, 25)) == 3


def test_days_are_those_of_the_company() -> None:
    late = datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert (Calendar().day(late), RUSSIA.day(late)) == (date(2026, 11, 23), date(2026, 11, 24))
    assert RUSSIA.end_of(date(2026, 11, 24)) == datetime(2026, 11, 24, 20, 59, 59, tzinfo=UTC)


def test_the_day_ends_an_hour_earlier_in_utc_while_it_is_summer_there() -> None:
    summer, winter = (BERLIN.end_of(date(2026, 10, day)) for day in (24, 25))
    assert (summer.hour, winter.hour) == (21, 22)
    assert winter - summer == timedelta(hours=25)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"country": "XX"}, "The holidays of 'XX' are not known"),
        ({"time_zone": "Moscow"}, "There is no time zone 'Moscow'"),
        ({"time_zone": "../etc/passwd"}, "There is no time zone"),
        ({"weekend": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]}, "leave one"),
        ({"opens": time(18), "closes": time(9)}, "ends before it begins"),
        ({"opens": "08:30Z"}, "without a time zone"),
    ],
)
def test_an_impossible_calendar_is_refused_in_words(facts: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence.replace("?", r"\?")):
        Calendar.model_validate(facts)


# ── Deadlines ───────────────────────────────────────────────────────────────


def working(count: int) -> list[Deadline]:
    """Every rule that counts working days."""
    return [
        AfterEntry(days=count, working=True),
        BeforeDate(days=count, date="shipment", working=True),
        AfterEvent(event="sent", days=count, at_latest=99, working=True),
        AfterEvent(event="never", at_latest=count, working=True),
    ]


@settings(max_examples=60)
@for_all(calendars, times, days, counts)
def test_a_deadline_in_working_days_ends_with_a_working_day(
    calendar: Calendar, at: datetime, shipment: date, count: int
) -> None:
    for rule in working(count):
        until = due(rule, at, {"shipment": shipment}, {"sent": at}, calendar)
        assert until is not None
        day = calendar.day(until)
        assert calendar.is_working(day)
        assert until == calendar.end_of(day)
        assert calendar.day(until + timedelta(seconds=1)) == day + timedelta(1)


@settings(max_examples=60)
@for_all(calendars, times, counts.filter(bool))
def test_so_many_working_days_lie_between_the_entry_and_the_deadline(
    calendar: Calendar, at: datetime, count: int
) -> None:
    until = due(AfterEntry(days=count, working=True), at, {}, {}, calendar)
    assert until is not None
    assert calendar.working_between(calendar.day(at), calendar.day(until)) == count


@settings(max_examples=60)
@for_all(calendars, days, counts)
def test_fixed_dates_and_days_before_a_date_end_with_their_day(calendar: Calendar, day: date, count: int) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    fixed = due(FixedDate(day=day), noon, {}, {}, calendar)
    before = due(BeforeDate(days=count, date="shipment"), noon, {"shipment": day}, {}, calendar)
    assert fixed is not None
    assert before is not None
    assert calendar.day(fixed) == day
    assert calendar.day(before) == day - timedelta(count)
