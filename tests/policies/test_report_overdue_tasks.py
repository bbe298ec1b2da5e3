"""A supervisor hears what is overdue, as long as it is (S2-05, S2-13, S2-20)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, DEAL, HEAD, ID, MONDAY, TUESDAY
from task_facts import reassigned

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.task import TaskCancelled, TaskDone, TaskDueSet, TaskEvent, TaskOverdue, TaskRescheduled
from crm_es.ids import notebook_of
from crm_es.policies.report_overdue_tasks import entry, react

about: dict[str, Any] = {"task_id": ID, "responsible_id": ANN, "supervisor_id": HEAD}
moved: dict[str, Any] = about | {"from_due": MONDAY, "due": TUESDAY, "was_overdue": True}
overdue = TaskOverdue(**about, what="Call", deal_id=DEAL, due=MONDAY)
done = TaskDone(
    **about, deal_id=DEAL, stage="lead", result="Called", due=MONDAY, late=True, was_overdue=True, to_accept=False
)
rescheduled = TaskRescheduled(**moved, reason="Ill", times=1)
due_set = TaskDueSet(**moved)
cancelled = TaskCancelled(**about, due=MONDAY, reason="Lost", was_overdue=True)


def test_the_supervisor_is_told_of_an_overdue_task() -> None:
    assert list(react(overdue)) == [
        AddEntry(
            notebook_id=notebook_of(HEAD),
            person_id=HEAD,
            entry_id=entry(ID, MONDAY),
            kind="overdue of a subordinate",
            about="task",
            subject_id=ID,
            text="Overdue since 23.11.2026: Call",
        )
    ]


@pytest.mark.parametrize(
    ("event", "result"),
    [
        (done, "The task is done."),
        (rescheduled, "The task is due on 24.11.2026 now."),
        (due_set, "The task is due on 24.11.2026 now."),
        (cancelled, "The task is cancelled."),
    ],
)
def test_the_report_is_settled_with_the_task(event: Any, result: str) -> None:
    """S2-19"""
    (told,) = react(overdue)
    assert list(react(event)) == [CloseEntry(notebook_id=told.notebook_id, entry_id=told.entry_id, result=result)]


@pytest.mark.parametrize("event", [done, rescheduled, due_set, cancelled])
def test_what_was_not_overdue_leaves_nothing_to_settle(event: Any) -> None:
    assert list(react(event.model_copy(update={"was_overdue": False}))) == []


@pytest.mark.parametrize("event", [overdue, done, rescheduled, due_set, cancelled])
def test_who_answers_for_the_own_work_is_not_told_of_it(event: Any) -> None:
    assert list(react(event.model_copy(update={"supervisor_id": ANN}))) == []


def test_an_overdue_task_that_changes_hands_is_reported_to_whoever_does_not_do_it_alone() -> None:
    """S2-13: not while the supervisor does it."""
    late = reassigned.model_copy(update={"was_overdue": True, "due": MONDAY})
    assert list(react(late)) == []
    (closed,) = react(late.model_copy(update={"to_responsible_id": HEAD}))
    assert isinstance(closed, CloseEntry)
    (told,) = react(late.model_copy(update={"from_responsible_id": HEAD}))
    assert isinstance(told, AddEntry)
    assert closed.entry_id == told.entry_id == entry(ID, MONDAY)
    assert list(react(reassigned)) == []


def test_each_due_time_is_reported_by_itself() -> None:
    (again,) = react(overdue.model_copy(update={"due": TUESDAY}))
    assert again.entry_id != entry(ID, MONDAY)


def test_a_report_is_found_again_from_the_stored_event() -> None:
    stored: TaskEvent = TaskDone.model_validate_json(done.model_dump_json())
    assert isinstance(stored, TaskDone)
    assert list(react(stored)) == list(react(done))
