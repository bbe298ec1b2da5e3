"""What a digest promises (S2-20)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from examples import (
    ADMIN,
    ANN,
    BOB,
    HEAD,
    MONDAY,
    OPERATOR,
    PLAYBOOK,
    TUESDAY,
    admin,
    ann,
    bob,
    changed,
    clock,
    effect,
    gone,
    head,
    policy,
)
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import digest
from crm_es.aggregates.digest import (
    ArrangeDigest,
    CallDigest,
    DigestDue,
    DigestScheduled,
    DigestSent,
    DigestStopped,
    NoteDigestSent,
    ScheduleDigest,
    StopDigest,
    next_hour,
)
from crm_es.ids import digest_of
from crm_es.playbook import Calendar, Control, Digest

MOSCOW = Calendar(time_zone="Europe/Moscow", country="RU")
NINE, SIX = time(9), time(18)
HOURS = (NINE, SIX)
CONTROL = Control(digests=(Digest(role="head_of_sales", hours=HOURS),))
BOOK = PLAYBOOK.model_copy(update={"control": CONTROL, "calendar": MOSCOW})
IN_FORCE: dict[str, Any] = {"playbooks": {1: BOOK}}
TODAY_SIX = datetime.combine(MONDAY, time(15), MONDAY.tzinfo)
"""Six in Moscow; on Monday it is noon there."""
TOMORROW_NINE = TODAY_SIX + timedelta(hours=15)

spec = Spec(digest.decider, head(**IN_FORCE))
whose: dict[str, Any] = {"digest_id": digest_of(HEAD), "person_id": HEAD}
follow = ArrangeDigest(**whose)
choose = ScheduleDigest(**whose, hours=(time(8),))
scheduled = DigestScheduled(**whose, hours=HOURS, own=False, next_at=TODAY_SIX)
chosen = DigestScheduled(**whose, hours=(time(8),), own=True, next_at=TOMORROW_NINE - timedelta(hours=1))
stopped = DigestStopped(**whose, own=True)
call = CallDigest(digest_id=digest_of(HEAD))
note = NoteDigestSent(digest_id=digest_of(HEAD), slot=TODAY_SIX, email="h@trade.example", sent=True, detail="250 OK")
due = DigestDue(
    **whose,
    slot=TODAY_SIX,
    in_time=True,
    looks_back=True,
    people=(HEAD, ANN, BOB, OPERATOR),
    day=MONDAY.date(),
    begins=datetime(2026, 11, 22, 21, tzinfo=MONDAY.tzinfo),
    ends=datetime(2026, 11, 23, 21, tzinfo=MONDAY.tzinfo),
    time_zone="Europe/Moscow",
    next_at=TOMORROW_NINE,
)
sent = DigestSent(**dict(note), person_id=HEAD)


# ── Whose and when ──────────────────────────────────────────────────────────


def test_a_role_that_the_playbook_names_brings_letters_at_its_hours() -> None:
    spec.given().when(follow, policy(**IN_FORCE)).then(scheduled)
    spec.given(scheduled).when(follow, policy(**IN_FORCE)).then_nothing()


def test_other_roles_and_companies_without_a_playbook_bring_none() -> None:
    theirs = ArrangeDigest(digest_id=digest_of(ANN), person_id=ANN)
    spec.given().when(theirs, policy(**IN_FORCE)).then_nothing()
    spec.given().when(follow, policy(playbooks={}, playbook_version=0)).then_nothing()


def test_new_hours_of_the_playbook_or_other_roles_are_followed() -> None:
    control = Control(digests=(Digest(role="head_of_sales", hours=(NINE,)),))
    early = {1: BOOK.model_copy(update={"control": control})}
    moved = scheduled.model_copy(update={"hours": (NINE,), "next_at": TOMORROW_NINE})
    spec.given(scheduled).when(follow, policy(playbooks=early)).then(moved)
    demoted = changed(HEAD, roles=frozenset({"manager"}))
    by_roles = stopped.model_copy(update={"own": False})
    spec.given(scheduled).when(follow, policy(directory=demoted, **IN_FORCE)).then(by_roles)


def test_ones_own_hours_come_before_those_of_the_playbook() -> None:
    spec.given(scheduled).when(choose).then(chosen)
    spec.given(scheduled, chosen).when(choose).then_nothing()
    spec.given(scheduled, chosen).when(follow, policy(**IN_FORCE)).then_nothing()
    spec.given(scheduled, chosen).when(ScheduleDigest(**whose)).then(scheduled)


def test_whoever_wants_no_letters_gets_none_whatever_the_roles() -> None:
    stop = StopDigest(**whose)
    spec.given(scheduled).when(stop).then(stopped)
    spec.given().when(stop).then(stopped)
    spec.given(scheduled, stopped).when(stop).then_nothing()
    spec.given(scheduled, stopped).when(follow, policy(**IN_FORCE)).then_nothing()


def test_whoever_left_gets_no_more_letters_also_at_hours_of_their_own() -> None:
    left = stopped.model_copy(update={"own": False})
    for history in ((scheduled,), (scheduled, chosen)):
        spec.given(*history).when(follow, policy(directory=gone(HEAD), **IN_FORCE)).then(left)
    spec.given(scheduled, left).when(follow, policy(directory=gone(HEAD), **IN_FORCE)).then_nothing()


def test_hours_are_chosen_by_the_person_or_an_administrator() -> None:
    for wish in (choose, StopDigest(**whose)):
        assert spec.given(scheduled).when(wish, admin(**IN_FORCE)).events()
        for asker in (ann(**IN_FORCE), bob(**IN_FORCE)):
            spec.given(scheduled).when(wish, asker).then_refused("somebody else's")
        spec.given(scheduled).when(wish, admin(directory=gone(HEAD), **IN_FORCE)).then_refused("must work here")
    foreign = choose.model_copy(update={"digest_id": digest_of(ADMIN)})
    spec.given().when(foreign).then_refused("not that person's")


def test_hours_are_a_few_times_of_a_day() -> None:
    for hours in ((), [NINE] * 7, ("25:00",)):
        with pytest.raises(ValidationError):
            ScheduleDigest.model_validate(whose | {"hours": hours})


@pytest.mark.parametrize("hours", [["09:00", "10:00+03:00"], ["09:00+03:00", "10:00+03:00"], ["09:00Z"]])
def test_hours_are_those_of_the_company(hours: list[str]) -> None:
    with pytest.raises(ValidationError, match="without a time zone"):
        ScheduleDigest.model_validate(whose | {"hours": hours})


# ── The clock ───────────────────────────────────────────────────────────────


def test_when_the_hour_comes_it_says_of_whom_and_of_which_day() -> None:
    spec.given(scheduled).when(call, clock(at=TODAY_SIX, **IN_FORCE)).then(due)
    spec.given(scheduled).when(call, clock(at=TODAY_SIX - timedelta(1), **IN_FORCE)).then_nothing()
    spec.given(scheduled, due).when(call, clock(at=TODAY_SIX, **IN_FORCE)).then_nothing()


def test_the_last_hour_of_a_day_looks_back_and_the_others_ahead() -> None:
    (morning,) = spec.given(scheduled, due).when(call, clock(at=TOMORROW_NINE, **IN_FORCE)).events()
    assert isinstance(morning, DigestDue)
    assert (morning.looks_back, morning.day, morning.next_at) == (False, TUESDAY.date(), TODAY_SIX + timedelta(1))
    alone = chosen.model_copy(update={"next_at": TOMORROW_NINE - timedelta(hours=1)})
    (early,) = spec.given(alone).when(call, clock(at=TUESDAY, **IN_FORCE)).events()
    assert isinstance(early, DigestDue)
    assert not early.looks_back


def test_what_comes_much_too_late_is_passed_over() -> None:
    """The clock stood still over the night."""
    (late,) = spec.given(scheduled).when(call, clock(at=TODAY_SIX + timedelta(hours=5), **IN_FORCE)).events()
    assert isinstance(late, DigestDue)
    assert (late.in_time, late.next_at) == (False, TOMORROW_NINE)


def test_an_hour_that_has_just_come_is_not_lost_for_one_that_was_missed() -> None:
    (late,) = spec.given(scheduled).when(call, clock(at=TOMORROW_NINE + timedelta(hours=1), **IN_FORCE)).events()
    assert isinstance(late, DigestDue)
    assert (late.in_time, late.next_at) == (False, TOMORROW_NINE)


def test_nobody_is_called_who_stopped() -> None:
    spec.given(scheduled, stopped).when(call, clock(at=TUESDAY, **IN_FORCE)).then_nothing()
    spec.given().when(call, clock(**IN_FORCE)).then_refused("choose hours first")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (datetime(2026, 11, 27, 15, tzinfo=MONDAY.tzinfo), date(2026, 11, 30)),
        (datetime(2026, 12, 31, 15, tzinfo=MONDAY.tzinfo), date(2027, 1, 11)),
    ],
)
def test_only_working_days_have_hours(after: datetime, expected: date) -> None:
    """Over the weekend, and over the Russian holidays."""
    following = next_hour(MOSCOW, HOURS, after)
    assert following == MOSCOW.moment(expected, NINE)


def test_where_nobody_works_for_months_nothing_is_planned() -> None:
    idle = Calendar(holidays=tuple(date(2026, 11, 22) + timedelta(n) for n in range(100)))
    assert next_hour(idle, HOURS, MONDAY) is None


# ── What came of it ─────────────────────────────────────────────────────────


def test_what_came_of_a_letter_is_noted_once() -> None:
    spec.given(scheduled, due).when(note, effect()).then(sent)
    spec.given(scheduled, due, sent).when(note, effect()).then_nothing()
