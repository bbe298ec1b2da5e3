"""Earned value and budgets are what the plans and the entries add up to, whatever happened in the project."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL, roubles
from project_facts import HOUR_COST, HOUR_PRICE, PROJECT, count, counting, folded, leading, open_it, past
from project_tables import told
from psycopg import Connection

from crm_es.aggregates.project import (
    CountProjectWork,
    DropStage,
    FinishStage,
    PlannedWork,
    PlanStage,
    Project,
    ProjectCommand,
    ReopenStage,
    ReportProgress,
    SetProjectBudget,
    decider,
)
from crm_es.messages import Command, Refused
from crm_es.projects.budgets import budgets
from crm_es.projects.earned_value import earned_value
from crm_es.rates import RateUse

Rows = Connection[Any]
FIRST, TODAY = date(2026, 8, 10), date(2026, 11, 20)
STAGES = [UUID(int=1000 + n) for n in range(8)]
HOUR, MONTHS = 60, ("2026-08", "2026-09", "2026-10", "2026-11")


def wish(dice: random.Random) -> ProjectCommand:
    """Something that people ask for; not always what is possible."""
    ids: dict[str, Any] = {"project_id": PROJECT, "stage_id": dice.choice(STAGES)}
    starts = FIRST + timedelta(dice.randrange(90))
    match dice.randrange(9):
        case 0 | 1 | 2:
            people = dice.sample([ANN, BOB, CAROL], dice.randint(0, 3))
            days = dice.choice(
                [(starts, starts + timedelta(dice.randrange(40))), (None, starts), (starts, None), (None, None)]
            )
            work = tuple(PlannedWork(person_id=person, minutes=60 * dice.randint(0, 40)) for person in people)
            return PlanStage(**ids, name="S", starts=days[0], ends=days[1], planned=work)
        case 3:
            return ReportProgress(**ids, done_percent=dice.randint(0, 100))
        case 4:
            stage = dice.choice([DropStage(**ids, reason="No"), FinishStage(**ids), ReopenStage(**ids, reason="Yes")])
            assert isinstance(stage, DropStage | FinishStage | ReopenStage)
            return stage
        case _:
            entry, where = UUID(int=2000 + dice.randrange(60)), dice.choice([*STAGES, None])
            return count(60 * dice.randint(0, 5), entry, where, on=FIRST + timedelta(dice.randrange(100)))


def history(seed: int, *first: Command) -> tuple[list[Command], Project]:
    """What was possible of many wishes, and the project after them. Entries stay on their stage."""
    dice = random.Random(seed)
    asked: list[Command] = [open_it, *first]
    project = folded(*past(*asked))
    where: dict[UUID, UUID | None] = {}
    for _ in range(150):
        command = wish(dice)
        if isinstance(command, CountProjectWork):
            command = command.model_copy(update={"stage_id": where.setdefault(command.work_id, command.stage_id)})
        context = counting() if isinstance(command, CountProjectWork) else leading()
        try:
            project = decider.fold(tuple(decider.decide(project, command, context)), project) or project
        except Refused:
            continue
        asked.append(command)
    return asked, project


def due(starts: date | None, ends: date | None, done: int) -> Fraction:
    """Which part of a stage is due today: day by day."""
    if ends is None:
        return Fraction(done, 100)
    days = [(starts or ends) + timedelta(n) for n in range((ends - (starts or ends)).days + 1)]
    return Fraction(sum(day <= TODAY for day in days), len(days))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("use", "per_hour"), [("price", HOUR_PRICE), ("cost", HOUR_COST)])
def test_earned_value_is_what_stages_and_entries_add_up_to(
    projects: Rows, seed: int, use: RateUse, per_hour: Decimal
) -> None:
    asked, project = history(seed)
    told(projects, *asked)
    worked = Counter[UUID | None]()
    for command in {c.work_id: c for c in asked if isinstance(c, CountProjectWork)}.values():
        worked[command.stage_id] += command.minutes
    expected: dict[Any, list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 4)
    for stage_id, stage in project.stages.items():
        plan = stage.plan
        if stage.status != "dropped":
            part = due(plan.starts, plan.ends, stage.done)
            expected[stage_id] = [plan.minutes * one for one in (Fraction(1), part, Fraction(stage.done, 100))] + [
                Fraction(0)
            ]
    for one, minutes in worked.items():
        if minutes:
            expected[one] = [*expected[one][:3], Fraction(minutes)]
    wholes = [sum(column) for column in zip(*expected.values(), strict=True)]
    for unit, factor in (("hours", Fraction(1, HOUR)), ("RUB", Fraction(per_hour) / HOUR)):
        lines = [line for line in earned_value(projects, TODAY, by="stage", use=use) if line["unit"] == unit]
        shown = {line["stage_id"]: [float(line[name]) for name in ("bac", "pv", "ev", "ac")] for line in lines}
        for stage_id, figures in expected.items():
            of_stage = shown.pop(stage_id, [0.0] * 4)
            assert of_stage == pytest.approx([float(figure * factor) for figure in figures], abs=0.0051), stage_id
        assert all(figures == [0.0] * 4 for figures in shown.values())
        (line,) = (one for one in earned_value(projects, TODAY, use=use) if one["unit"] == unit)
        all_of_it = [float(line[name]) for name in ("bac", "pv", "ev", "ac")]
        assert all_of_it == pytest.approx([float(whole * factor) for whole in wholes], abs=0.0051)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("carries", [False, True])
def test_each_month_of_a_budget_is_what_the_entries_of_its_months_add_up_to(
    projects: Rows, seed: int, *, carries: bool
) -> None:
    monthly: dict[str, Any] = {"per": "month", "carries_over": carries, "since": date(2026, 9, 17)}
    limit = SetProjectBudget(project_id=PROJECT, minutes=1200, amount=roubles(50000), **monthly)
    asked, _ = history(seed, limit)
    told(projects, *asked)
    spent = Counter[str]()
    for command in {c.work_id: c for c in asked if isinstance(c, CountProjectWork)}.values():
        spent[f"{command.on:%Y-%m}"] += command.minutes
    lines = budgets(projects, TODAY)
    for unit, each, factor in (("hours", 20, Fraction(1, HOUR)), ("RUB", 50000, Fraction(HOUR_PRICE) / HOUR)):
        left = Fraction(0)
        shown = [line for line in lines if line["unit"] == unit]
        assert [line["period"] for line in shown] == list(MONTHS[1:])
        for line in shown:
            there, took = each + (left if carries else 0), spent[line["period"]] * factor
            left = there - took
            assert [float(line[name]) for name in ("available", "spent", "left")] == [
                float(there),
                float(took),
                float(left),
            ]
            assert line["state"] == ("red" if took > there else "amber" if 0 < took >= there * Fraction(4, 5) else "ok")
