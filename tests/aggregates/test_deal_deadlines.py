"""When stage tasks are due: by the company's calendar, and by what was agreed for one deal (S2-08..S2-12, X-10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from deal_facts import book, by, opened, spec, task, task_id
from examples import ANN, DEAL, MONDAY, TUESDAY, WEDNESDAY, ann, bob, head, importer

from crm_es.aggregates.deal import (
    AgreeDeadline,
    DateDeal,
    DealDated,
    DealDeadlineAgreed,
    DealMoved,
    DealOpened,
    MoveDeal,
    ReachMilestone,
    StageTaskCompleted,
    TaskDue,
)
from crm_es.playbook import AfterEntry, AfterEvent, BeforeDate, Calendar, Deadline, FixedDate, Stage

RUSSIA = Calendar(country="RU", time_zone="Europe/Moscow")
LATE_IN_DECEMBER = datetime(2026, 12, 30, 9, tzinfo=UTC)
"""A Wednesday. From 31 December to 11 January nobody works."""
LAST_SECOND = (20, 59, 59)
"""Of a day in Moscow, in UTC."""


def due(deadline: Deadline, at: datetime, calendar: Calendar = RUSSIA, shipment: date | None = None) -> datetime:
    playbook = book(Stage(name="lead", tasks=(task(deadline=deadline),)), calendar=calendar)
    (found,) = opened(playbook, ann(at=at), dates={"shipment": shipment} if shipment else {}).tasks
    return found.due


# ── The calendar ────────────────────────────────────────────────────────────


def test_working_days_pass_over_the_russian_new_year() -> None:
    """S2-08, X-10."""
    found = due(AfterEntry(days=2, working=True), LATE_IN_DECEMBER)
    assert (found.date(), found.timetuple()[3:6]) == (date(2027, 1, 12), LAST_SECOND)
    assert due(AfterEntry(days=2), LATE_IN_DECEMBER) == LATE_IN_DECEMBER + timedelta(2)


def test_days_before_a_date_end_with_the_day_of_the_company() -> None:
    """S2-09."""
    shipment = date(2027, 1, 12)
    found = due(BeforeDate(days=2, date="shipment", working=True), LATE_IN_DECEMBER, shipment=shipment)
    assert (found.date(), found.timetuple()[3:6]) == (date(2026, 12, 30), LAST_SECOND)
    assert due(BeforeDate(days=2, date="shipment"), MONDAY, shipment=shipment).date() == date(2027, 1, 10)


def test_a_fixed_date_ends_where_the_company_is_also_when_clocks_change() -> None:
    """S2-10: Berlin is an hour nearer to UTC in winter."""
    berlin = Calendar(country="DE", time_zone="Europe/Berlin")
    assert due(FixedDate(day=date(2026, 10, 24)), MONDAY, berlin) == datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)
    assert due(FixedDate(day=date(2026, 10, 25)), MONDAY, berlin) == datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)


def test_days_of_a_stage_of_an_old_playbook_are_those_of_the_calendar_in_force() -> None:
    """Days off are nobody's agreement."""
    old = book(Stage(name="lead"), Stage(name="offer", tasks=(task(deadline=AfterEntry(days=1, working=True)),)))
    new = old.model_copy(update={"calendar": Calendar(holidays=(TUESDAY.date(),))})
    move = MoveDeal(deal_id=DEAL, stage="offer")
    (moved,) = spec.given(opened(old)).when(move, playbooks={1: old, 2: new}, playbook_version=2).events()
    assert isinstance(moved, DealMoved)
    assert moved.tasks[0].due.date() == WEDNESDAY.date()


# ── What was agreed for one deal ────────────────────────────────────────────

PLAYBOOK = book(
    Stage(name="lead", norm_days=5, tasks=(task("Call"), task("Meet", days=4))),
    Stage(name="offer", tasks=(task("Send", deadline=BeforeDate(days=1, date="shipment")),)),
)
new = opened(PLAYBOOK)
later = AgreeDeadline(deal_id=DEAL, stage="lead", what="Meet", deadline=AfterEntry(days=10))
agreed = DealDeadlineAgreed(**dict(later), dues=(TaskDue(task_id=task_id(1, 1), due=MONDAY + timedelta(10)),))


def test_a_deal_may_have_its_own_tempo_and_the_open_task_follows() -> None:
    """S2-12: it counts from when the stage was entered, not from now."""
    spec.given(new).when(later, **by(PLAYBOOK, head(), at=TUESDAY)).then(agreed)
    spec.given(new, agreed).when(later, **by(PLAYBOOK, head())).then_nothing()


def test_nobody_agrees_with_themselves_on_the_deadline_of_an_open_task() -> None:
    """S2-19: moving one's own task takes a reason, and is counted."""
    spec.given(new).when(later, **by(PLAYBOOK)).then_refused("reschedule", rule="a supervisor agrees on deadlines")


def test_a_deadline_is_agreed_for_a_day_to_come() -> None:
    past = later.model_copy(update={"deadline": FixedDate(day=date(2026, 11, 20))})
    spec.given(new).when(past, **by(PLAYBOOK, head())).then_refused("later day", rule="a deadline that lies ahead")


