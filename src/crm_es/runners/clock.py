"""The clock: asks what has fallen due and sends ordinary commands about it, once however many clocks run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import structlog
from eventsourcing.persistence import InterfaceError, OperationalError

from crm_es.aggregates import COMMANDS, DECIDER_OF
from crm_es.application import Crm
from crm_es.batch import Receipt
from crm_es.context import Context
from crm_es.messages import Command, Refused
from crm_es.projections import agenda
from crm_es.projections.agenda import Appointment

log = structlog.get_logger()
LIMIT: Final = 500
FIRST_REST: Final = timedelta(minutes=1)
LONGEST_REST: Final = timedelta(hours=1)
Faults = Mapping[Appointment, BaseException]


class Rest(NamedTuple):
    """How long an appointment in trouble is left alone, and until when."""

    length: timedelta
    until: datetime


class Clock:
    """Ticks for as long as a worker runs. What is in trouble rests, longer each time; all else goes on."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self._rests: dict[UUID, Rest] = {}

    def tick(self, now: datetime) -> int:
        """Ask for what is due. Returns how many appointments that were."""
        resting = {one: rest for one, rest in self._rests.items() if now < rest.until}
        count, faults = ask(self.crm, now, resting)
        rests = {item.command_id: self._longer(item, now) for item in faults}
        self._rests = resting | rests
        for item, error in faults.items():
            again = rests[item.command_id].until.isoformat()
            about = {"command": item.command, "subject": str(item.subject_id), "again_at": again}
            log.error("an appointment is in trouble", **about, error=str(error), exc_info=error)
        return count

    def _longer(self, item: Appointment, now: datetime) -> Rest:
        known = self._rests.get(item.command_id)
        length = min(2 * known.length, LONGEST_REST) if known else FIRST_REST
        return Rest(length, now + length)


def tick(crm: Crm, now: datetime) -> int:
    """Look once. Raises what went wrong, when all else is done."""
    count, faults = ask(crm, now)
    for error in faults.values():
        raise error
    return count


def ask(crm: Crm, now: datetime, resting: Collection[UUID] = ()) -> tuple[int, Faults]:
    """Send what is due. Returns how many appointments that were, and what is wrong with some. Raises an outage."""
    with crm.log.datastore.get_connection() as db:
        due = agenda.due(now, LIMIT, db, resting)
    faults: dict[Appointment, BaseException] = {}
    answers: dict[Appointment, Future[Receipt]] = {}
    for item in due:
        try:
            answers[item] = crm.submit(*call(item, now), repeated=True)
        except (KeyError, ValueError) as error:  # nobody knows such a command, or it takes more
            faults[item] = error
    for item, answer in answers.items():
        match answer.exception():
            case None | Refused():
                continue
            case OperationalError() | InterfaceError() as outage:
                raise outage
            case fault:
                faults[item] = fault
    return len(due), faults


def call(item: Appointment, now: datetime) -> tuple[Command, Context]:
    """The command that has fallen due. The same appointment leads to the same command id."""
    command = COMMANDS[item.command]
    context = Context(by="clock", at=now, roles=frozenset({"clock"}), command_id=item.command_id)
    return command.model_validate({DECIDER_OF[command].key: item.subject_id}), context
