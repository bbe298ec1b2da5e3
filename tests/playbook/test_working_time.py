"""What is promised in working hours stands still at night, at weekends and on holidays, and nothing of it is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from crm_es.playbook import Calendar
from crm_es.playbook.working_time import after, between, hours, put_off

MOSCOW = Calendar(country="RU", time_zone="Europe/Moscow")
"""Nine to six, three hours ahead of UTC."""
BERLIN = Calendar(time_zone="Europe/Berlin", opens=time(1, 30), closes=time(4), weekend=("monday",))
"""It works through the hour that is there twice, and through the one that is not there."""
CALENDARS = (Calendar(), MOSCOW, BERLIN, Calendar(time_zone="Pacific/Auckland", opens=time(0), closes=time(23, 59)))
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(day: int, hour: float, month: int = 11) -> datetime:
    """In Moscow's time."""
    return datetime(2026, month, day, tzinfo=UTC) + timedelta(hours=hour - 3)


@pytest.mark.parametrize(
    ("since", "count", "until"),
    [
        (at(23, 9), 2, at(23, 11)),
        (at(23, 17), 1, at(23, 18)),
        (at(23, 17), 2, at(24, 10)),
        (at(20, 17), 2, at(23, 10)),
        (at(21, 3), 1, at(23, 10)),
        (at(23, 7), 1, at(23, 10)),
        (at(23, 22), "0.5", at(24, 9.5)),
        (at(3, 17), 2, at(5, 10)),
        (at(23, 9), 45, at(27, 18)),
    ],
    ids=["morning", "to the end", "overnight", "weekend", "on saturday", "early", "late", "holiday", "a week"],
)
def test_working_hours_end_while_people_work(since: datetime, count: str, until: datetime) -> None:
    assert after(since, hours(Decimal(count)), MOSCOW) == until


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [(at(23, 9), at(23, 18), 9), (at(20, 12), at(23, 12), 9), (at(21, 9), at(22, 18), 0), (at(23, 12), at(23, 9), 0)],
)
def test_time_between_counts_while_people_work(since: datetime, until: datetime, count: int) -> None:
    assert between(since, until, MOSCOW) == timedelta(hours=count)


def test_working_days_that_look_free_count() -> None:
    saturday = Calendar(working_days=(date(2026, 11, 21),))
    assert after(datetime(2026, 11, 20, 17, tzinfo=UTC), hours(Decimal(2)), saturday) == datetime(
        2026, 11, 21, 10, tzinfo=UTC
    )


def test_what_was_over_stays_over() -> None:
    due = FRIDAY - timedelta(hours=1)
    assert put_off(due, FRIDAY, FRIDAY + timedelta(5), MOSCOW) == due
    assert after(FRIDAY, timedelta(0), MOSCOW) == FRIDAY


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes with it
works = st.integers(1, 60 * 60 * 200).map(lambda seconds: timedelta(seconds=seconds))
calendars = st.sampled_from(CALENDARS)
LESS = settings(max_examples=200, deadline=None)


@LESS
@for_all(moments, works, calendars)
def test_as_much_working_time_goes_by_as_was_promised(since: datetime, work: timedelta, calendar: Calendar) -> None:
    due = after(since, work, calendar)
    assert between(since, due, calendar) == work
    assert between(since, due - timedelta(microseconds=1), calendar) < work


@LESS
@for_all(moments, works, works, calendars)
def test_promises_add_up(since: datetime, one: timedelta, other: timedelta, calendar: Calendar) -> None:
    assert after(after(since, one, calendar), other, calendar) == after(since, one + other, calendar)


@LESS
@for_all(st.tuples(moments, moments, moments).map(sorted), calendars)
def test_time_adds_up_over_any_moment_between(three: list[datetime], calendar: Calendar) -> None:
    first, middle, last = three
    whole = between(first, last, calendar)
    assert between(first, middle, calendar) + between(middle, last, calendar) == whole


@LESS
@for_all(st.tuples(moments, moments).map(sorted), works, calendars)
def test_after_a_pause_as_much_is_left_as_was(pause: list[datetime], left: timedelta, calendar: Calendar) -> None:
    since, until = pause
    due = after(since, left, calendar)
    later = put_off(due, since, until, calendar)
    assert between(until, later, calendar) == left
    assert between(due, later, calendar) == between(since, until, calendar)
