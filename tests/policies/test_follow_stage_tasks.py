"""A deal counts the tasks of its stage (S2-01, S2-13)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, DEAL, FRIDAY, HEAD, ID, NEXT_MONDAY

from crm_es.aggregates.deal import CompleteStageTask, ReopenStageTask
from crm_es.aggregates.task import TaskAccepted, TaskDone, TaskReturned
from crm_es.policies.follow_stage_tasks import react

about: dict[str, Any] = {
    "task_id": ID,
    "responsible_id": ANN,
    "supervisor_id": HEAD,
    "deal_id": DEAL,
    "stage": "lead",
}
done = TaskDone(**about, result="Called", due=FRIDAY, late=False, was_overdue=False, to_accept=False)
accepted = TaskAccepted(**about, counts=True)
returned = TaskReturned(**about, reason="Call again", from_due=FRIDAY, due=NEXT_MONDAY)
complete, reopen = CompleteStageTask(deal_id=DEAL, task_id=ID), ReopenStageTask(deal_id=DEAL, task_id=ID)


def test_a_task_done_counts_at_once() -> None:
    """S2-01"""
    assert list(react(done)) == [complete]


def test_a_task_to_be_accepted_counts_once_it_is_accepted() -> None:
    """S2-13"""
    assert list(react(done.model_copy(update={"to_accept": True}))) == []
    assert list(react(accepted)) == [complete]


def test_accepting_what_counted_before_changes_nothing() -> None:
    assert list(react(accepted.model_copy(update={"counts": False}))) == []


def test_a_task_sent_back_counts_no_longer() -> None:
    """S2-13"""
    assert list(react(returned)) == [reopen]


@pytest.mark.parametrize("event", [done, accepted, returned])
@pytest.mark.parametrize("lacking", ["deal_id", "stage"])
def test_a_task_of_its_own_is_no_matter_of_a_stage(event: TaskDone | TaskAccepted | TaskReturned, lacking: str) -> None:
    assert list(react(event.model_copy(update={lacking: None}))) == []
