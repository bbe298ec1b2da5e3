"""A warehouse rollout for a client: Ann leads it, Bob and Carol work on it, Helen heads the projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from examples import ANN, BOB, CAROL, CLIENT, HEAD, ID, MONDAY, PLAYBOOK, ann, machine, roubles

from crm_es.aggregates.project import (
    CountProjectWork,
    OpenProject,
    PlannedWork,
    PlanStage,
    Project,
    ProjectCommand,
    ProjectOpened,
    ProjectWarned,
    Share,
    StagePlan,
    StagePlanned,
    decider,
)
from crm_es.context import Context
from crm_es.messages import Command
from crm_es.playbook import Playbook, Projects
from crm_es.rates import HourlyRate, Rates

PROJECT = ID
SETUP, TEST = UUID(int=101), UUID(int=102)
WORK, MORE_WORK = UUID(int=201), UUID(int=202)
TODAY = MONDAY.date()
LED: Playbook = PLAYBOOK.model_copy(update={"projects": Projects(head_role="head_of_sales")})
RATES = Rates(
    {
        UUID(int=301): HourlyRate(per_hour=roubles(3000), since=date(2026, 1, 1)),
        UUID(int=302): HourlyRate(per_hour=roubles(1200), use="cost", since=date(2026, 1, 1)),
    }
)

about: dict[str, Any] = {
    "project_id": PROJECT,
    "project": "Rollout",
    "client_id": CLIENT,
    "lead_id": ANN,
    "head_ids": (HEAD,),
}
opened = ProjectOpened(**about, kind="project", deal_id=None, opened_by=ANN)
open_it = OpenProject(project_id=PROJECT, name="Rollout", client_id=CLIENT, lead_id=ANN)
plan_setup = PlanStage(
    project_id=PROJECT,
    stage_id=SETUP,
    name="Set up",
    category="build",
    starts=date(2026, 11, 23),
    ends=date(2026, 11, 27),
    planned=(PlannedWork(person_id=BOB, minutes=600),),
)
plan_test = PlanStage(
    project_id=PROJECT,
    stage_id=TEST,
    name="Test",
    category="test",
    starts=date(2026, 11, 30),
    ends=date(2026, 12, 4),
    planned=(PlannedWork(person_id=BOB, minutes=120), PlannedWork(person_id=CAROL, minutes=280)),
    depends_on=(SETUP,),
)
setup = StagePlan(
    stage_id=SETUP,
    name="Set up",
    category="build",
    starts=date(2026, 11, 23),
    ends=date(2026, 11, 27),
    planned=(Share(person_id=BOB, minutes=600, value=roubles(30000), cost=roubles(12000)),),
)
setup_planned = StagePlanned(
    **about,
    **dict(setup),
    version=1,
    joined=(BOB,),
    planned_by=ANN,
    project_minutes=600,
    late_at=LED.calendar.end_of(date(2026, 11, 27)),
)
warned = ProjectWarned(
    **about,
    what="stage over plan",
    stage_id=SETUP,
    stage="Set up",
    threshold=Decimal(80),
    figure=Decimal("82.5"),
    planned_minutes=600,
    spent_minutes=495,
    done_percent=40,
)


def leading(**changes: Any) -> Context:
    """Ann asks, who leads it."""
    return ann(**{"playbooks": {1: LED}, "rates": RATES} | changes)


def counting(**changes: Any) -> Context:
    """The policy that counts work."""
    return machine("policy", **{"playbooks": {1: LED}, "rates": RATES} | changes)


def count(minutes: int, work_id: UUID = WORK, stage_id: UUID | None = SETUP, **changes: Any) -> CountProjectWork:
    facts: dict[str, Any] = {"person_id": BOB, "kind": "project work", "on": TODAY} | changes
    return CountProjectWork(project_id=PROJECT, stage_id=stage_id, work_id=work_id, minutes=minutes, **facts)


def past(*commands: Command) -> tuple[Any, ...]:
    """What happened once these were asked one after another: by the policy what is its to ask, else by Ann."""
    history: list[Any] = []
    state: Project | None = None
    for command in commands:
        context = counting() if "employee" not in command.ROLES and "policy" in command.ROLES else leading()
        wish = cast(ProjectCommand, command)
        events = tuple(decider.decide(state, wish, replace(context, at=MONDAY)))
        history += events
        state = decider.fold(events, state)
    return tuple(history)


def folded(*history: Any) -> Project:
    """The project as these events left it."""
    project = decider.fold(history)
    assert project is not None
    return project


def of_kind(events: Iterable[Any], kind: type[Any]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


PLANNED = (open_it, plan_setup, plan_test)
"""Ten hours of Bob, then two of Bob and 280 minutes of Carol."""
HOUR_PRICE, HOUR_COST = Decimal(3000), Decimal(1200)
