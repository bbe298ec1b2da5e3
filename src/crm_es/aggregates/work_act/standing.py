"""Who may do what about an act, and which line is meant."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from crm_es.aggregates.work_act.state import LineOfAct, WorkAct
from crm_es.context import Context
from crm_es.messages import Refused

CLIENT: Final = "client link"


def must_bill(act: WorkAct, context: Context) -> None:
    """Refuses whoever neither bills hours nor looks after this act."""
    roles = context.playbook.billing.roles
    if context.roles.isdisjoint(roles) and not context.answers_for(act.biller_id):
        raise Refused(
            f"Acts are looked after by those with one of the roles {', '.join(roles)}: ask one of them.",
            "a role for billing",
        )


def line_of(act: WorkAct, line_id: UUID) -> LineOfAct:
    if line_id not in act.lines:
        raise Refused(f"Act {act.number} has no such line: name one of its lines.", "a line of the act")
    return act.lines[line_id]


def must_be_the_client(act: WorkAct, seen: int | None, context: Context) -> None:
    """Refuses a link of an earlier letter; and our own people, where they do not bill."""
    if CLIENT not in context.roles:
        must_bill(act, context)
    elif seen != act.round:
        raise Refused(
            "The act was sent to you anew since: open the link of the last letter.", "the last link to an act"
        )
