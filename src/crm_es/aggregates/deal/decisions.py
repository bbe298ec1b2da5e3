"""Every wish about a deal, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crm_es.aggregates.deal.adopting import adopted
from crm_es.aggregates.deal.changing import agreed, dated, described, discarded, handed_over, reached, signed_off
from crm_es.aggregates.deal.commands import (
    AdoptPlaybook,
    AgreeDeadline,
    CompleteStageTask,
    DateDeal,
    DealCommand,
    DescribeDeal,
    DiscardDeal,
    HandOverDeal,
    LoseDeal,
    MoveDeal,
    OpenDeal,
    ReachMilestone,
    ReopenStageTask,
    RevalueDeal,
    SignOff,
    WinDeal,
)
from crm_es.aggregates.deal.events import DealEvent, DealRevalued, StageTaskCompleted, StageTaskReopened
from crm_es.aggregates.deal.moving import lost, moved, opened, won
from crm_es.aggregates.deal.state import Deal
from crm_es.context import Context
from crm_es.messages import Refused

UNASKED: Final = frozenset({"import", "policy", "operator"})
"""They act for others: whose deal it is does not hold them up."""


def decide(deal: Deal | None, command: DealCommand, context: Context) -> Iterator[DealEvent]:
    match command, deal:
        case OpenDeal(), None:
            yield opened(command, context)
        case OpenDeal(), _:
            raise Refused("This deal is already there: open another under its own id.")
        case _, None:
            raise Refused("There is no such deal: open it first.")
        case CompleteStageTask(), Deal():
            if command.task_id in deal.left_behind and not deal.closed:
                yield StageTaskCompleted(deal_id=deal.deal_id, task_id=command.task_id)
        case ReopenStageTask(), Deal():
            if any(task.done and task.task_id == command.task_id for task in deal.tasks) and not deal.closed:
                yield StageTaskReopened(deal_id=deal.deal_id, task_id=command.task_id)
        case DiscardDeal(), Deal(discarded=True):
            return
        case _, Deal(closed=True):
            raise Refused("This deal is closed and never changes again: open a new one.", "the deal is closed")
        case _, Deal() if not (acts_for_others(command, context) or context.answers_for(deal.owner_id)):
            owner = context.directory.name(deal.owner_id)
            raise Refused(f"This is a deal of {owner}: ask {owner}, a deputy or a supervisor.", "somebody else's deal")
        case MoveDeal(), Deal():
            if command.stage != deal.stage:
                yield moved(deal, command, context)
        case DateDeal(), Deal():
            yield from dated(deal, command, context)
        case ReachMilestone(), Deal():
            yield from reached(deal, command, context)
        case AgreeDeadline(), Deal():
            yield from agreed(deal, command, context)
        case DescribeDeal(), Deal():
            yield from described(deal, command)
        case RevalueDeal(), Deal():
            if command.value != deal.value:
                yield DealRevalued(deal_id=deal.deal_id, from_value=deal.value, to_value=command.value)
        case SignOff(), Deal():
            yield from signed_off(deal, command, context)
        case HandOverDeal(), Deal():
            yield from handed_over(deal, command, context)
        case AdoptPlaybook(), Deal():
            yield from adopted(deal, context)
        case WinDeal(), Deal():
            yield won(deal, command, context)
        case LoseDeal(), Deal():
            yield lost(deal, command, context)
        case DiscardDeal(), Deal():
            yield discarded(deal, command)


def acts_for_others(command: DealCommand, context: Context) -> bool:
    """Administrators do so in what is theirs to do."""
    return not UNASKED.isdisjoint(context.roles) or "administrator" in command.ROLES & context.roles
