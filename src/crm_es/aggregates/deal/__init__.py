"""A deal: one sales opportunity on its way through a pipeline.

A deal is opened in the first stage, moves between stages, and ends exactly once: won or lost.
Forward it goes only when the tasks of its stage are done; back, or past a stage, only with a reason (S2-01, S2-21).
What a stage requires has to be known, and what it names has to be signed, before the deal goes on or is won: a reason
does not pass over that (S0-43). A closed deal never changes again.

It goes by the version of the playbook that it started on, until it is moved to the one in force (X-22). The calendar
is always the one in force: days off are nobody's agreement.
"""

from typing import get_args

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
from crm_es.aggregates.deal.decisions import decide
from crm_es.aggregates.deal.events import (
    DealDated,
    DealDeadlineAgreed,
    DealDescribed,
    DealDiscarded,
    DealEvent,
    DealHandedOver,
    DealLost,
    DealMilestoneReached,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealRevalued,
    DealSignedOff,
    DealWon,
    StageTaskCompleted,
    StageTaskDue,
    StageTaskReopened,
    TaskDue,
)
from crm_es.aggregates.deal.stages import stage_tasks
from crm_es.aggregates.deal.state import Deal, evolve
from crm_es.decider import Decider

__all__ = [
    "AdoptPlaybook",
    "AgreeDeadline",
    "CompleteStageTask",
    "DateDeal",
    "Deal",
    "DealCommand",
    "DealDated",
    "DealDeadlineAgreed",
    "DealDescribed",
    "DealDiscarded",
    "DealEvent",
    "DealHandedOver",
    "DealLost",
    "DealMilestoneReached",
    "DealMoved",
    "DealMovedToPlaybook",
    "DealOpened",
    "DealRevalued",
    "DealSignedOff",
    "DealWon",
    "DescribeDeal",
    "DiscardDeal",
    "HandOverDeal",
    "LoseDeal",
    "MoveDeal",
    "OpenDeal",
    "ReachMilestone",
    "ReopenStageTask",
    "RevalueDeal",
    "SignOff",
    "StageTaskCompleted",
    "StageTaskDue",
    "StageTaskReopened",
    "TaskDue",
    "WinDeal",
    "decider",
    "stage_tasks",
]

decider = Decider("deal", "deals", get_args(DealCommand), decide, evolve)
