"""How tasks were completed, with all that one may ask about it (S2-06)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from control.conftest import Office
from examples import ANN, BOB, DIRECTOR, FRIDAY, HEAD, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY

from crm_es.aggregates.task import AssignTask, CancelTask, FinishTask, RescheduleTask, ReturnTask
from crm_es.control.completion import completion
from crm_es.messages import Refused
from crm_es.playbook import Calendar

CALENDAR = Calendar(time_zone="Europe/Moscow")
NEW_YEAR = datetime(2026, 12, 31, 22, tzinfo=UTC)
FIRST, MOVED, DROPPED, BOBS, FAR = (UUID(int=n) for n in range(101, 106))


def assign(task_id: UUID, who: UUID, due: datetime) -> AssignTask:
    return AssignTask(task_id=task_id, what="Call", responsible_id=who, due=due)


@pytest.fixture
def company(office: Office) -> Office:
    """Ann has one task of a stage and three of her own; Bob two, one of them in the next year by Moscow's clocks."""
    of_stage = assign(OTHER_ID, ANN, TUESDAY).model_copy(update={"pipeline": "wholesale", "stage": "lead"})
    plans = ((FIRST, ANN, TUESDAY), (MOVED, ANN, TUESDAY), (DROPPED, ANN, TUESDAY), (BOBS, BOB, FRIDAY))
    office.happened(
        (HEAD, of_stage, MONDAY),
        *((HEAD, assign(*plan), MONDAY) for plan in (*plans, (FAR, BOB, NEW_YEAR))),
        (ANN, FinishTask(task_id=FIRST, result="Done"), MONDAY),
        *((ANN, RescheduleTask(task_id=MOVED, due=due, reason="Away"), MONDAY) for due in (WEDNESDAY, FRIDAY)),
        (ANN, FinishTask(task_id=MOVED, result="Done"), THURSDAY),
        (HEAD, CancelTask(task_id=DROPPED, reason="Gone"), MONDAY),
        (BOB, FinishTask(task_id=BOBS, result="Done"), TUESDAY),
        (HEAD, ReturnTask(task_id=BOBS, reason="How?", due=FRIDAY), TUESDAY),
    )
    return office


def asked(company: Office, *by: Any, **question: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = company.asked(completion, CALENDAR, by, **question)
    return found


FIGURES = ("planned", "on_time", "late", "open", "cancelled", "moved", "moves", "returned")


def figures(line: dict[str, Any]) -> tuple[int, ...]:
    return tuple(line[name] for name in FIGURES)


def test_everybodys_tasks_are_counted_and_all_together_at_last(company: Office) -> None:
    ann, bob, everybody = asked(company, "person")
    assert (ann["responsible"], *figures(ann)) == ("Ann", 4, 1, 1, 1, 1, 1, 2, 0)
    assert (bob["responsible"], *figures(bob)) == ("Bob", 2, 0, 0, 2, 0, 0, 0, 1)
    assert (everybody["total"], *figures(everybody)) == (True, 6, 1, 1, 3, 1, 1, 2, 1)
    assert (ann["mean_days_late"], ann["share_on_time"]) == (2.0, 0.5)
    assert (bob["mean_days_late"], bob["share_on_time"]) == (None, None)


def test_tasks_of_their_own_stand_beside_those_of_stages(company: Office) -> None:
    lead, own, _ = asked(company, "stage")
    assert (lead["pipeline"], lead["stage"], lead["planned"]) == ("wholesale", "lead", 1)
    assert (own["stage"], own["planned"]) == (None, 5)


def test_months_are_those_of_the_company(company: Office) -> None:
    november, january, _ = asked(company, "month")
    assert (november["month"], november["planned"]) == (date(2026, 11, 1), 5)
    assert (january["month"], january["planned"]) == (date(2027, 1, 1), 1)


@pytest.mark.parametrize("by", [("stage",), ("person",), ("month",), ("stage", "person", "month")])
@pytest.mark.parametrize("people", [None, [ANN, BOB]])
def test_each_line_leads_to_its_rows(company: Office, by: tuple[str, ...], people: Any) -> None:
    for question in ({}, {"since": date(2026, 11, 24), "until": date(2026, 11, 30)}):
        for line in asked(company, *by, people=people, **question):
            rows = company.list("plan-versus-actual", filters=dict(parse_qsl(line["query"])), sight=people)
            assert len(rows) == line["planned"]


def test_one_sees_what_concerns_oneself_or_ones_team(company: Office) -> None:
    assert asked(company, "person", people=[BOB])[-1]["planned"] == 2
    assert asked(company, "person", people=[HEAD])[-1]["planned"] == 6, "she answers for them"
    assert asked(company, "person", people=[DIRECTOR])[-1]["planned"] == 0


def test_a_report_that_cannot_be_is_a_sentence(company: Office) -> None:
    day = MONDAY.date()
    with pytest.raises(Refused, match="ends before it begins"):
        asked(company, "person", since=day, until=day - timedelta(1))
    for by in ((), ("weekday",)):
        with pytest.raises(Refused, match="by stage, person, month"):
            asked(company, *by)
