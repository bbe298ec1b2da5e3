"""What the clock has to bring about, and when."""

from datetime import datetime
from typing import Any

import psycopg
import pytest
from examples import FRIDAY, ID, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded
from task_facts import assigned, cancelled, done, due_set, overdue, rescheduled, returned

from crm_es.projections import agenda
from crm_es.projections.agenda import Appointment, due


def appointments(*history: Any) -> list[tuple[datetime, str]]:
    return [(line.due_at, line.command) for line in fold(agenda, *map(recorded, history)).values()]


def test_an_assigned_task_will_be_called_overdue_when_it_is_due() -> None:
    assert appointments(assigned) == [(WEDNESDAY, "CallTaskOverdue")]


@pytest.mark.parametrize(
    ("news", "when"), [(rescheduled, THURSDAY), (due_set, FRIDAY), (returned, FRIDAY)], ids=["moved", "set", "returned"]
)
def test_another_due_time_is_another_appointment(news: Any, when: datetime) -> None:
    """Also once the clock has called it overdue."""
    assert appointments(assigned, news) == [(when, "CallTaskOverdue")]
    assert appointments(assigned, overdue, news) == [(when, "CallTaskOverdue")]


@pytest.mark.parametrize("end", [done, overdue, cancelled])
def test_what_is_settled_or_called_is_off_the_agenda(end: Any) -> None:
    assert appointments(assigned, end) == []


def test_the_clock_gets_what_is_due_the_longest_overdue_first(company: psycopg.Connection[Any]) -> None:
    first, second = Appointment(OTHER_ID, MONDAY, "CallTaskOverdue", 1), Appointment(ID, TUESDAY, "CallTaskOverdue", 2)
    keep(company, second, first)
    assert due(WEDNESDAY, 10, company) == [first, second]
    assert due(WEDNESDAY, 1, company) == [first]
    assert due(TUESDAY, 10, company) == [first], "at the due time itself it is not overdue yet"
