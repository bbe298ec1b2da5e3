"""What may happen in a work log next."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.work_log import periods, timing
from crm_es.aggregates.work_log.commands import (
    ApprovePeriod,
    ContinueTimer,
    CorrectWork,
    DropTimer,
    MarkBilled,
    RecordWork,
    RemoveWork,
    ReopenPeriod,
    ReturnPeriod,
    StartTimer,
    StopForgottenTimer,
    StopTimer,
    SubmitPeriod,
    WorkLogCommand,
)
from crm_es.aggregates.work_log.events import (
    WorkBillingMarked,
    WorkCorrected,
    WorkLogEvent,
    WorkRecorded,
    WorkRemoved,
)
from crm_es.aggregates.work_log.locking import must_be_open, must_be_own, must_be_unbilled
from crm_es.aggregates.work_log.recording import entry, retold
from crm_es.aggregates.work_log.state import WorkLog
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.messages import Refused
from crm_es.work import Work

Supervised = CorrectWork | RemoveWork | ApprovePeriod | ReturnPeriod | ReopenPeriod
"""What those above may wish too."""


def decide(log: WorkLog | None, command: WorkLogCommand, context: Context) -> Iterator[WorkLogEvent]:
    person_id = log.person_id if log else getattr(command, "person_id", None)
    if person_id is None:
        if not isinstance(command, StopForgottenTimer):
            raise Refused("Nothing is recorded in this work log: look its id up.", "a work log that is there")
        return
    if not isinstance(command, StopForgottenTimer | MarkBilled):
        must_be_own(command, person_id, context, or_below=isinstance(command, Supervised))
    log = log or WorkLog(person_id)
    match command, log:
        case StartTimer(), WorkLog():
            yield from timing.start(log, command, context)
        case ContinueTimer(), WorkLog():
            yield from timing.go_on(log, command, context)
        case StopTimer(), WorkLog():
            yield from timing.stop(log, command, context)
        case StopForgottenTimer(), WorkLog():
            yield from timing.stop_forgotten(log, context)
        case DropTimer(), WorkLog():
            yield from timing.dropped(log)
        case RecordWork(), WorkLog():
            yield from recorded(log, command, context)
        case CorrectWork(), WorkLog():
            yield from corrected(log, command, context)
        case RemoveWork(work_id=work_id, reason=reason), WorkLog():
            if command.work_id in log.works and log.work(work_id) is None:
                return
            work = there(log, work_id)
            must_be_changeable(log, work, context)
            ids = {"work_log_id": command.work_log_id, "person_id": command.person_id}
            yield WorkRemoved(**ids, work=work, reason=reason, removed_by=other_than(log, context))
        case MarkBilled(act_id=act_id), WorkLog():
            changing = tuple(work_id for work_id in command.work_ids if log.acts.get(work_id) != act_id)
            if changing:
                yield WorkBillingMarked(
                    work_log_id=command.work_log_id, person_id=log.person_id, work_ids=changing, act_id=act_id
                )
        case SubmitPeriod(), WorkLog():
            yield from periods.submitted(log, command, context)
        case ApprovePeriod(), WorkLog():
            yield from periods.approved(log, command, context)
        case ReturnPeriod(), WorkLog():
            yield from periods.returned(log, command, context)
        case ReopenPeriod(), WorkLog():
            yield from periods.reopened(log, command, context)


def recorded(log: WorkLog, command: RecordWork, context: Context) -> Iterator[WorkRecorded]:
    """The same told again changes nothing; what was removed may be told again."""
    work = entry(log, command, command.source, context, None)
    if (before := log.work(command.work_id)) is not None:
        if before.model_copy(update={"overlaps": work.overlaps}) != work:
            raise Refused(
                "This entry is recorded already, and otherwise: correct it, or take another id.",
                "an entry is recorded once",
            )
        return
    if log.running and log.running.work_id == command.work_id:
        raise Refused("A timer runs for this entry: stop it, or take another id.", "an entry is recorded once")
    must_be_open(log, (share.day for share in work.days), context)
    yield WorkRecorded(work_log_id=command.work_log_id, person_id=command.person_id, work=work)


def corrected(log: WorkLog, command: CorrectWork, context: Context) -> Iterator[WorkCorrected]:
    was = there(log, command.work_id)
    must_be_changeable(log, was, context)
    work = entry(log, retold(command, was), was.source, context, was)
    if work == was:
        return
    must_be_open(log, (share.day for share in work.days), context)
    yield WorkCorrected(
        work_log_id=work_log_of(log.person_id),
        person_id=log.person_id,
        work_id=command.work_id,
        was=was,
        work=work,
        reason=command.reason,
        corrected_by=other_than(log, context),
    )


def there(log: WorkLog, work_id: UUID) -> Work:
    if found := log.work(work_id):
        return found
    raise Refused("There is no such entry in this work log: it may have been removed.", "an entry that is there")


def must_be_changeable(log: WorkLog, work: Work, context: Context) -> None:
    must_be_unbilled(log, work)
    must_be_open(log, (share.day for share in work.days), context)


def other_than(log: WorkLog, context: Context) -> UUID | None:
    """Whoever asks, where it is not the person."""
    return context.person if isinstance(context.person, UUID) and context.person != log.person_id else None
