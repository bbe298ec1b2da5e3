"""What a work log promises: timers, entries, and who may change them (S3-01, S3-04, X-34)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from examples import ANN, CLIENT, HEAD, MONDAY, PLAYBOOK, TUESDAY, ann, bob, clock, head, importer, operator, policy
from pydantic import ValidationError
from spec import Spec
from work_facts import (
    ACT,
    HOUR,
    PROJECT,
    SECOND,
    STAGE,
    THIRD,
    TICKET,
    WORK,
    at,
    billed,
    corrected,
    dropped,
    freed,
    recorded,
    removed,
    started,
    stopped,
    timed,
    whose,
    work,
)

from crm_es.aggregates import work_log
from crm_es.aggregates.work_log import (
    ContinueTimer,
    CorrectWork,
    DropTimer,
    MarkBilled,
    RecordWork,
    RemoveWork,
    StartTimer,
    StopForgottenTimer,
    StopTimer,
    WorkCorrected,
    WorkRecorded,
)
from crm_es.ids import work_log_of
from crm_es.playbook import Calendar, Labour, Rounding
from crm_es.work import DayShare, Work

spec = Spec(work_log.decider, ann(at=TUESDAY))
start = StartTimer(**whose, work_id=WORK, kind="service", ticket_id=TICKET)
stop = StopTimer(**whose)
record = RecordWork(**whose, work_id=WORK, kind="service", starts=MONDAY, ends=MONDAY + HOUR)
correct = CorrectWork(
    **whose, work_id=WORK, kind="service", starts=MONDAY, ends=MONDAY + 2 * HOUR, reason="It took until eleven."
)
remove = RemoveWork(**whose, work_id=WORK, reason="It was Bob.")


def book(**labour: Any) -> dict[str, Any]:
    """Fields of the context in which the playbook says this of working time."""
    calendar = labour.pop("calendar", PLAYBOOK.calendar)
    changed = PLAYBOOK.model_copy(update={"labour": Labour(**labour), "calendar": calendar})
    return {"playbooks": {1: changed}}


def facts_of(asked: Spec) -> tuple[Any, ...]:
    """What was decided, for a closer look."""
    return asked.events()


# ── Timers ──────────────────────────────────────────────────────────────────


def test_one_click_starts_a_timer() -> None:
    """S3-04, S3-18."""
    spec.when(start, at=MONDAY).then(started)


def test_a_timer_that_is_stopped_becomes_an_entry() -> None:
    spec.given(started).when(stop, at=MONDAY + HOUR).then(stopped, timed)


def test_what_starts_while_a_timer_runs_takes_its_place() -> None:
    other = StartTimer(**whose, work_id=SECOND, kind="administration")
    (ended, entry, begun) = facts_of(spec.given(started).when(other, at=MONDAY + HOUR))
    assert (ended, entry) == (stopped, timed)
    assert begun.model_dump(include={"work_id", "kind", "starts"}) == {
        "work_id": SECOND,
        "kind": "administration",
        "starts": MONDAY + HOUR,
    }


def test_starting_what_runs_changes_nothing() -> None:
    spec.given(started).when(start.model_copy(update={"work_id": SECOND})).then_nothing()


def test_whoever_forgot_to_start_it_says_since_when() -> None:
    spec.when(start.model_copy(update={"starts": MONDAY}), at=MONDAY + HOUR).then(started)
    spec.given(recorded(work_id=SECOND)).when(
        start.model_copy(update={"starts": MONDAY + HOUR / 2}), at=MONDAY + HOUR
    ).then_refused("From 23.11.2026 09:00 to 10:00 other work is recorded")
    spec.when(start.model_copy(update={"starts": TUESDAY + HOUR})).then_refused("now or earlier")
    earlier = start.model_copy(update={"starts": MONDAY - HOUR, "work_id": SECOND, "note": "Another"})
    spec.given(started).when(earlier, at=MONDAY + HOUR).then_refused("Another timer was started after that")


def test_whoever_was_idle_says_since_when_and_how_long_the_break_was() -> None:
    idle = StopTimer(**whose, ends=MONDAY + HOUR, break_minutes=15, note="Printer")
    (ended, entry) = facts_of(spec.given(started).when(idle, at=MONDAY + 3 * HOUR))
    assert (ended.ends, ended.note) == (MONDAY + HOUR, "Printer")
    assert (entry.work.minutes, entry.work.break_minutes, entry.work.note) == (45, 15, "Printer")
    spec.given(started).when(StopTimer(**whose, break_minutes=60), at=MONDAY + HOUR).then_refused("60 minutes")
    spec.given(started).when(StopTimer(**whose, ends=TUESDAY + HOUR)).then_refused("between its start and now")


def test_nobody_times_more_than_a_day() -> None:
    spec.when(start.model_copy(update={"starts": MONDAY}), at=TUESDAY + HOUR).then_refused("a day ago at most")
    spec.given(started).when(StopTimer(**whose, ends=TUESDAY + HOUR), at=TUESDAY + HOUR).then_refused(
        "24 hours at most"
    )


def test_one_click_means_the_usual_kind_of_work() -> None:
    spec.when(start.model_copy(update={"kind": None}), at=MONDAY).then(started)
    spec.when(StartTimer(**whose, work_id=WORK)).then_refused("Say what kind of work it is")


def test_one_goes_on_with_what_was_timed_last() -> None:
    go_on = ContinueTimer(**whose, work_id=SECOND)
    (begun,) = facts_of(spec.given(started, stopped, timed).when(go_on))
    assert (begun.ticket_id, begun.kind, begun.work_id, begun.starts) == (TICKET, "service", SECOND, TUESDAY)
    spec.given(started).when(go_on).then_nothing()
    spec.when(go_on).then_refused("start one")


def test_of_a_timer_started_by_mistake_nothing_is_recorded() -> None:
    spec.given(started).when(DropTimer(**whose)).then(dropped)
    spec.given(started, dropped).when(DropTimer(**whose)).then_nothing()
    spec.given(started, dropped).when(stop).then_nothing()


def test_a_forgotten_timer_is_stopped_by_the_clock() -> None:
    forgotten = StopForgottenTimer(work_log_id=whose["work_log_id"])
    ended = stopped.model_copy(update={"ends": MONDAY + 12 * HOUR, "by_clock": True})
    entry = recorded(ends=MONDAY + 12 * HOUR, ticket_id=TICKET, source="timer")
    spec.given(started).when(forgotten, clock(at=TUESDAY)).then(ended, entry)
    spec.given(started).when(forgotten, clock(at=MONDAY + HOUR)).then_nothing()
    spec.given(started, stopped, timed).when(forgotten, clock(at=TUESDAY)).then_nothing()
    spec.when(forgotten, clock()).then_nothing()


def test_a_forgotten_timer_lasts_no_longer_where_its_person_comes_before_the_clock() -> None:
    (ended, entry) = facts_of(spec.given(started).when(stop, at=TUESDAY))
    assert ended.by_clock
    assert entry.work.minutes == 12 * 60


# ── Entries ─────────────────────────────────────────────────────────────────


def test_work_is_told_from_when_until_when() -> None:
    spec.when(record).then(recorded())


def test_the_same_told_twice_is_one_entry() -> None:
    spec.given(recorded()).when(record).then_nothing()
    spec.given(recorded(ends=MONDAY + 2 * HOUR)).when(record).then_refused("already, and otherwise")
    spec.given(started).when(record).then_refused("A timer runs for this entry")


def test_work_is_told_by_day_and_minutes_and_takes_the_first_free_time() -> None:
    told = RecordWork(**whose, work_id=WORK, kind="service", day=date(2026, 11, 23), minutes=60)
    spec.when(told).then(recorded())
    spec.given(recorded(work_id=SECOND)).when(told).then(
        recorded(work_id=SECOND).model_copy(update={"work": work(MONDAY + HOUR, MONDAY + 2 * HOUR)})
    )


def test_work_of_today_lies_before_now() -> None:
    told = RecordWork(**whose, work_id=WORK, kind="service", day=date(2026, 11, 23), minutes=180)
    spec.when(told, at=MONDAY + HOUR).then(recorded(MONDAY - 2 * HOUR, MONDAY + HOUR))
    spec.given(started.model_copy(update={"work_id": SECOND})).when(told, at=MONDAY + HOUR).then(
        recorded(MONDAY - 3 * HOUR, MONDAY)
    )


def test_a_day_holds_no_more_than_it_has() -> None:
    told = RecordWork(**whose, work_id=WORK, kind="service", day=date(2026, 11, 23), minutes=15 * 60)
    spec.given(recorded(work_id=SECOND)).when(told).then_refused("900 minutes free on 23.11.2026")
    spec.when(told.model_copy(update={"day": date(2026, 11, 25)})).then_refused("has not come yet")


def test_nobody_does_two_things_at_once() -> None:
    """X-34: the overlap check."""
    spec.given(recorded(MONDAY + HOUR / 2, MONDAY + 2 * HOUR, work_id=SECOND)).when(record).then_refused(
        "From 23.11.2026 09:30 to 11:00 other work", rule="no two works at once"
    )
    spec.given(recorded(MONDAY + HOUR, MONDAY + 2 * HOUR, work_id=SECOND)).when(record).then(recorded())
    spec.given(started.model_copy(update={"work_id": SECOND})).when(record).then_refused("A timer runs since")


def test_what_others_recorded_may_overlap_and_says_so() -> None:
    for source, asker in (("import", importer()), ("activity", policy(at=TUESDAY))):
        imported = record.model_copy(update={"source": source})
        (event,) = facts_of(spec.given(recorded(work_id=SECOND)).when(imported, asker))
        assert event.work.overlaps


def test_nobody_is_believed_more_for_calling_their_word_a_file_or_what_a_program_saw() -> None:
    """Machines alone are: over HTTP anybody may name any source."""
    for source in ("import", "activity"):
        told = record.model_copy(update={"source": source})
        spec.given(recorded(work_id=SECOND)).when(told).then_refused(
            "other work is recorded", rule="no two works at once"
        )
        ahead = told.model_copy(update={"starts": TUESDAY + 30 * HOUR, "ends": TUESDAY + 31 * HOUR})
        spec.when(ahead).then_refused("not happened yet")
        much = told.model_copy(update={"minutes": 60_000})
        spec.when(much).then_refused("have to fit")
        (event,) = facts_of(spec.when(told.model_copy(update={"minutes": 7}), **book(rounding=Rounding(minutes=15))))
        assert event.work.minutes == 15


def test_a_correction_is_checked_wherever_the_entry_came_from_and_what_stands_may_stay() -> None:
    """A note may be put right without touching the time; nobody gets more time by it than can have been."""
    file = recorded(MONDAY, MONDAY + HOUR, source="import", minutes=7, raw_minutes=7)
    file = file.model_copy(update={"work": file.work.model_copy(update={"overlaps": True})})
    given = spec.given(recorded(work_id=SECOND), file)
    said = correct.model_copy(update={"ends": MONDAY + HOUR, "minutes": 7, "note": "It was the boiler."})
    (event,) = facts_of(given.when(said, **book(rounding=Rounding(minutes=15))))
    assert (event.work.minutes, event.work.note) == (7, "It was the boiler.")
    given.when(said.model_copy(update={"minutes": 60_000})).then_refused("have to fit")
    given.when(correct).then_refused("other work is recorded", rule="no two works at once")
    (event,) = facts_of(given.when(said.model_copy(update={"minutes": 60_000}), importer()))
    assert event.work.minutes == 60_000


def test_a_timer_that_ran_over_imported_work_is_recorded_all_the_same() -> None:
    over = recorded(MONDAY, MONDAY + HOUR / 2, work_id=SECOND, source="import")
    (_, entry) = facts_of(spec.given(started, over).when(stop, at=MONDAY + HOUR))
    assert entry.work.overlaps


def test_a_file_tells_minutes_as_they_are() -> None:
    """Even where they differ from the time between, or it ends before it starts; and kinds nobody knows."""
    told = RecordWork(
        **whose, work_id=WORK, kind="Phase 3", starts=MONDAY + HOUR, ends=MONDAY, minutes=7, source="import"
    )
    (event,) = facts_of(spec.when(told, importer(), **book(rounding=Rounding(minutes=15))))
    assert (event.work.minutes, event.work.raw_minutes, event.work.kind) == (7, 7, "Phase 3")
    assert event.work.days == (DayShare(day=MONDAY.date(), minutes=7),)
    day_only = RecordWork(
        **whose, work_id=WORK, kind="x", day=date(2030, 1, 1), minutes=2000, break_minutes=1, source="import"
    )
    (event,) = facts_of(spec.when(day_only, importer()))
    assert event.work.minutes == 2000
    endless = record.model_copy(update={"ends": MONDAY + timedelta(400), "source": "import"})
    spec.when(endless, importer()).then_refused("how many minutes")
    long = RecordWork(
        **whose, work_id=WORK, kind="x", starts=MONDAY, ends=MONDAY + timedelta(400), minutes=5, source="import"
    )
    (event,) = facts_of(spec.when(long, importer()))
    assert len(event.work.days) == 1
    spec.given(event).when(record.model_copy(update={"work_id": SECOND})).then_refused("other work is recorded")


def test_work_over_midnight_counts_on_both_days_by_the_clock_of_the_company() -> None:
    moscow = book(calendar=Calendar(time_zone="Europe/Moscow"))
    night = record.model_copy(update={"starts": at(20), "ends": at(22)})
    (event,) = facts_of(spec.when(night, **moscow))
    assert event.work.days == (
        DayShare(day=date(2026, 11, 23), minutes=60),
        DayShare(day=date(2026, 11, 24), minutes=60),
    )


def test_the_hour_that_summer_takes_or_gives_is_counted_as_it_passed() -> None:
    """From 0:00 to 6:00 on the last Sunday of October are seven hours, and two of them are called two."""
    berlin = book(calendar=Calendar(time_zone="Europe/Berlin"))
    night = record.model_copy(
        update={"starts": at(20).replace(month=10, day=24), "ends": at(5).replace(month=10, day=25)}
    )
    (event,) = facts_of(spec.when(night, **berlin))
    assert [share.minutes for share in event.work.days] == [120, 420]


def test_minutes_are_rounded_as_the_playbook_says_and_both_are_kept() -> None:
    quarter = book(rounding=Rounding(minutes=15, way="up"))
    (event,) = facts_of(spec.when(record.model_copy(update={"ends": at(9, 50)}), **quarter))
    assert (event.work.raw_minutes, event.work.minutes) == (50, 60)
    assert sum(share.minutes for share in event.work.days) == 60


def test_breaks_are_not_worked() -> None:
    (event,) = facts_of(spec.when(record.model_copy(update={"break_minutes": 20})))
    assert (event.work.minutes, event.work.break_minutes) == (40, 20)
    (event,) = facts_of(spec.when(record.model_copy(update={"minutes": 40})))
    assert (event.work.minutes, event.work.break_minutes) == (40, 20)
    spec.when(record.model_copy(update={"break_minutes": 60})).then_refused("have to fit")
    spec.when(record.model_copy(update={"minutes": 90})).then_refused("have to fit")


def test_nobody_records_what_cannot_be() -> None:
    spec.when(record, at=MONDAY).then_refused("not happened yet")
    assert spec.when(record, at=MONDAY, **book(ahead_hours=1)).events()
    spec.when(record.model_copy(update={"ends": MONDAY})).then_refused("after it began")
    spec.when(record.model_copy(update={"starts": MONDAY - 24 * HOUR})).then_refused("24 hours at most")
    spec.when(record.model_copy(update={"kind": "sleep"})).then_refused("'sleep'", "'service', 'project work'")


def test_a_break_is_no_working_time_and_nobody_pays_for_it() -> None:
    """S3-23."""
    (event,) = facts_of(spec.when(record.model_copy(update={"kind": "Break", "billable": True})))
    assert (event.work.kind, event.work.rest, event.work.billable) == ("break", True, False)


def test_work_is_on_one_thing() -> None:
    with pytest.raises(ValidationError, match="on one thing"):
        StartTimer(**whose, work_id=WORK, kind="service", ticket_id=TICKET, client_id=CLIENT)
    with pytest.raises(ValidationError, match="project of the stage"):
        StartTimer(**whose, work_id=WORK, kind="service", stage_id=STAGE)
    assert StartTimer(**whose, work_id=WORK, kind="service", project_id=PROJECT, stage_id=STAGE)
    with pytest.raises(ValidationError, match="from when until when"):
        RecordWork(**whose, work_id=WORK, kind="service")
    with pytest.raises(ValidationError, match="both when"):
        RecordWork(**whose, work_id=WORK, kind="service", starts=MONDAY, day=MONDAY.date(), minutes=5)


# ── Corrections ─────────────────────────────────────────────────────────────


def test_a_correction_keeps_what_was_recorded_and_says_why() -> None:
    spec.given(recorded()).when(correct).then(corrected)
    spec.given(recorded(), corrected).when(correct).then_nothing()
    spec.when(correct).then_refused("no such entry")


def test_what_a_correction_does_not_say_stays() -> None:
    """Subject, kind, note, billing and time."""
    said: dict[str, Any] = {"ticket_id": TICKET, "note": "The boiler", "billable": False, "break_minutes": 5}
    stands = recorded(**said, minutes=55)
    given, bare = spec.given(stands), {**whose, "work_id": WORK, "reason": "So it was."}
    given.when(CorrectWork(**bare)).then_nothing()
    given.when(CorrectWork(**bare, starts=MONDAY, ends=MONDAY + 2 * HOUR)).then(
        corrected_to(stands, work(ends=MONDAY + 2 * HOUR, **said | {"break_minutes": 0}))
    )
    given.when(CorrectWork(**bare, note="")).then(corrected_to(stands, work(**said | {"note": ""}, minutes=55)))
    onto = CorrectWork(**bare, project_id=PROJECT, stage_id=STAGE)
    other = {"ticket_id": None, "project_id": PROJECT, "stage_id": STAGE}
    given.when(onto).then(corrected_to(stands, work(**said | other, minutes=55)))


def test_only_who_says_so_unties_an_entry_from_what_it_was_on() -> None:
    stands, bare = recorded(ticket_id=TICKET), {**whose, "work_id": WORK, "reason": "So it was."}
    spec.given(stands).when(CorrectWork(**bare, without_subject=True)).then(corrected_to(stands, work()))
    with pytest.raises(ValidationError, match="not both"):
        CorrectWork(**bare, without_subject=True, ticket_id=TICKET)


def test_another_kind_is_billed_as_is_usual_for_it() -> None:
    asked = CorrectWork(**whose, work_id=WORK, kind="administration", reason="It was the mail.")
    (event,) = facts_of(spec.given(recorded(ticket_id=TICKET)).when(asked))
    assert (event.work.kind, event.work.billable, event.work.ticket_id) == ("administration", False, TICKET)


def corrected_to(stands: WorkRecorded, now: Work) -> WorkCorrected:
    return WorkCorrected(**whose, work_id=WORK, was=stands.work, work=now, reason="So it was.")


def test_a_correction_may_not_lie_over_other_work() -> None:
    other = recorded(MONDAY + HOUR, MONDAY + 2 * HOUR, work_id=SECOND)
    spec.given(recorded(), other).when(correct).then_refused("other work is recorded")
    spec.given(timed, other).when(correct).then_refused("other work is recorded")


def test_a_removed_entry_leaves_its_time_free_and_may_come_again() -> None:
    spec.given(recorded()).when(remove).then(removed)
    spec.given(recorded(), removed).when(remove).then_nothing()
    spec.given(recorded(), removed).when(record).then(recorded())
    spec.given(recorded(), removed).when(record.model_copy(update={"work_id": THIRD})).then(recorded(work_id=THIRD))


def test_everybody_tells_of_their_own_work_and_those_above_put_it_right() -> None:
    spec.when(record, bob(at=TUESDAY)).then_refused("work log of Ann")
    spec.when(record, head(at=TUESDAY)).then_refused("work log of Ann")
    spec.when(record, operator(at=TUESDAY, on_behalf_of=ANN)).then(recorded())
    spec.given(recorded()).when(correct, bob(at=TUESDAY)).then_refused("work log of Ann")
    spec.given(recorded()).when(correct, head(at=TUESDAY)).then(corrected.model_copy(update={"corrected_by": HEAD}))
    spec.given(recorded()).when(remove, head(at=TUESDAY)).then(removed.model_copy(update={"removed_by": HEAD}))
    spec.when(record.model_copy(update={"work_log_id": WORK})).then_refused("not that person's")
    nobody = {"work_log_id": work_log_of(WORK), "person_id": WORK}
    spec.when(record.model_copy(update=nobody), importer()).then_refused("somebody of this company")


# ── Billing ─────────────────────────────────────────────────────────────────


def test_what_a_client_is_billed_for_is_locked_until_it_is_credited() -> None:
    """S3-08."""
    mark = MarkBilled(**whose, work_ids=(WORK,), act_id=ACT)
    spec.given(recorded()).when(mark, policy()).then(billed)
    spec.given(recorded(), billed).when(mark, policy()).then_nothing()
    spec.given(recorded(), billed).when(correct).then_refused("billed for this entry")
    spec.given(recorded(), billed).when(remove).then_refused("billed for this entry")
    spec.given(recorded(), billed).when(mark.model_copy(update={"act_id": None}), policy()).then(freed)
    spec.given(recorded(), billed, freed).when(remove).then(removed)


def test_only_recorded_work_is_in_the_sum_of_a_day() -> None:
    state = work_log.decider.fold((recorded(), recorded(at(11), at(12), work_id=SECOND, rest=True), removed))
    assert state is not None
    assert state.worked(MONDAY.date(), MONDAY.date()) == 0


def test_an_entry_can_be_read_back_whole() -> None:
    state = work_log.decider.fold((recorded(client_id=CLIENT),))
    assert state is not None
    assert isinstance(recorded(), WorkRecorded)
    assert state.work(WORK) == work(client_id=CLIENT)


def test_whatever_is_continued_is_as_billable_as_it_was() -> None:
    begun = started.model_copy(update={"billable": False})
    ended, entry = facts_of(spec.given(begun).when(stop, at=MONDAY + HOUR))
    (again,) = facts_of(spec.given(begun, ended, entry).when(ContinueTimer(**whose, work_id=SECOND)))
    assert (entry.work.billable, again.billable) == (False, False)


def test_of_two_clicks_at_once_the_later_may_be_met_first() -> None:
    other = StartTimer(**whose, work_id=SECOND, kind="administration")
    ended, begun = facts_of(spec.given(started).when(other, at=MONDAY - timedelta(seconds=1)))
    assert (ended.ends, begun.starts) == (MONDAY, MONDAY)