def test_the_rule_of_the_playbook_holds_again_when_the_agreement_ends() -> None:
    back = later.model_copy(update={"deadline": None})
    followed = DealDeadlineAgreed(**dict(back), dues=(TaskDue(task_id=task_id(1, 1), due=MONDAY + timedelta(4)),))
    spec.given(new, agreed).when(back, **by(PLAYBOOK, head(), at=TUESDAY)).then(followed)
    spec.given(new).when(back, **by(PLAYBOOK, head())).then_nothing()


def test_a_task_that_is_done_keeps_its_deadline() -> None:
    done = StageTaskCompleted(deal_id=DEAL, task_id=task_id(1, 1))
    spec.given(new, done).when(later, **by(PLAYBOOK, head())).then(agreed.model_copy(update={"dues": ()}))


def test_a_deadline_may_be_agreed_for_a_stage_to_come() -> None:
    """S2-12: the stage then needs no date of the deal."""
    send = AgreeDeadline(deal_id=DEAL, stage="offer", what="Send", deadline=FixedDate(day=date(2026, 12, 24)))
    (told,) = spec.given(new).when(send, **by(PLAYBOOK)).events()
    assert told == DealDeadlineAgreed(**dict(send))
    move = MoveDeal(deal_id=DEAL, stage="offer")
    done = [StageTaskCompleted(deal_id=DEAL, task_id=task_id(1, n)) for n in range(2)]
    spec.given(new, *done).when(move, **by(PLAYBOOK)).then_refused("'shipment'", rule="the deal lacks a date")
    (moved,) = spec.given(new, *done, told).when(move, **by(PLAYBOOK)).events()
    assert isinstance(moved, DealMoved)
    assert moved.tasks[0].due.date() == date(2026, 12, 24)


def test_an_agreed_deadline_follows_its_date_or_milestone() -> None:
    rule = AfterEvent(event="called", days=3, at_latest=9)
    for_call = AgreeDeadline(deal_id=DEAL, stage="lead", what="Call", deadline=rule)
    (told,) = spec.given(new).when(for_call, **by(PLAYBOOK, head())).events()
    assert told == DealDeadlineAgreed(
        **dict(for_call), dues=(TaskDue(task_id=task_id(1, 0), due=MONDAY + timedelta(9)),)
    )
    (reached,) = (
        spec.given(new, told).when(ReachMilestone(deal_id=DEAL, name="called"), **by(PLAYBOOK, at=TUESDAY)).events()
    )
    assert reached.model_dump()["dues"] == ({"task_id": task_id(1, 0), "due": TUESDAY + timedelta(3)},)


def test_a_deadline_that_counts_back_needs_its_date_first() -> None:
    before = AgreeDeadline(deal_id=DEAL, stage="lead", what="Call", deadline=BeforeDate(days=2, date="fair"))
    spec.given(new).when(before, **by(PLAYBOOK, head())).then_refused("'fair'", rule="the deal lacks a date")
    fair = DealDated(deal_id=DEAL, name="fair", on=date(2026, 12, 10))
    assert spec.given(new, fair).when(before, **by(PLAYBOOK, head())).events()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stage": "party"}, ("no stage 'party'", "'offer'")),
        ({"what": "Sing"}, ("no task 'Sing'", "'Call', 'Meet'")),
    ],
)
def test_what_the_playbook_does_not_know_is_refused_with_what_it_knows(
    change: dict[str, str], words: tuple[str, ...]
) -> None:
    spec.given(new).when(later.model_copy(update=change), **by(PLAYBOOK)).then_refused(*words)


def test_only_who_answers_for_the_deal_agrees_on_deadlines() -> None:
    spec.given(new).when(later, **by(PLAYBOOK, bob())).then_refused("deal of Ann")


# ── The norm ────────────────────────────────────────────────────────────────


def test_a_deal_rots_when_the_norm_of_its_stage_is_over() -> None:
    """S2-15."""
    assert (new.entered_at, new.rots_at) == (MONDAY, MONDAY + timedelta(5))
    (moved,) = (
        spec.given(new, DealDated(deal_id=DEAL, name="shipment", on=date(2026, 12, 10)))
        .when(MoveDeal(deal_id=DEAL, stage="offer"), **by(PLAYBOOK, importer(at=TUESDAY)))
        .events()
    )
    assert isinstance(moved, DealMoved)
    assert (moved.entered_at, moved.rots_at) == (TUESDAY, None)


def test_a_deal_of_old_whose_entry_is_unknown_counts_from_now() -> None:
    old = DealOpened.model_validate(new.model_dump(exclude={"entered_at", "rots_at", "to_sign", "details"}))
    (told,) = spec.given(old).when(later, **by(PLAYBOOK, head(), at=TUESDAY)).events()
    assert isinstance(told, DealDeadlineAgreed)
    assert told.dues == (TaskDue(task_id=task_id(1, 1), due=TUESDAY + timedelta(10)),)
    assert (old.owner_id, old.details) == (ANN, {})
    dating = DateDeal(deal_id=DEAL, name="fair", on=date(2026, 12, 10))
    assert spec.given(old).when(dating, **by(PLAYBOOK)).events() == (DealDated(**dict(dating)),)
