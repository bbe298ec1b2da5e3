"""What is somebody working on now, and since when? And what did they time last? (X-34)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.work_log import TimerDropped, TimerStarted, TimerStopped
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

TimerFact = TimerStarted | TimerStopped | TimerDropped


@dataclass(frozen=True)
class Timer(Row, table="timers", key="person_id"):
    """The timer of a person: what it runs for, or ran for last."""

    person_id: UUID
    work_id: UUID
    ticket_id: UUID | None
    project_id: UUID | None
    stage_id: UUID | None
    task_id: UUID | None
    deal_id: UUID | None
    client_id: UUID | None
    kind: str
    note: str
    starts: datetime
    stop_at: datetime
    """When the clock stops it, if nobody does."""
    running: bool = True
    ended_at: datetime | None = None


def keys(event: TimerFact) -> tuple[UUID, ...]:
    return (event.person_id,)


def evolve(timer: Timer | None, recorded: Recorded[TimerFact], key: UUID) -> Timer | None:
    match timer, recorded.event:
        case _, TimerStarted() as started:
            return Timer(
                person_id=key,
                work_id=started.work_id,
                ticket_id=started.ticket_id,
                project_id=started.project_id,
                stage_id=started.stage_id,
                task_id=started.task_id,
                deal_id=started.deal_id,
                client_id=started.client_id,
                kind=started.kind,
                note=started.note,
                starts=started.starts,
                stop_at=started.stop_at,
            )
        case Timer(), TimerStopped(ends=ends, note=note):
            return replace(timer, running=False, ended_at=ends, note=note)
        case _, TimerDropped() | TimerStopped():
            return None
