"""What another playbook answers to the moves of a deal, and to what becomes known of it in a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from crm_es.aggregates import deal as deals
from crm_es.aggregates.deal import (
    Deal,
    DealDated,
    DealDeadlineAgreed,
    DealMilestoneReached,
    DealMoved,
    LoseDeal,
    MoveDeal,
    StageTaskDue,
    TaskDue,
    WinDeal,
    stage_tasks,
)
from crm_es.aggregates.deal.stages import following, with_rules
from crm_es.aggregates.deal.state import StayTask
from crm_es.context import Context
from crm_es.messages import Refused, quoted
from crm_es.playbook import Playbook
from crm_es.recorded import Recorded
from crm_es.trial.circumstances import Circumstances
from crm_es.trial.findings import Count, Finding, Side
from crm_es.trial.stays import Stay

Tasks = tuple[StageTaskDue, ...]
Found = list[Finding | Count]
Ending = WinDeal | LoseDeal
NO_TASKS: Tasks = ()


def moved(before: Deal, event: DealMoved, recorded: Recorded[Any], then: Circumstances) -> tuple[Tasks, Found]:
    """The tasks that the stage would have brought, and what is found about the move."""
    was = Side(event.direction)
    if missing := lacking(then.playbook, before.pipeline, before.stage, event.to_stage):
        found: Found = [of_deal(before, f"to {event.to_stage}", was, missing, recorded)]
        return there(before, event, then.context(recorded)), found
    wish = MoveDeal.model_construct(deal_id=event.deal_id, stage=event.to_stage, reason=event.reason)
    answer = then.decided(deals.decider, asked_of(before, then.playbook), wish, recorded)
    if isinstance(answer, Refused):
        found = [*refused(before, f"to {event.to_stage}", was, answer, recorded)]
        return there(before, event, then.context(recorded)), found
    would = cast(DealMoved, answer)
    return would.tasks, [of_deal(before, f"to {event.to_stage}", was, would.direction, recorded)]


def ended(before: Deal, wish: Ending, recorded: Recorded[Any], then: Circumstances) -> Found:
    """What is found about winning or losing the deal."""
    what, was = ("won" if isinstance(wish, WinDeal) else "lost"), Side("closed")
    if missing := lacking(then.playbook, before.pipeline, before.stage):
        return [of_deal(before, what, was, missing, recorded)]
    answer = then.decided(deals.decider, asked_of(before, then.playbook), wish, recorded)
    if isinstance(answer, Refused):
        return refused(before, what, was, answer, recorded)
    return [of_deal(before, what, was, was.says, recorded)]


def dues(
    before: Deal, event: DealDated | DealMilestoneReached | DealDeadlineAgreed, stay: Stay, context: Context
) -> Sequence[TaskDue]:
    """The deadlines that would have followed."""
    playbook = context.playbook
    if lacking(playbook, before.pipeline, before.stage):
        return ()
    tasks = (StayTask(task_id, planned.task.what, planned.counts) for task_id, planned in stay.would.items())
    would = replace(before, tasks=tuple(tasks))
    return following(would, deals.decider.evolve(would, event), context)


def asked_of(deal: Deal, playbook: Playbook) -> Deal:
    """The deal with those of its tasks that the playbook asks for too: of others nobody knows when they were done."""
    pipeline = playbook.pipeline(deal.pipeline)
    stage = pipeline.stage(deal.stage) if pipeline else None
    return replace(deal, tasks=tuple(task for task, _ in with_rules(deal.tasks, stage.tasks if stage else ())))


def there(before: Deal, event: DealMoved, context: Context) -> Tasks:
    """The tasks of the stage, however the deal came there."""
    if lacking(context.playbook, before.pipeline, event.to_stage):
        return NO_TASKS
    try:
        return stage_tasks(replace(before, stay=event.stay), event.to_stage, context)
    except Refused:
        return NO_TASKS


def lacking(playbook: Playbook, pipeline: str, *stages: str) -> str:
    """What of the deal's way is not there; an empty text where all is."""
    if (found := playbook.pipeline(pipeline)) is None:
        return f"there is no pipeline {pipeline!r} any more"
    gone = [stage for stage in stages if found.stage(stage) is None]
    return f"there is no stage {quoted(gone)} any more" if gone else ""


def refused(deal: Deal, what: str, was: Side, refusal: Refused, recorded: Recorded[Any]) -> Found:
    return [of_deal(deal, what, was, f"refused: {refusal}", recorded), Count("refused", deal.owner_id, 0, 1)]


def of_deal(deal: Deal, what: str, was: Side, would: str, recorded: Recorded[Any]) -> Finding:
    stage = f"{deal.stage} {what}"
    return Finding("deal", recorded.occurred_at, "deal", deal.deal_id, stage, deal.owner_id, was, Side(would))
