"""Projects of the demo company: planned with the client, worked on by several people, some of them in danger."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.project import (
    FinishStage,
    OpenProject,
    PlannedWork,
    PlanStage,
    ReportProgress,
    SetBaseline,
    SetProjectBudget,
)
from crm_es.demo.bench import Bench, Job
from crm_es.demo.people import person
from crm_es.demo.simulation import Simulation, Story
from crm_es.work import Subject

LEAD: Final = "natalya"


class Phase(NamedTuple):
    """A stage of every project: how many days and hours it takes, and who works on it."""

    name: str
    category: str
    days: int
    hours: tuple[tuple[str, int], ...]


PHASES: Final = (
    Phase("Обследование площадки", "survey", 5, (("ilya", 10),)),
    Phase("Проект размещения", "design", 8, (("alina", 24), ("natalya", 8))),
    Phase("Монтаж и пуск", "installation", 14, (("ilya", 40), ("fedor", 40))),
    Phase("Настройка рецептур", "tuning", 7, (("alina", 20),)),
    Phase("Обучение персонала", "training", 4, (("fedor", 12),)),
)

SMALL: Final = (Phase("Монтаж печи", "installation", 3, (("fedor", 10), ("ilya", 6))),)
"""What a small one is made of."""


def project(
    sim: Simulation,
    bench: Bench,
    client_id: UUID,
    name: str,
    at: datetime,
    *,
    overrun: float,
    phases: tuple[Phase, ...] = PHASES,
) -> Story:
    """From the plan that is agreed to the training; the overrun says how much longer everything takes than planned."""
    yield at
    project_id, lead = sim.new_id(), person(LEAD)
    sim.ask(lead, OpenProject(project_id=project_id, name=name, client_id=client_id, lead_id=lead), at)
    stages = [(sim.new_id(), phase) for phase in phases]
    begins, before = at.date(), None
    for stage_id, phase in stages:
        ends = begins + timedelta(days=phase.days)
        planning = PlanStage(
            project_id=project_id,
            stage_id=stage_id,
            name=phase.name,
            category=phase.category,
            starts=begins,
            ends=ends,
            planned=tuple(PlannedWork(person_id=person(who), minutes=60 * hours) for who, hours in phase.hours),
            depends_on=(before,) if before else (),
        )
        sim.ask(lead, planning, at)
        begins, before = ends + timedelta(days=1), stage_id
    at = sim.after(at, 3)
    yield at
    hours = sum(hours for phase in phases for _, hours in phase.hours)
    sim.ask(lead, SetBaseline(project_id=project_id, name="Agreed estimate"), at)
    sim.ask(lead, SetProjectBudget(project_id=project_id, minutes=hours * 66), at)
    for stage_id, phase in stages:
        yield from worked(sim, bench, project_id, stage_id, phase, at, overrun)
        at = sim.after(at + timedelta(days=phase.days), 1)


def worked(  # noqa: PLR0917 - one stage in all its particulars
    sim: Simulation, bench: Bench, project_id: UUID, stage_id: UUID, phase: Phase, at: datetime, overrun: float
) -> Story:
    """A stage, once its turn has come: it is given to its people, and they say how far they are."""
    yield at
    total = sum(taken(hours, overrun) for _, hours in phase.hours)
    spent = {"minutes": 0}

    def report(minutes: int, ends: datetime) -> None:
        spent["minutes"] += minutes
        if spent["minutes"] < total:
            percent = min(95, 100 * spent["minutes"] // total)
            progress = ReportProgress(project_id=project_id, stage_id=stage_id, done_percent=percent)
            sim.ask(person(LEAD), progress, ends)
        else:
            sim.ask(person(LEAD), FinishStage(project_id=project_id, stage_id=stage_id), ends)

    subject = Subject(project_id=project_id, stage_id=stage_id)
    for who, hours in phase.hours:
        bench.give(who, Job(subject, "project work", taken(hours, overrun), phase.name, report))


def taken(hours: int, overrun: float) -> int:
    """How many minutes it takes in the end, in whole quarters of an hour."""
    return round(hours * overrun * 4) * 15
