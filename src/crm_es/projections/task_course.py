"""How did each task stand at any time? Every step of it, so that a review tells the same later as on its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.task import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskReassigned,
    TaskRescheduled,
    TaskReturned,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

Step = (
    TaskAssigned
    | TaskDone
    | TaskReturned
    | TaskAccepted
    | TaskRescheduled
    | TaskReassigned
    | TaskDueSet
    | TaskCancelled
)


@dataclass(frozen=True)
class Course(Row, table="task_course", key="task_id", indexes=("live, last_at",)):
    """One task from being assigned on. The lists hold one value each for every step."""

    task_id: UUID
    what: str
    supervisor_id: UUID
    deal_id: UUID | None
    client_id: UUID | None
    urgent: bool
    to_accept: bool
    """A result has to be accepted by the supervisor."""
    assigned_at: datetime
    last_at: datetime
    live: bool = True
    """It is to do, or to be accepted."""
    at: tuple[datetime, ...] = ()
    happened: tuple[str, ...] = ()
    """assigned, done, returned, accepted, moved, given, followed (a date of the deal), or cancelled."""
    status: tuple[str, ...] = ()
    """What it was from then on: open, done, accepted, returned or cancelled."""
    due: tuple[datetime, ...] = ()
    responsible: tuple[UUID, ...] = ()
    said: tuple[str, ...] = ()
    """The reason or the result."""

    def after(
        self,
        recorded: Recorded[Step],
        happened: str,
        status: str | None = None,
        *,
        due: datetime | None = None,
        responsible: UUID | None = None,
        said: str = "",
    ) -> Course:
        """The task after one more step."""
        now = status or self.status[-1]
        return replace(
            self,
            live=now in ("open", "returned") or (now == "done" and self.to_accept),
            last_at=recorded.occurred_at,
            at=(*self.at, recorded.occurred_at),
            happened=(*self.happened, happened),
            status=(*self.status, now),
            due=(*self.due, due or self.due[-1]),
            responsible=(*self.responsible, responsible or self.responsible[-1]),
            said=(*self.said, said),
        )


def keys(event: Step) -> tuple[UUID, ...]:
    return (event.task_id,)


def evolve(course: Course | None, recorded: Recorded[Step], key: UUID) -> Course | None:  # noqa: PLR0911 - a table read from top to bottom
    match course, recorded.event:
        case None, TaskAssigned() as new:
            at, whose = recorded.occurred_at, (new.supervisor_id, new.deal_id, new.client_id)
            begun = Course(key, new.what, *whose, new.urgent, new.accepted, at, at)
            return begun.after(recorded, "assigned", "open", due=new.due, responsible=new.responsible_id)
        case Course(), TaskDone(result=result):
            return course.after(recorded, "done", "done", said=result)
        case Course(), TaskReturned(reason=reason, due=due):
            return course.after(recorded, "returned", "returned", due=due, said=reason)
        case Course(), TaskAccepted():
            return course.after(recorded, "accepted", "accepted")
        case Course(), TaskRescheduled(reason=reason, due=due):
            return course.after(recorded, "moved", due=due, said=reason)
        case Course(), TaskReassigned(reason=reason, to_responsible_id=person):
            return course.after(recorded, "given", responsible=person, said=reason)
        case Course(), TaskDueSet(due=due):
            return course.after(recorded, "followed", due=due)
        case Course(), TaskCancelled(reason=reason):
            return course.after(recorded, "cancelled", "cancelled", said=reason)
        case _:
            raise Corrupt(course, recorded.event)
