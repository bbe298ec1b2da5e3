"""An act: hours on paper that the client accepts, or disputes line by line (S3-07, S3-08).

It is prepared with its lines, sent to whoever answers for it at the client's once its invoice has a number, and ends
accepted or cancelled. A line that is disputed with a comment waits for an answer: it is kept, or minutes of it are
credited; after the last answer the act is sent again. No line is credited beyond what is left of it, and an act with
credits is never cancelled. What was credited is written off, unless whole lines are credited and their work is released
to be billed again.
"""

from typing import get_args

from crm_es.aggregates.work_act.commands import (
    AcceptAct,
    AnswerDispute,
    CancelAct,
    CountActAccepted,
    CreditAct,
    CreditWanted,
    DisputeActLine,
    NoteActDelivered,
    NoteActInvoiced,
    NoteActOpened,
    PrepareAct,
    SendAct,
    TakeActLink,
    WorkActCommand,
)
from crm_es.aggregates.work_act.decisions import decide
from crm_es.aggregates.work_act.events import (
    ActAccepted,
    ActCancelled,
    ActCredited,
    ActDeliveryNoted,
    ActInvoiced,
    ActLineDisputed,
    ActLinkTaken,
    ActOpened,
    ActPrepared,
    ActSent,
    DisputeAnswered,
    OpenDispute,
    WorkActEvent,
)
from crm_es.aggregates.work_act.state import WorkAct, evolve
from crm_es.decider import Decider

__all__ = [
    "AcceptAct",
    "ActAccepted",
    "ActCancelled",
    "ActCredited",
    "ActDeliveryNoted",
    "ActInvoiced",
    "ActLineDisputed",
    "ActLinkTaken",
    "ActOpened",
    "ActPrepared",
    "ActSent",
    "AnswerDispute",
    "CancelAct",
    "CountActAccepted",
    "CreditAct",
    "CreditWanted",
    "DisputeActLine",
    "DisputeAnswered",
    "NoteActDelivered",
    "NoteActInvoiced",
    "NoteActOpened",
    "OpenDispute",
    "PrepareAct",
    "SendAct",
    "TakeActLink",
    "WorkAct",
    "WorkActCommand",
    "WorkActEvent",
    "decider",
]

decider = Decider("work_act", "work acts", get_args(WorkActCommand), decide, evolve)
