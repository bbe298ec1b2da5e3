"""The review of a day, told the same on the day and later (S2-05, S2-13, S2-19, S2-20)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from control.conftest import Office
from examples import ANN, BOB, FRIDAY, HEAD, MONDAY, NEXT_MONDAY, THURSDAY, TUESDAY, WEDNESDAY

from crm_es.aggregates.task import AcceptTask, AssignTask, FinishTask, ReassignTask, RescheduleTask, ReturnTask
from crm_es.control.days import look
from crm_es.control.reviews import EVENING, MORNING, SECTIONS, Review, review
from crm_es.messages import Refused
from crm_es.playbook import Calendar

HOUR = timedelta(hours=1)
CALENDAR = Calendar(time_zone="Europe/Moscow")
OLD, TODAY, MOVED, DONE, CHECKED, BAD, HELENS = (UUID(int=n) for n in range(101, 108))


def assign(task_id: UUID, due: datetime, who: UUID = ANN, **changes: Any) -> AssignTask:
    return AssignTask(task_id=task_id, what=f"Task {task_id.int}", responsible_id=who, due=due, **changes)


@pytest.fixture
def company(office: Office) -> Office:
    """Monday's plans, and what came of them on Wednesday."""
    plans = (
        assign(OLD, TUESDAY),
        assign(TODAY, WEDNESDAY + 8 * HOUR, urgent=True),
        assign(MOVED, WEDNESDAY + HOUR),
        assign(DONE, WEDNESDAY + HOUR, BOB),
        assign(CHECKED, THURSDAY, BOB, accepted=True),
        assign(BAD, FRIDAY, BOB, accepted=True),
        assign(HELENS, NEXT_MONDAY, HEAD),
    )
    office.happened(
        *((HEAD, plan, MONDAY) for plan in plans),
        (BOB, FinishTask(task_id=BAD, result="Bad"), TUESDAY),
        (ANN, RescheduleTask(task_id=MOVED, due=FRIDAY, reason="They are away."), WEDNESDAY + HOUR / 2),
        (BOB, FinishTask(task_id=DONE, result="Done"), WEDNESDAY + HOUR),
        (BOB, FinishTask(task_id=CHECKED, result="Look at it"), WEDNESDAY + HOUR),
        (HEAD, ReturnTask(task_id=BAD, reason="Not good", due=FRIDAY), WEDNESDAY + HOUR),
    )
    return office


def reviewed(company: Office, now: datetime, day: date | None = None, **asked: Any) -> Review:
    morning = asked.get("sections") is MORNING
    found: Review = company.asked(review, look(CALENDAR, now, day, morning=morning), **asked)
    return found


def by_section(found: Review) -> dict[str, list[int]]:
    return {section: [row["task_id"].int for row in found.rows if row["section"] == section] for section in SECTIONS}


def test_an_evening_tells_what_came_of_the_day(company: Office) -> None:
    found = reviewed(company, WEDNESDAY + 3 * HOUR)
    assert by_section(found) == {
        "overdue": [101],
        "due today": [102],
        "moved": [103],
        "returned": [106],
        "to accept": [105],
        "done": [104, 105],
        "accepted": [],
        "not touched": [102, 101],
    }
    (moved,) = (row for row in found.rows if row["section"] == "moved")
    assert (moved["from_due"], moved["due"], moved["said"], moved["times_moved"]) == (
        WEDNESDAY + HOUR,
        FRIDAY,
        "They are away.",
        1,
    )


def test_each_person_is_counted_and_each_count_leads_to_its_rows(company: Office) -> None:
    found = reviewed(company, WEDNESDAY + 3 * HOUR)
    assert [line["responsible"] for line in found.counts] == ["Ann", "Bob"]
    ann, bob = found.counts
    assert (ann["overdue"], ann["due_today"], ann["moved"], ann["not_touched"], ann["done"]) == (1, 1, 1, 2, 0)
    assert (bob["done"], bob["returned"], bob["to_accept"]) == (2, 1, 1)
    for line in found.counts:
        for section, query in line["queries"].items():
            assert len(company.list("tasks", filters=dict(parse_qsl(query)))) == line[section], section


def test_the_morning_leaves_out_what_the_day_will_bring(company: Office) -> None:
    found = reviewed(company, WEDNESDAY - HOUR, sections=MORNING)
    assert by_section(found)["overdue"] == [101]
    assert by_section(found)["due today"] == [102, 103, 104], "what is urgent comes first"
    assert "done" not in found.counts[0]


def test_a_day_that_is_over_is_told_as_it_was(company: Office) -> None:
    """What happened afterwards changes nothing about it."""
    before = reviewed(company, WEDNESDAY + 11 * HOUR)
    company.happened(
        (ANN, FinishTask(task_id=OLD, result="At last"), THURSDAY),
        (HEAD, ReassignTask(task_id=TODAY, responsible_id=BOB, reason="Ann is ill."), THURSDAY),
        (HEAD, AcceptTask(task_id=CHECKED), THURSDAY),
    )
    later = reviewed(company, NEXT_MONDAY, WEDNESDAY.date())
    assert by_section(later) == by_section(before)
    assert by_section(later)["overdue"] == [102, 101]
    assert {row["responsible_id"] for row in later.rows if row["task_id"] == TODAY} == {ANN}
    assert by_section(reviewed(company, NEXT_MONDAY, THURSDAY.date()))["accepted"] == [105]
    morning = reviewed(company, NEXT_MONDAY, WEDNESDAY.date(), sections=MORNING)
    assert by_section(morning)["due today"] == [102, 103, 104]


def test_one_sees_those_whom_one_asks_for(company: Office) -> None:
    found = reviewed(company, WEDNESDAY + 3 * HOUR, people=[BOB])
    assert {row["responsible_id"] for row in found.rows} == {BOB}
    assert reviewed(company, WEDNESDAY, people=[]).rows == []


def test_a_task_that_changed_hands_is_told_of_whoever_had_it(company: Office) -> None:
    company.happened((HEAD, ReassignTask(task_id=OLD, responsible_id=BOB, reason="Ann is ill."), WEDNESDAY + 2 * HOUR))
    found = by_section(reviewed(company, WEDNESDAY + 3 * HOUR, people=[BOB]))
    assert (found["overdue"], found["not touched"]) == ([101], [])


def test_where_the_day_ends_the_company_says(company: Office) -> None:
    """Ten in the evening in London is the next day in Moscow."""
    company.happened((HEAD, assign(UUID(int=200), WEDNESDAY + 13 * HOUR), WEDNESDAY))
    found = by_section(reviewed(company, WEDNESDAY + 2 * HOUR, sections=EVENING))
    assert 200 not in found["due today"]
    assert 200 in by_section(reviewed(company, WEDNESDAY + 12.5 * HOUR))["due today"]


def test_no_day_is_reviewed_before_it_comes() -> None:
    with pytest.raises(Refused, match="not come yet"):
        look(CALENDAR, MONDAY, FRIDAY.date())
