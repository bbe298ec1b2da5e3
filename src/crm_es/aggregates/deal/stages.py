"""What a stage brings to a deal: tasks with their people and deadlines, a norm, and what is to be signed.

Nothing here decides: whoever tries a playbook on past deals asks the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from crm_es.aggregates.deal.events import StageTaskDue, TaskDue
from crm_es.aggregates.deal.people import responsible, supervisor
from crm_es.aggregates.deal.state import Deal, StayTask
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Refused, quoted
from crm_es.playbook import AfterEvent, BeforeDate, Deadline, Pipeline, Stage, StageTask, due


def pipeline_of(deal: Deal, context: Context) -> Pipeline:
    """As it is in the playbook's version by which the deal goes."""
    return next(p for p in context.playbooks[deal.playbook_version].pipelines if p.name == deal.pipeline)


def stage_of(deal: Deal, name: str, context: Context) -> Stage:
    return next(stage for stage in pipeline_of(deal, context).stages if stage.name == name)


def arrival(deal: Deal, name: str, context: Context) -> dict[str, Any]:
    """What `Arrival` tells of a deal that comes into this stage now."""
    stage = stage_of(deal, name, context)
    return {
        "tasks": stage_tasks(deal, name, context),
        "entered_at": context.at,
        "rots_at": context.at + timedelta(stage.norm_days) if stage.norm_days else None,
        "to_sign": unsigned(deal, stage),
    }


def stage_tasks(deal: Deal, name: str, context: Context) -> tuple[StageTaskDue, ...]:
    """The tasks that the stage brings to a deal that comes into it now (S2-03)."""
    rules = stage_of(deal, name, context).tasks
    must_have_dates(deal, name, rules)
    ids = (derived(deal.deal_id, "stage task", deal.stay, n) for n, _ in enumerate(rules))
    return tuple(assigned(deal, name, rule, task_id, context) for rule, task_id in zip(rules, ids, strict=True))


def assigned(deal: Deal, stage: str, rule: StageTask, task_id: UUID, context: Context) -> StageTaskDue:
    """One task of the stage; its dates are known."""
    until = due(deadline_of(deal, stage, rule), context.at, deal.dates, deal.milestones, context.playbook.calendar)
    person = responsible(rule, deal, context)
    return StageTaskDue(
        task_id=task_id,
        what=rule.what,
        responsible_id=person,
        supervisor_id=supervisor(rule, person, context),
        due=until or context.at,
        accepted=rule.accepted,
    )


def must_have_dates(deal: Deal, stage: str, rules: Iterable[StageTask]) -> None:
    """Refuses where deadlines count back from dates that the deal does not have."""
    deadlines = (deadline_of(deal, stage, rule) for rule in rules)
    missing = {deadline.date for deadline in deadlines if isinstance(deadline, BeforeDate)} - deal.dates.keys()
    if missing:
        sentence = f"Deadlines of {stage!r} count back from {quoted(sorted(missing))}: give the deal this date first."
        raise Refused(sentence, "the deal lacks a date")


def unsigned(deal: Deal, stage: Stage) -> tuple[str, ...]:
    return tuple(what for what in stage.sign_offs if what not in deal.signed)


# ── Deadlines that follow ───────────────────────────────────────────────────


def following(before: Deal, after: Deal, context: Context) -> tuple[TaskDue, ...]:
    """The deadlines of open tasks that rest on something else now."""
    entered = after.entered_at or context.at
    return tuple(
        TaskDue(task_id=task.task_id, due=now)
        for task, rule in with_rules(before.tasks, stage_of(before, before.stage, context).tasks)
        if not task.done and rests_on(before, rule) != rests_on(after, rule)
        for deadline in [deadline_of(after, after.stage, rule)]
        if (now := due(deadline, entered, after.dates, after.milestones, context.playbook.calendar))
    )


def rests_on(deal: Deal, rule: StageTask) -> tuple[Deadline, object]:
    """All that a deadline depends on, but the day on which the stage was entered."""
    match deadline := deadline_of(deal, deal.stage, rule):
        case BeforeDate(date=name):
            return deadline, deal.dates.get(name)
        case AfterEvent(event=name):
            return deadline, deal.milestones.get(name)
        case _:
            return deadline, None


def deadline_of(deal: Deal, stage: str, rule: StageTask) -> Deadline:
    """What was agreed for this deal; else what the playbook says (S2-12)."""
    return deal.deadlines.get((stage, rule.what), rule.deadline)


def with_rules(tasks: Iterable[StayTask], rules: Iterable[StageTask]) -> Iterator[tuple[StayTask, StageTask]]:
    """The tasks of a stay that rules ask for, each with its own."""
    left = list(rules)
    for task in tasks:
        place = next((n for n, rule in enumerate(left) if rule.what == task.what), None)
        if place is not None:
            yield task, left.pop(place)
