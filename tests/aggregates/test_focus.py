"""What a focus promises: a month is looked at once, and drift is told against one's own past and the team's (S3-25)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from examples import ANN, DIRECTOR, HEAD, PLAYBOOK, clock
from spec import Spec

from crm_es.aggregates import focus
from crm_es.aggregates.focus import FocusDrifted, FocusReviewed, ReviewFocus, Takes, TimeSpent
from crm_es.ids import focus_of
from crm_es.playbook.labour import Drift, Labour

BOOK = PLAYBOOK.model_copy(update={"labour": Labour(drift=Drift(points=10, least_hours=20))})
spec = Spec(focus.decider, clock(playbooks={1: BOOK}))
OCTOBER = date(2026, 10, 1)
LETTERS = Takes(what="correspondence", minutes=2400)
HALF = (
    TimeSpent(heading="administration", minutes=3000, takes=(LETTERS,)),
    TimeSpent(heading="commercial", minutes=3000),
)
FIFTH = (TimeSpent(heading="administration", minutes=2000), TimeSpent(heading="commercial", minutes=8000))


def review(**changes: Any) -> ReviewFocus:
    asked: dict[str, Any] = {
        "focus_id": focus_of(ANN),
        "person_id": ANN,
        "month": OCTOBER,
        "spent": HALF,
        "own_before": FIFTH,
        "team_before": FIFTH,
    }
    return ReviewFocus(**asked | changes)


reviewed = FocusReviewed(
    focus_id=focus_of(ANN), person_id=ANN, month=OCTOBER, spent=HALF, own_before=FIFTH, team_before=FIFTH
)
drifted = FocusDrifted(
    focus_id=focus_of(ANN),
    person_id=ANN,
    person="Ann",
    supervisor_id=HEAD,
    month=OCTOBER,
    heading="administration",
    minutes=3000,
    of_minutes=6000,
    percent=Decimal("50.0"),
    own_percent=Decimal("20.0"),
    team_percent=Decimal("20.0"),
    takes=(LETTERS,),
)


def test_a_share_far_above_ones_own_months_and_the_teams_is_a_drift_that_names_what_takes_the_time() -> None:
    spec.given().when(review()).then(reviewed, drifted)


def test_one_of_both_is_enough() -> None:
    for changes in ({"own_before": HALF}, {"team_before": HALF}, {"own_before": ()}, {"team_before": ()}):
        assert len(spec.given().when(review(**changes)).events()) == 2
    assert len(spec.given().when(review(own_before=HALF, team_before=HALF)).events()) == 1


def test_a_month_is_looked_at_once() -> None:
    spec.given(reviewed).when(review()).then_nothing()
    spec.given(reviewed, drifted).when(review(month=date(2026, 11, 1))).then(
        reviewed.model_copy(update={"month": date(2026, 11, 1)}),
        drifted.model_copy(update={"month": date(2026, 11, 1)}),
    )


def test_below_the_points_of_the_playbook_nothing_is_told() -> None:
    almost = (TimeSpent(heading="administration", minutes=2999), TimeSpent(heading="commercial", minutes=7001))
    exactly = (TimeSpent(heading="administration", minutes=3000), TimeSpent(heading="commercial", minutes=7000))
    assert len(spec.given().when(review(spent=almost)).events()) == 2  # 29.99 % is 30.0 % when it is told
    less = (TimeSpent(heading="administration", minutes=2990), TimeSpent(heading="commercial", minutes=7010))
    assert len(spec.given().when(review(spent=less)).events()) == 1
    assert len(spec.given().when(review(spent=exactly)).events()) == 2


def test_headings_that_may_grow_are_let_alone() -> None:
    grown = (TimeSpent(heading="commercial", minutes=9900), TimeSpent(heading="administration", minutes=100))
    assert len(spec.given().when(review(spent=grown)).events()) == 1


def test_a_month_with_little_recorded_time_is_not_compared() -> None:
    short = (TimeSpent(heading="administration", minutes=20 * 60 - 1),)
    assert len(spec.given().when(review(spent=short)).events()) == 1
    assert len(spec.given().when(review(spent=())).events()) == 1


def test_headings_are_the_same_however_they_are_typed() -> None:
    shouted = (TimeSpent(heading="ADMINISTRATION", minutes=3000), TimeSpent(heading="commercial", minutes=3000))
    assert len(spec.given().when(review(spent=shouted)).events()) == 2


def test_it_is_about_the_person_whose_focus_it_is() -> None:
    spec.given().when(review(person_id=DIRECTOR)).then_refused("somebody else")
