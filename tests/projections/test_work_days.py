"""How long did somebody work on each day? (S3-21)"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from examples import ANN, BOB, MONDAY
from fold import fold
from fold import recorded as told
from work_facts import HOUR, TICKET, WORK, corrected, recorded, removed, work

from crm_es.ids import derived, work_log_of
from crm_es.projections import work_days
from crm_es.work import DayShare

NIGHT = (DayShare(day=date(2026, 11, 23), minutes=20), DayShare(day=date(2026, 11, 24), minutes=40))


def minutes(rows: dict[UUID | str, work_days.WorkDay]) -> dict[date, int]:
    return {row.day: row.minutes for row in rows.values()}


def test_an_entry_over_midnight_counts_on_both_days() -> None:
    rows = fold(work_days, told(recorded(days=NIGHT, ticket_id=TICKET)))
    assert minutes(rows) == {date(2026, 11, 23): 20, date(2026, 11, 24): 40}
    row = rows[derived(work_log_of(ANN), WORK, date(2026, 11, 24))]
    assert (row.work_id, row.ticket_id, row.kind) == (WORK, TICKET, "service")


def test_a_correction_takes_it_from_the_day_where_it_is_no_more() -> None:
    shorter = corrected.model_copy(update={"was": work(days=NIGHT), "work": work(MONDAY, MONDAY + HOUR / 2)})
    assert minutes(fold(work_days, told(recorded(days=NIGHT)), told(shorter))) == {date(2026, 11, 23): 30}


def test_removed_work_counts_on_no_day() -> None:
    gone = removed.model_copy(update={"work": work(days=NIGHT)})
    assert fold(work_days, told(recorded(days=NIGHT)), told(gone)) == {}


def test_two_people_may_give_their_entries_the_same_id() -> None:
    bobs = recorded().model_copy(update={"work_log_id": work_log_of(BOB), "person_id": BOB})
    rows = fold(work_days, told(recorded()), told(bobs))
    assert {(row.person_id, row.minutes) for row in rows.values()} == {(ANN, 60), (BOB, 60)}
    left = fold(work_days, told(recorded()), told(bobs), told(removed))
    assert [row.person_id for row in left.values()] == [BOB]
