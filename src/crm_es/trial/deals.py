"""Which stage tasks would deals have brought, due when, and which of their moves would have been refused?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, cast, get_args
from uuid import UUID

from crm_es.aggregates import deal as deals
from crm_es.aggregates.deal import (
    Deal,
    DealDated,
    DealDeadlineAgreed,
    DealDiscarded,
    DealEvent,
    DealHandedOver,
    DealLost,
    DealMilestoneReached,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealWon,
    LoseDeal,
    OpenDeal,
    StageTaskCompleted,
    StageTaskReopened,
    WinDeal,
)
from crm_es.aggregates.task import TaskDone, TaskReturned
from crm_es.messages import Refused
from crm_es.recorded import Recorded
from crm_es.trial.circumstances import Circumstances, again
from crm_es.trial.findings import Count, Finding, Side
from crm_es.trial.paths import NO_TASKS, Tasks, dues, ended, moved
from crm_es.trial.stays import Stay

FACTS: Final = get_args(DealEvent)


class Deals:
    """Every way of a deal, gone again by another playbook. A stay that began before the trial stays as it was."""

    TOPICS: Final = frozenset(event.__name__ for event in (*FACTS, TaskDone, TaskReturned))

    def __init__(self) -> None:
        self._deals: dict[UUID, Deal] = {}
        """Those that are open."""
        self._stays: dict[UUID, Stay] = {}

    def heard(self, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
        match recorded.event:
            case TaskDone(deal_id=UUID() as deal_id, task_id=task_id) if deal_id in self._stays:
                self._stays[deal_id].done(task_id, recorded.occurred_at)
            case TaskReturned(deal_id=UUID() as deal_id, task_id=task_id) if deal_id in self._stays:
                self._stays[deal_id].done(task_id, None)
            case event if isinstance(event, FACTS):
                before = self._deals.get(recorded.stream)
                yield from self._happened(before, event, recorded, then)
                self._deals[recorded.stream] = after = deals.decider.evolve(before, event)
                if after.closed:
                    del self._deals[recorded.stream]
            case _:
                return

    def ended(self, until: datetime, _: Circumstances) -> Iterator[Finding | Count]:
        """The stays that go on."""
        for stay in self._stays.values():
            yield from stay.end(until)

    def _happened(
        self, before: Deal | None, event: DealEvent, recorded: Recorded[Any], then: Circumstances
    ) -> Iterator[Finding | Count]:
        match before, event:
            case None, DealOpened():
                yield from self._opened(event, recorded, then)
            case Deal(), DealMoved() | DealWon() | DealLost() | DealDiscarded():
                if stay := self._stays.pop(before.deal_id, None):
                    yield from stay.end(recorded.occurred_at)
                if then.counts(recorded):
                    yield from self._went_on(before, event, recorded, then)
            case Deal(), _ if stay := self._stays.get(before.deal_id):
                meanwhile(before, event, stay, recorded, then)
            case _:
                return

    def _went_on(
        self, before: Deal, event: DealEvent, recorded: Recorded[Any], then: Circumstances
    ) -> Iterator[Finding | Count]:
        match event:
            case DealMoved():
                would, found = moved(before, event, recorded, then)
                yield from found
                self._begin(event.owner_id, event.to_stage, recorded, event.tasks, would)
            case DealWon():
                yield from ended(before, again(WinDeal, event), recorded, then)
            case DealLost():
                yield from ended(before, again(LoseDeal, event), recorded, then)
            case _:
                return

    def _opened(self, event: DealOpened, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
        if not then.counts(recorded):
            return
        answer = then.decided(deals.decider, None, again(OpenDeal, event), recorded)
        tasks, stage = NO_TASKS, Side(f"refused: {answer}")
        if isinstance(answer, Refused):
            yield Count("refused", event.owner_id, 0, 1)
        else:
            would = cast(DealOpened, answer)
            tasks, stage = would.tasks, Side(would.stage)
        yield Finding(
            "deal", recorded.occurred_at, "deal", recorded.stream, event.title, event.owner_id, Side(event.stage), stage
        )
        self._begin(event.owner_id, event.stage, recorded, event.tasks, tasks)

    def _begin(self, owner_id: UUID, stage: str, recorded: Recorded[Any], was: Tasks, would: Tasks) -> None:
        stay = self._stays[recorded.stream] = Stay(recorded.stream, owner_id, stage, recorded.occurred_at)
        stay.begin(was, would)


def meanwhile(before: Deal, event: DealEvent, stay: Stay, recorded: Recorded[Any], then: Circumstances) -> None:
    """What became known of a deal in a stage."""
    match event:
        case DealMovedToPlaybook():
            stay.begin(event.tasks, ())
        case DealDated() | DealMilestoneReached() | DealDeadlineAgreed():
            stay.put_off(event.dues, dues(before, event, stay, then.context(recorded)))
        case DealHandedOver(to_owner_id=owner_id):
            stay.owner_id = owner_id
        case StageTaskCompleted():
            stay.count(event.task_id, recorded.occurred_at)
        case StageTaskReopened():
            stay.count(event.task_id, None)
        case _:
            return
