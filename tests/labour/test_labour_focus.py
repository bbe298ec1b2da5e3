"""What is asked of a month that is over: whose time counts, and which months before (S3-25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from examples import ANN, BOB, DIRECTORY, HEAD
from fold import keep
from psycopg import Connection
from worked import labour_tables, worked

from crm_es.aggregates.focus import Takes, TimeSpent
from crm_es.directory import Directory
from crm_es.labour.focus import back, reviews
from crm_es.playbook.labour import Drift
from crm_es.store.log import Log

OCTOBER = date(2026, 10, 1)
DRIFT = Drift(months=2, least_hours=1)


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    with labour_tables(log) as db:
        yield db


def asked(db: Connection[Any], drift: Drift = DRIFT, directory: Directory = DIRECTORY) -> dict[Any, Any]:
    return {review.person_id: review for review in reviews(db, directory, drift, OCTOBER)}


def test_only_the_months_before_count_that_the_playbook_names_and_that_have_enough_time(db: Connection[Any]) -> None:
    keep(
        db,
        worked(ANN, date(2026, 10, 31), 100, "administration"),
        worked(ANN, date(2026, 9, 30), 60, "administration"),
        worked(ANN, date(2026, 8, 1), 59, "administration"),
        worked(ANN, date(2026, 7, 31), 600, "administration"),
        worked(ANN, date(2026, 11, 1), 600, "administration"),
    )
    review = asked(db)[ANN]
    assert [(one.heading, one.minutes) for one in review.spent] == [("administration", 100)]
    assert review.own_before == (TimeSpent(heading="administration", minutes=60),)


def test_the_team_are_those_with_the_same_supervisor_and_role(db: Connection[Any]) -> None:
    keep(
        db,
        worked(ANN, OCTOBER, 100, "administration"),
        worked(BOB, date(2026, 9, 1), 90, "commercial activity", "commercial"),
    )
    assert asked(db)[ANN].team_before == (TimeSpent(heading="commercial", minutes=90),)
    bob = replace(DIRECTORY.people[BOB], supervisor_id=None)
    alone = Directory({**DIRECTORY.people, BOB: bob})
    assert asked(db, directory=alone)[ANN].team_before == ()
    assert BOB not in asked(db)
    assert HEAD not in asked(db)


def test_what_took_the_time_is_told_by_heading_and_breaks_take_none(db: Connection[Any]) -> None:
    keep(
        db,
        worked(ANN, OCTOBER, 100, "letters", "administration"),
        worked(ANN, OCTOBER, 300, "reports", "administration"),
        worked(ANN, OCTOBER, 500, "break"),
    )
    (spent,) = asked(db)[ANN].spent
    assert spent.takes == (Takes(what="reports", minutes=300), Takes(what="letters", minutes=100))


@pytest.mark.parametrize(("count", "month"), [(1, date(2026, 9, 1)), (10, date(2025, 12, 1)), (0, OCTOBER)])
def test_months_are_counted_back_over_the_years(count: int, month: date) -> None:
    assert back(OCTOBER, count) == month
