"""Whose time is submitted or approved? (X-34)"""

from __future__ import annotations

from datetime import date

from examples import ANN, HEAD, MONDAY, TUESDAY
from fold import fold
from fold import recorded as told
from work_facts import approved, reopened, returned, submitted

from crm_es.messages import Event
from crm_es.projections import work_periods


def period(*history: Event) -> work_periods.WorkPeriod:
    (row,) = fold(work_periods, *(told(event, TUESDAY if n else MONDAY) for n, event in enumerate(history))).values()
    assert isinstance(row, work_periods.WorkPeriod)
    return row


def test_a_period_tells_whose_it_is_and_who_decides() -> None:
    row = period(submitted)
    assert (row.person_id, row.supervisor_id, row.status, row.minutes) == (ANN, HEAD, "submitted", 60)
    assert (row.first_day, row.last_day, row.submitted_at) == (date(2026, 11, 23), date(2026, 11, 29), MONDAY)


def test_a_period_tells_how_it_was_decided_and_why() -> None:
    row = period(submitted, approved)
    assert (row.status, row.decided_by_id, row.decided_at) == ("approved", HEAD, TUESDAY)
    row = period(submitted, returned)
    assert (row.status, row.reason) == ("returned", "Friday is missing.")
    row = period(submitted, approved, reopened)
    assert (row.status, row.reason) == ("reopened", "A ticket was forgotten.")


def test_a_period_that_is_submitted_again_waits_anew() -> None:
    row = period(submitted, returned, submitted)
    assert (row.status, row.times, row.decided_at, row.reason) == ("submitted", 2, None, None)
