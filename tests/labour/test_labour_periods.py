"""Which week is handed in, and which is decided, where nobody names one (X-34)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from examples import ANN, HEAD, PLAYBOOK
from fold import keep
from psycopg import Connection
from worked import labour_tables, worked

from crm_es.ids import derived, work_log_of
from crm_es.labour.periods import Period, to_decide, to_submit
from crm_es.projections.work_periods import WorkPeriod
from crm_es.store.log import Log
from crm_es.store.table import Table

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MONDAYS = [date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]
LAST, THIS = date(2026, 11, 18), date(2026, 11, 23)


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    with labour_tables(log) as db:
        Table(WorkPeriod).create(db)
        yield db


def handed_in(first: date, status: str = "submitted") -> WorkPeriod:
    last, log_id = first.replace(day=first.day + 6), work_log_of(ANN)
    return WorkPeriod(derived(log_id, first), ANN, log_id, HEAD, first, last, status, 60, NOW)


def submits(db: Connection[Any]) -> Period:
    return to_submit(db, ANN, NOW, PLAYBOOK)


def test_the_week_that_has_ended_is_submitted_once_it_holds_work(db: Connection[Any]) -> None:
    keep(db, worked(ANN, THIS, 30, "service"))
    assert submits(db) == Period(MONDAYS[2], date(2026, 11, 29), 30)
    keep(db, worked(ANN, LAST, 90, "service"), worked(ANN, LAST, 45, "break"))
    assert submits(db) == Period(MONDAYS[1], date(2026, 11, 22), 90)
    assert str(submits(db)) == "16.11.2026 to 22.11.2026, 1:30 hours"


def test_then_comes_the_week_that_runs(db: Connection[Any]) -> None:
    keep(db, worked(ANN, LAST, 90, "service"), handed_in(MONDAYS[1]))
    assert submits(db).first == MONDAYS[2]


def test_what_was_returned_is_submitted_again(db: Connection[Any]) -> None:
    keep(db, worked(ANN, LAST, 90, "service"), handed_in(MONDAYS[1], "returned"))
    assert submits(db).first == MONDAYS[1]


def test_the_oldest_that_waits_is_decided_first(db: Connection[Any]) -> None:
    assert to_decide(db, ANN, NOW, PLAYBOOK).first == MONDAYS[2]
    keep(db, handed_in(MONDAYS[1]), handed_in(MONDAYS[0]))
    assert to_decide(db, ANN, NOW, PLAYBOOK).first == MONDAYS[0]
