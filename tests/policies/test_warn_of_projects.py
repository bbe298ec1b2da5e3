"""The lead reads of each danger of a stage, the heads of each of the project, until it is over (S3-15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL, HEAD, carol
from project_facts import LED, PLANNED, PROJECT, SETUP, count, leading, of_kind, past, plan_setup, warned
from spec import Spec

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.project import (
    CloseProject,
    DropStage,
    FinishStage,
    HandOverProject,
    PlannedWork,
    ReportProgress,
    decider,
)
from crm_es.ids import notebook_of
from crm_es.policies.warn_of_projects import react

OF_PROJECT: dict[str, Any] = {"stage_id": None, "stage": None, "what": "project over plan"}


def added(**changes: Any) -> list[AddEntry]:
    return of_kind(react(warned.model_copy(update=changes)), AddEntry)


def freed(event: Any) -> dict[UUID, set[UUID]]:
    """Which entries are closed, by notebook."""
    found: dict[UUID, set[UUID]] = {}
    for one in of_kind(react(event), CloseEntry):
        found.setdefault(one.notebook_id, set()).add(one.entry_id)
    return found


def test_the_lead_hears_of_a_stage_and_the_heads_of_the_whole_project() -> None:
    (entry,) = added()
    assert (entry.person_id, entry.kind, entry.notebook_id) == (ANN, "project warning", notebook_of(ANN))
    assert entry.text == "Rollout: Set up: 82 % of the plan is spent (8.2 h of 10.0 h are spent, 40 % is done)."
    for what in ("project over plan", "runs ahead", "CPI", "SPI", "budget"):
        assert [one.person_id for one in added(**OF_PROJECT | {"what": what})] == [ANN, HEAD]
    assert len(added(**OF_PROJECT, head_ids=(ANN,))) == 1


def test_a_danger_has_one_entry_and_a_graver_one_takes_its_place() -> None:
    (early,), (over,) = added(what="runs ahead"), added(threshold=Decimal(100))
    assert early.entry_id == over.entry_id
    assert [type(one) for one in react(warned)] == [CloseEntry, AddEntry]
    assert [type(one) for one in react(warned.model_copy(update={"what": "runs ahead"}))] == [AddEntry]
    others = [added(what="stage late", ends=date(2026, 11, 27)), added(**OF_PROJECT)]
    assert early.entry_id not in {entries[0].entry_id for entries in others}


@pytest.mark.parametrize(
    "over",
    [FinishStage(project_id=PROJECT, stage_id=SETUP), DropStage(project_id=PROJECT, stage_id=SETUP, reason="No")],
)
def test_what_was_told_of_a_stage_is_gone_once_that_is_over(over: Any) -> None:
    history = past(*PLANNED[:2], count(700), HandOverProject(project_id=PROJECT, lead_id=CAROL))
    (event,) = Spec(decider, leading()).given(*history).when(over, carol(playbooks={1: LED})).events()
    (notebook, entries), *others = freed(event).items()
    assert (notebook, others) == (notebook_of(ANN), [])
    assert added()[0].entry_id in entries
    assert freed(past(*PLANNED[:2], over)[-1]) == {}


def test_that_it_is_late_is_gone_once_it_has_other_days() -> None:
    history = past(*PLANNED, count(700), plan_setup.model_copy(update={"ends": date(2026, 12, 1)}))
    late = added(what="stage late", ends=date(2026, 11, 27))[0].entry_id
    assert freed(history[-1]) == {notebook_of(ANN): {late}}
    assert freed(past(*PLANNED, count(700), plan_setup.model_copy(update={"name": "Anew"}))[-1]) == {}


def test_that_too_much_is_spent_is_gone_once_enough_is_planned() -> None:
    def planned(minutes: int) -> Any:
        return plan_setup.model_copy(update={"planned": (PlannedWork(person_id=BOB, minutes=minutes),)})

    history = past(*PLANNED, count(1100), planned(9000))
    of_stage, of_project = added()[0].entry_id, {one.entry_id for one in added(**OF_PROJECT)}
    assert history[-1].eased == (SETUP,)
    assert freed(history[-1]) == {notebook_of(ANN): {of_stage}}
    assert freed(past(*PLANNED, count(1100), planned(1000))[-1]) == {}
    well = past(*PLANNED, count(1100), ReportProgress(project_id=PROJECT, stage_id=SETUP, done_percent=90))
    (event,) = Spec(decider, leading()).given(*well).when(planned(9000), leading()).events()
    gone = freed(event)
    assert set(gone) == {notebook_of(ANN), notebook_of(HEAD)}
    assert of_project <= gone[notebook_of(ANN)] | gone[notebook_of(HEAD)]


def test_a_closed_project_is_in_no_danger() -> None:
    *_, closed = past(*PLANNED, count(1100), CloseProject(project_id=PROJECT, reason="Accepted"))
    gone = freed(closed)
    assert set(gone) == {notebook_of(ANN), notebook_of(HEAD)}
    assert added()[0].entry_id in gone[notebook_of(ANN)] - gone[notebook_of(HEAD)]
    assert {one.entry_id for one in added(**OF_PROJECT)} <= gone[notebook_of(ANN)] | gone[notebook_of(HEAD)]
    assert notebook_of(BOB) not in gone
