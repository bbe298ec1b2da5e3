"""Who does stage tasks, and who answers for them (S2-07, S2-13, X-18)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from deal_facts import book, by, opened, opening, spec, task
from examples import ANN, BOB, CAROL, DIRECTOR, DIRECTORY, HEAD, LAWYER, MONDAY, ann, gone, standing_in
from hypothesis import given as for_all
from hypothesis import strategies as st

from crm_es.aggregates.deal import StageTaskDue
from crm_es.aggregates.deal.people import whose_turn
from crm_es.directory import Directory
from crm_es.playbook import Calendar, Playbook, Stage, StageTask


def brought(playbook: Playbook, directory: Directory = DIRECTORY) -> StageTaskDue:
    """The one task that a new deal brings."""
    (found,) = opened(playbook, ann(directory=directory)).tasks
    return found


def of(**rule: Any) -> Playbook:
    return book(Stage(name="lead", tasks=(task(**rule),)))


def test_a_task_may_be_for_one_person_by_name() -> None:
    assert brought(of(person_id=CAROL)).responsible_id == CAROL


def test_once_that_person_has_left_the_role_counts() -> None:
    assert brought(of(person_id=CAROL, responsible="lawyer"), gone(CAROL)).responsible_id == LAWYER
    assert brought(of(person_id=CAROL), gone(CAROL)).responsible_id == ANN


def test_a_rule_may_name_the_role_of_the_supervisor() -> None:
    """S2-13: the nearest one above; else another holder than the responsible person."""
    assert brought(of(supervisor="director")).supervisor_id == DIRECTOR
    assert brought(of(supervisor="lawyer")).supervisor_id == LAWYER
    assert brought(of(responsible="lawyer", supervisor="lawyer")).supervisor_id == LAWYER
    two = Directory({**DIRECTORY.people, CAROL: replace(DIRECTORY.people[CAROL], roles=frozenset({"lawyer"}))})
    assert brought(of(person_id=LAWYER, supervisor="lawyer"), two).supervisor_id == CAROL


@pytest.mark.parametrize(
    "rule", [{"supervisor": "pope"}, {"responsible": "pope"}, {"responsible": "pope", "in_turn": True}]
)
def test_a_role_that_nobody_has_is_refused(rule: dict[str, object]) -> None:
    spec.given().when(opening, **by(of(**rule))).then_refused("pope", rule="nobody has the role")


# ── In turn ─────────────────────────────────────────────────────────────────

in_turn = of(responsible="manager", in_turn=True)


def deals_of(directory: Directory, playbook: Playbook = in_turn, count: int = 400) -> dict[UUID, UUID]:
    """Who has the task of each of so many deals."""
    deals = [UUID(int=1000 + n) for n in range(count)]
    return {deal: opened(playbook, ann(directory=directory), deal_id=deal).tasks[0].responsible_id for deal in deals}


def test_tasks_in_turn_are_shared_among_the_holders_and_stay_with_whom_they_fell_to() -> None:
    found = deals_of(DIRECTORY)
    assert set(found.values()) == {ANN, BOB}
    assert deals_of(DIRECTORY) == found


def test_who_is_away_today_is_passed_over_and_only_their_share_moves() -> None:
    away = standing_in(HEAD, BOB, MONDAY.date(), MONDAY.date())
    found, others = deals_of(away), deals_of(DIRECTORY)
    assert set(found.values()) == {ANN}
    assert all(others[deal] in (ANN, BOB) for deal in found)
    tomorrow = standing_in(HEAD, BOB, MONDAY.date() + timedelta(1), MONDAY.date() + timedelta(1))
    assert deals_of(tomorrow) == others


def test_which_day_it_is_the_calendar_of_the_company_tells() -> None:
    """On Monday at nine in London it is still Sunday in Hawaii."""
    pacific = in_turn.model_copy(update={"calendar": Calendar(time_zone="Pacific/Honolulu")})
    sunday = standing_in(HEAD, BOB, date(2026, 11, 22), date(2026, 11, 22))
    assert set(deals_of(sunday, pacific).values()) == {ANN}


def test_where_all_are_away_all_take_turns() -> None:
    day = MONDAY.date()
    away = standing_in(HEAD, BOB, day, day)
    away = Directory({**away.people, ANN: standing_in(HEAD, ANN, day, day).people[ANN]})
    assert set(deals_of(away).values()) == {ANN, BOB}


@for_all(st.integers(2, 7), st.integers(0, 2**32))
def test_over_many_deals_everybody_has_as_many(size: int, seed: int) -> None:
    """X-18: within what chance allows."""
    people = tuple(UUID(int=seed + n) for n in range(size))
    deals = 600
    shares = Counter(whose_turn(people, UUID(int=(seed << 32) + n), "Call") for n in range(deals))
    fair = deals / size
    assert set(shares) == set(people)
    assert max(abs(share - fair) for share in shares.values()) < 6 * fair**0.5


@for_all(st.integers(3, 7), st.integers(0, 2**32))
def test_where_one_is_away_nobody_else_loses_a_task(size: int, seed: int) -> None:
    people = tuple(UUID(int=seed + n) for n in range(size))
    for deal in (UUID(int=(seed << 32) + n) for n in range(50)):
        before = whose_turn(people, deal, "Call")
        assert whose_turn(people[1:], deal, "Call") == before or before == people[0]


def test_tasks_in_turn_need_a_role() -> None:
    for rule in ({"in_turn": True}, {"in_turn": True, "responsible": "manager", "person_id": ANN}):
        with pytest.raises(ValueError, match="in turn among the holders of a role"):
            StageTask.model_validate(dict(task()) | rule)
