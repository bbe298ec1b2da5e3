"""What a work log promises of weeks and months: submitted, approved, locked (X-34)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from examples import (
    ANN,
    BOB,
    DIRECTOR,
    HEAD,
    MONDAY,
    NEXT_MONDAY,
    PLAYBOOK,
    TUESDAY,
    ann,
    bob,
    director,
    head,
    importer,
    standing_in,
)
from pydantic import ValidationError
from spec import Spec
from work_facts import (
    HOUR,
    SECOND,
    WORK,
    approved,
    billed,
    recorded,
    removed,
    reopened,
    returned,
    started,
    submitted,
    week,
    whose,
    work,
)

from crm_es.aggregates import work_log
from crm_es.aggregates.work_log import (
    ApprovePeriod,
    CorrectWork,
    PeriodApproved,
    PeriodSubmitted,
    RecordWork,
    RemoveWork,
    ReopenPeriod,
    ReturnPeriod,
    StartTimer,
    SubmitPeriod,
    WorkCorrected,
    WorkRecorded,
    bounds,
)
from crm_es.ids import work_log_of
from crm_es.playbook import Labour

spec = Spec(work_log.decider, ann(at=TUESDAY))
day = date(2026, 11, 24)
EARLY = datetime(2000, 1, 3, 9, tzinfo=UTC)
submit = SubmitPeriod(**whose, day=day)
approve = ApprovePeriod(**whose, day=day)
return_ = ReturnPeriod(**whose, day=day, reason="Friday is missing.")
reopen = ReopenPeriod(**whose, day=day, reason="A ticket was forgotten.")
record = RecordWork(**whose, work_id=SECOND, kind="service", starts=MONDAY + 2 * HOUR, ends=MONDAY + 3 * HOUR)
remove = RemoveWork(**whose, work_id=WORK, reason="It was Bob.")


def facts_of(asked: Spec) -> tuple[Any, ...]:
    """What was decided, for a closer look."""
    return asked.events()


def test_a_week_is_submitted_to_the_supervisor_with_its_minutes() -> None:
    spec.given(recorded()).when(submit).then(submitted)
    spec.given(recorded(), submitted).when(submit).then_nothing()
    spec.given(recorded(), submitted, approved).when(submit).then_nothing()
    spec.given(recorded(), submitted, returned).when(submit).then(submitted)


def test_a_week_is_submitted_when_it_has_begun_and_nothing_runs() -> None:
    spec.when(submit.model_copy(update={"day": date(2026, 11, 30)})).then_refused("not begun")
    spec.given(started).when(submit).then_refused("A timer runs")
    before = recorded(MONDAY - timedelta(3), MONDAY - timedelta(3) + HOUR)
    assert spec.given(before, started).when(submit.model_copy(update={"day": date(2026, 11, 22)})).events()


def test_a_week_without_work_is_not_submitted() -> None:
    spec.when(submit).then_refused("nothing to submit", rule="work to submit")
    spec.given(recorded(), removed).when(submit).then_refused("nothing to submit")


def test_a_stranger_hears_who_decides() -> None:
    spec.given(recorded(), submitted).when(approve, bob(at=TUESDAY)).then_refused("Helen decides about it")


def test_whoever_is_above_approves_and_nobody_their_own() -> None:
    history = (recorded(), submitted)
    spec.given(*history).when(approve, head()).then(approved)
    spec.given(*history).when(approve, director()).then(approved.model_copy(update={"approved_by": DIRECTOR}))
    spec.given(*history).when(approve).then_refused("ask Helen", rule="time is approved from above")
    spec.given(*history).when(approve, bob()).then_refused("work log of Ann")
    spec.given(*history, approved).when(approve, head()).then_nothing()
    spec.given(recorded()).when(approve, head()).then_refused("24.11.2026 is not submitted")
    deputy = standing_in(BOB, HEAD, MONDAY.date(), MONDAY.date())
    spec.given(*history).when(approve, bob(directory=deputy)).then(approved.model_copy(update={"approved_by": BOB}))
    own = standing_in(ANN, HEAD, MONDAY.date(), NEXT_MONDAY.date())
    spec.given(*history).when(approve, directory=own).then_refused("ask Helen")


def test_whoever_has_nobody_above_approves_by_submitting() -> None:
    log = {"work_log_id": work_log_of(DIRECTOR), "person_id": DIRECTOR}
    told = week | log | {"supervisor_id": DIRECTOR}
    done = WorkRecorded(**log, work=work())
    alone = SubmitPeriod(**log, day=day)
    facts = (PeriodSubmitted(**told, person="Dmitry"), PeriodApproved(**told))
    spec.given(done).when(alone, director()).then(*facts)
    again = ReopenPeriod(**log, day=day, reason="Forgotten.")
    assert spec.given(done, *facts).when(again, director()).events()


def test_a_submitted_week_is_returned_with_a_reason() -> None:
    spec.given(recorded(), submitted).when(return_, head()).then(returned)
    spec.given(recorded(), submitted, approved).when(return_, head()).then_refused("reopen it instead")
    spec.given(recorded(), submitted).when(return_).then_refused("ask Helen")


def test_the_person_takes_a_week_back_until_it_is_approved() -> None:
    taken_back = reopened.model_copy(update={"was_approved": False, "reopened_by": ANN})
    spec.given(recorded(), submitted).when(reopen).then(taken_back)
    spec.given(recorded(), submitted, approved).when(reopen).then_refused("ask Helen")
    spec.given(recorded(), submitted, approved).when(reopen, head()).then(reopened)


def test_nothing_of_a_submitted_or_approved_week_changes() -> None:
    """X-34: closed periods are locked."""
    for wish in (record, remove):
        spec.given(recorded(), submitted).when(wish).then_refused("is submitted: until it is approved, Ann may")
        spec.given(recorded(), submitted, approved).when(wish).then_refused("is approved: ask Helen to reopen it")
        spec.given(recorded(), submitted, approved).when(wish, importer(at=TUESDAY)).then_refused("is approved")
        assert spec.given(recorded(), submitted, approved, reopened).when(wish).events()
    timer = StartTimer(**whose, work_id=SECOND, kind="service")
    spec.given(submitted).when(timer).then_refused("is submitted")
    spec.given(recorded(), submitted, approved).when(remove, head(at=TUESDAY)).then_refused("is approved")


def test_nothing_moves_into_a_closed_week() -> None:
    later = CorrectWork(
        **whose, work_id=WORK, kind="service", starts=MONDAY, ends=MONDAY + HOUR, reason="It was on Monday."
    )
    before = recorded(MONDAY - timedelta(3), MONDAY - timedelta(3) + HOUR)
    spec.given(before, submitted, approved).when(later).then_refused("is approved")


def test_whoever_is_to_approve_may_put_it_right_first() -> None:
    fewer = CorrectWork(
        **whose, work_id=WORK, kind="service", starts=MONDAY, ends=MONDAY + HOUR / 2, reason="Half an hour."
    )
    (event,) = facts_of(spec.given(recorded(), submitted).when(fewer, head(at=TUESDAY)))
    assert isinstance(event, WorkCorrected)
    (decision,) = facts_of(spec.given(recorded(), submitted, event).when(approve, head()))
    assert decision.minutes == 30


def test_reopening_does_not_free_what_is_billed() -> None:
    spec.given(recorded(), billed, submitted, approved, reopened).when(remove).then_refused("billed")


def test_periods_are_weeks_from_monday_or_months() -> None:
    assert bounds(Labour(period="week"), day) == (date(2026, 11, 23), date(2026, 11, 29))
    assert bounds(Labour(period="month"), day) == (date(2026, 11, 1), date(2026, 11, 30))
    assert bounds(Labour(period="month"), date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_week_stays_locked_when_the_company_goes_over_to_months() -> None:
    months = {1: PLAYBOOK.model_copy(update={"labour": Labour(period="month")})}
    spec.given(recorded(), submitted, approved).when(remove, playbooks=months).then_refused("is approved")
    (month,) = facts_of(spec.given(recorded(), submitted, approved).when(submit, playbooks=months))
    assert (month.first, month.minutes) == (date(2026, 11, 1), 60)
    assert work().minutes == 60
    assert month.supervisor_id == HEAD


def test_a_timer_that_began_before_a_closed_period_does_not_run_into_it() -> None:
    start = StartTimer(**whose, work_id=SECOND, kind="service", starts=MONDAY - 10 * HOUR)
    assert spec.when(start, at=MONDAY + HOUR).events()
    spec.given(submitted).when(start, at=MONDAY + HOUR).then_refused("may take it back")


def test_the_first_and_the_last_day_of_all_can_be_worked_on_and_submitted() -> None:
    for first in (date(2000, 1, 2), date(2199, 12, 29)):
        with pytest.raises(ValidationError):
            SubmitPeriod(**whose, day=first)
    for first in (date(2000, 1, 3), date(2199, 12, 28)):
        told = RecordWork(**whose, work_id=WORK, kind="service", day=first, minutes=60, source="import")
        assert spec.when(told, importer()).events()
    early = submit.model_copy(update={"day": date(2000, 1, 3)})
    for labours in (Labour(period="week"), Labour(period="month")):
        labour = PLAYBOOK.model_copy(update={"labour": labours})
        spec.when(early, playbooks={1: labour}).then_refused("nothing to submit")
        done = recorded(EARLY, EARLY + HOUR)
        assert spec.given(done).when(early, playbooks={1: labour}).events()
