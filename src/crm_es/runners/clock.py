"""The clock: asks what has fallen due and sends ordinary commands about it, once however many clocks run."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from crm_es.aggregates import COMMANDS, DECIDER_OF
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Command, Refused
from crm_es.projections import agenda
from crm_es.projections.agenda import Appointment

LIMIT: Final = 500


def tick(crm: Crm, now: datetime) -> int:
    """Send what is due. Returns how many commands that were."""
    with crm.log.datastore.get_connection() as db:
        due = agenda.due(now, LIMIT, db)
    answers = [crm.submit(*call(item, now), repeated=True) for item in due]
    for answer in answers:
        if isinstance(error := answer.exception(), Exception) and not isinstance(error, Refused):
            raise error
    return len(answers)


def call(item: Appointment, now: datetime) -> tuple[Command, Context]:
    """The command that has fallen due. The same appointment leads to the same command id."""
    command = COMMANDS[item.command]
    context = Context(by="clock", at=now, roles=frozenset({"clock"}), command_id=item.command_id)
    return command.model_validate({DECIDER_OF[command].key: item.subject_id}), context
