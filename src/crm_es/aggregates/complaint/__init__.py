"""A complaint: a client is disturbed, and the answer has to come from where the trouble has its source (S0-15..S0-21).

It is filed with a cause, for which the playbook names the department at fault, and may go on from there: to another
department, or to the supplier. It waits for one person at a time, with a due time: first for an answer, then for the
client to be told. It is closed once the client is content with it; else an answer is sought anew. Nobody answers a
complaint about themselves while there is somebody above.
"""

from typing import get_args

from crm_es.aggregates.complaint.commands import (
    AnswerComplaint,
    CallComplaintOverdue,
    ComplaintCommand,
    FileComplaint,
    HandOverComplaint,
    PassComplaintOn,
    PlanCorrectiveAction,
    TellClient,
    WithdrawComplaint,
)
from crm_es.aggregates.complaint.decisions import decide
from crm_es.aggregates.complaint.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintFiled,
    ComplaintHandedOver,
    ComplaintOverdue,
    ComplaintPassedOn,
    ComplaintReopened,
    ComplaintWithdrawn,
    CorrectiveActionPlanned,
    Ended,
    Turn,
)
from crm_es.aggregates.complaint.state import Complaint, evolve
from crm_es.decider import Decider

__all__ = [
    "AnswerComplaint",
    "CallComplaintOverdue",
    "Complaint",
    "ComplaintAnswered",
    "ComplaintClosed",
    "ComplaintCommand",
    "ComplaintEvent",
    "ComplaintFiled",
    "ComplaintHandedOver",
    "ComplaintOverdue",
    "ComplaintPassedOn",
    "ComplaintReopened",
    "ComplaintWithdrawn",
    "CorrectiveActionPlanned",
    "Ended",
    "FileComplaint",
    "HandOverComplaint",
    "PassComplaintOn",
    "PlanCorrectiveAction",
    "TellClient",
    "Turn",
    "WithdrawComplaint",
    "decider",
]

decider = Decider("complaint", "complaints", get_args(ComplaintCommand), decide, evolve)
