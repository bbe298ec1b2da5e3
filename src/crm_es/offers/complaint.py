"""What may be done with a complaint: answer it, pass it on, tell the client, and see that it does not come again."""

from __future__ import annotations

from crm_es.aggregates.complaint import (
    AnswerComplaint,
    HandOverComplaint,
    PassComplaintOn,
    PlanCorrectiveAction,
    TellClient,
    WithdrawComplaint,
    decider,
)
from crm_es.offers.way import Look, Way, kind


def causes(look: Look) -> list[str]:
    known = (one.cause for one in look.context.playbook.complaints.causes)
    return [cause for cause in known if cause != look.state.cause]


KIND = kind(
    "complaints",
    decider,
    Way(AnswerComplaint, typed={"answer": "What happened is found out, and what is done about it is said."}),
    Way(TellClient),
    Way(PassComplaintOn, choices={"cause": causes}, beside=True),
    Way(HandOverComplaint, beside=True),
    Way(PlanCorrectiveAction, beside=True),
    Way(WithdrawComplaint, menu=True),
)
