"""Whoever is planned on a stage has it in the notebook, until it is over (S3-18)."""

from __future__ import annotations

from examples import BOB, CAROL
from project_facts import PLANNED, PROJECT, SETUP, TEST, of_kind, past, plan_setup, setup_planned

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.project import (
    CloseProject,
    DropStage,
    FinishStage,
    PlannedWork,
    ReopenProject,
    ReopenStage,
)
from crm_es.ids import derived, notebook_of
from crm_es.policies.hand_out_project_stages import react

finish = FinishStage(project_id=PROJECT, stage_id=SETUP)


def test_people_who_are_new_on_a_stage_are_told() -> None:
    assert list(react(setup_planned)) == [
        AddEntry(
            notebook_id=notebook_of(BOB),
            person_id=BOB,
            entry_id=derived(PROJECT, "project stage", SETUP, BOB),
            kind="project stage",
            about="project",
            subject_id=PROJECT,
            text="Rollout: Set up, 10.0 h, until 27.11.2026",
        )
    ]


def test_whoever_plans_oneself_knows() -> None:
    assert list(react(setup_planned.model_copy(update={"planned_by": BOB}))) == []


def test_whoever_is_planned_no_more_is_free_of_it() -> None:
    anew = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=CAROL, minutes=60),), "ends": None})
    added, closed = react(past(*PLANNED, anew)[-1])
    assert isinstance(added, AddEntry)
    assert (added.person_id, added.text) == (CAROL, "Rollout: Set up, 1.0 h")
    assert isinstance(closed, CloseEntry)
    assert (closed.notebook_id, closed.result) == (notebook_of(BOB), "Somebody else does it.")


def test_it_is_gone_once_the_stage_is_over_and_back_when_it_is_not() -> None:
    *_, finished, reopened = past(
        *PLANNED, finish, ReopenStage(project_id=PROJECT, stage_id=SETUP, reason="The printer is missing")
    )
    (closed,) = react(finished)
    (added,) = react(reopened)
    assert isinstance(closed, CloseEntry)
    assert isinstance(added, AddEntry)
    assert (closed.result, closed.entry_id) == ("It is finished.", added.entry_id)
    assert added.text == "Rollout: Set up is not done: The printer is missing"
    dropped = past(*PLANNED, DropStage(project_id=PROJECT, stage_id=TEST, reason="Not wanted"))[-1]
    gone = of_kind(react(dropped), CloseEntry)
    assert [one.notebook_id for one in gone] == [notebook_of(BOB), notebook_of(CAROL)]


def test_what_is_not_done_of_a_project_is_gone_with_it_and_back_with_it() -> None:
    *_, over, again = past(
        *PLANNED, finish, CloseProject(project_id=PROJECT, reason="Stopped"),
        ReopenProject(project_id=PROJECT, reason="They want it"),
    )  # fmt: skip
    gone, back = list(react(over)), of_kind(react(again), AddEntry)
    assert [one.notebook_id for one in gone] == [notebook_of(BOB), notebook_of(CAROL)]
    assert [one.entry_id for one in back] == [one.entry_id for one in gone]
    assert back[0].text == "Rollout: Test goes on: They want it"


def test_nobody_is_told_of_a_stage_that_is_finished_already() -> None:
    carol = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=CAROL, minutes=60),)})
    assert of_kind(react(past(*PLANNED, finish, carol)[-1]), AddEntry) == []
