"""A task, step by step."""

from typing import Any

import pytest
from examples import ANN, BOB, FRIDAY, ID, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, recorded
from task_facts import accepted, assigned, cancelled, done, due_set, reassigned, rescheduled, returned

from crm_es.messages import Corrupt
from crm_es.projections import task_course
from crm_es.projections.task_course import Course

checked = assigned.model_copy(update={"accepted": True})


def course(*later: Any, first: Any = checked) -> Course:
    found: Course = fold(task_course, recorded(first, MONDAY), *later)[ID]
    return found


def test_every_step_is_kept_with_what_was_so_from_then_on() -> None:
    """S2-13, S2-19."""
    found = course(
        recorded(rescheduled, TUESDAY),
        recorded(reassigned, TUESDAY),
        recorded(done, WEDNESDAY),
        recorded(returned, THURSDAY),
        recorded(due_set, THURSDAY),
        recorded(done, FRIDAY),
        recorded(accepted, FRIDAY),
    )
    assert found.at == (MONDAY, TUESDAY, TUESDAY, WEDNESDAY, THURSDAY, THURSDAY, FRIDAY, FRIDAY)
    assert found.happened == ("assigned", "moved", "given", "done", "returned", "followed", "done", "accepted")
    assert found.status == ("open", "open", "open", "done", "returned", "returned", "done", "accepted")
    assert found.due == (WEDNESDAY, *[THURSDAY] * 3, *[FRIDAY] * 4)
    assert found.responsible == (ANN, ANN, *[BOB] * 6)
    assert found.said[1:5] == ("They are away.", "Ann is ill.", "They want flour.", "How much flour?")


def test_a_task_lives_until_nobody_has_to_do_anything_about_it() -> None:
    assert course().live
    assert course(recorded(done)).live, "the supervisor has to look"
    assert not course(recorded(done), first=assigned).live
    assert not course(recorded(done), recorded(accepted)).live
    assert not course(recorded(cancelled)).live
    assert course(recorded(done), recorded(returned), first=assigned).live


def test_nothing_happens_to_a_task_before_it_was_assigned() -> None:
    with pytest.raises(Corrupt):
        fold(task_course, recorded(done))
