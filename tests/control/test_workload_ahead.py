"""How much everybody has to do on which day (S2-04, S2-06)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from control.conftest import Office
from examples import ANN, BOB, FRIDAY, HEAD, MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY

from crm_es.aggregates.task import AssignTask, FinishTask
from crm_es.control.workload import workload
from crm_es.messages import Refused
from crm_es.playbook import Calendar

CALENDAR = Calendar(time_zone="Europe/Moscow", holidays=(date(2026, 11, 26),))


@pytest.fixture
def company(office: Office) -> Office:
    dues = [TUESDAY, WEDNESDAY + timedelta(hours=6), WEDNESDAY + timedelta(hours=14), FRIDAY]
    wishes = [
        AssignTask(task_id=UUID(int=200 + n), what="Call", responsible_id=ANN, due=due, urgent=due == FRIDAY)
        for n, due in enumerate(dues)
    ]
    wishes.append(AssignTask(task_id=UUID(int=300), what="Call", responsible_id=BOB, due=NEXT_MONDAY))
    office.happened(*((HEAD, wish, MONDAY) for wish in wishes))
    return office


def asked(company: Office, **question: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = company.asked(workload, CALENDAR, WEDNESDAY, **question)
    return found


def test_each_day_tells_what_is_due_and_today_what_is_carried_over(company: Office) -> None:
    lines = asked(company, until=FRIDAY.date(), people=[ANN])
    assert [(line["day"].day, line["due"], line["overdue"], line["urgent"]) for line in lines] == [
        (25, 1, 1, 0),
        (26, 1, 0, 0),
        (27, 1, 0, 1),
    ], "eleven in the evening of the 25th in London is the 26th in Moscow"


def test_days_off_are_told_apart(company: Office) -> None:
    lines = asked(company, until=date(2026, 11, 30), people=[ANN])
    assert [line["working"] for line in lines] == [True, False, True, False, False, True]


def test_two_weeks_are_shown_and_everybody_who_has_something_to_do(company: Office) -> None:
    lines = asked(company)
    assert len(lines) == 2 * 14
    assert [line["responsible"] for line in lines[::14]] == ["Ann", "Bob"]
    assert sum(line["due"] + line["overdue"] for line in lines) == 5


def test_each_figure_leads_to_its_rows(company: Office) -> None:
    for line in asked(company):
        rows = company.list("tasks", filters=dict(parse_qsl(line["query"])))
        assert len(rows) == line["due"] + line["overdue"]


def test_what_is_done_is_no_load(company: Office) -> None:
    company.happened((BOB, FinishTask(task_id=UUID(int=300), result="Called"), TUESDAY))
    assert asked(company, people=[BOB]) == []


def test_a_plan_is_for_sensible_days(company: Office) -> None:
    for since, until, told in (
        (date(2026, 11, 2), date(2026, 11, 1), "ends before it begins"),
        (date(2026, 1, 1), date(2030, 1, 1), "a year at most"),
    ):
        with pytest.raises(Refused, match=told):
            asked(company, since=since, until=until)
