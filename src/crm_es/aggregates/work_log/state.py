"""A work log as decisions see it. It grows by thousands of entries: each fact changes little of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.work_log.events import (
    PeriodApproved,
    PeriodReopened,
    PeriodReturned,
    PeriodSubmitted,
    TimerDropped,
    TimerStarted,
    TimerStopped,
    WorkBillingMarked,
    WorkCorrected,
    WorkLogEvent,
    WorkRecorded,
    WorkRemoved,
)
from crm_es.layers import Layers
from crm_es.messages import Corrupt
from crm_es.work import LONGEST_SPAN, Work

FIELDS: Final = tuple(Work.model_fields)
LONG: Final = date.min
"""Under which day spans are found that would be found under too many."""


class Span(NamedTuple):
    """A time that an entry takes."""

    starts: datetime
    ends: datetime
    work_id: UUID


class Period(NamedTuple):
    """A week or a month that was submitted."""

    first: date
    last: date
    supervisor_id: UUID
    approved: bool = False

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True)
class WorkLog:
    person_id: UUID
    running: TimerStarted | None = None
    last: TimerStopped | None = None
    """What a timer was last stopped of."""
    works: Layers[UUID, tuple[Any, ...] | None] = field(default_factory=Layers)
    """Each entry as its values, which takes a tenth of the room; None for what was removed."""
    spans: Layers[date, tuple[Span, ...]] = field(default_factory=Layers)
    """By each day in UTC that they touch."""
    minutes: Layers[date, int] = field(default_factory=Layers)
    """Worked on each day of the company's calendar, without breaks."""
    acts: Layers[UUID, UUID | None] = field(default_factory=Layers)
    """By which act each entry was billed that ever was."""
    periods: tuple[Period, ...] = ()
    """Submitted or approved."""

    def work(self, work_id: UUID) -> Work | None:
        """The entry as it is now; None where it is not there, or no more."""
        values = self.works.get(work_id)
        return Work.model_construct(**dict(zip(FIELDS, values, strict=True))) if values else None

    def taken(self, starts: datetime, ends: datetime, besides: UUID | None = None) -> list[Span]:
        """What lies between, in order; without the entry that is about to change."""
        found = {span for day in days(starts, ends) for span in self.spans.get(day, ())}
        found.update(self.spans.get(LONG, ()))
        return sorted(s for s in found if s.starts < ends and starts < s.ends and s.work_id != besides)

    def worked(self, first: date, last: date) -> int:
        """Minutes from one day to another, both included."""
        return sum(self.minutes.get(first + timedelta(n), 0) for n in range((last - first).days + 1))

    def with_work(self, work: Work) -> WorkLog:
        values = work.__dict__
        return replace(
            self,
            works=self.works.having(work.work_id, tuple(values[name] for name in FIELDS)),
            spans=self._spans(work, there=True),
            minutes=self._minutes(work, 1),
        )

    def without(self, work: Work) -> WorkLog:
        return replace(
            self,
            works=self.works.having(work.work_id, None),
            spans=self._spans(work, there=False),
            minutes=self._minutes(work, -1),
        )

    def _spans(self, work: Work, *, there: bool) -> Layers[date, tuple[Span, ...]]:
        spans, span = self.spans, Span(work.starts, work.ends, work.work_id)
        if span.ends <= span.starts:
            return spans
        for day in (LONG,) if span.ends - span.starts > LONGEST_SPAN else days(span.starts, span.ends):
            others = tuple(one for one in spans.get(day, ()) if one.work_id != span.work_id)
            spans = spans.having(day, (*others, span) if there else others)
        return spans

    def _minutes(self, work: Work, sign: int) -> Layers[date, int]:
        minutes = self.minutes
        for share in work.days if not work.rest else ():
            minutes = minutes.having(share.day, minutes.get(share.day, 0) + sign * share.minutes)
        return minutes


def days(starts: datetime, ends: datetime) -> Iterator[date]:
    """The days in UTC that a time touches."""
    first = starts.astimezone(UTC).date()
    return (first + timedelta(n) for n in range((ends.astimezone(UTC).date() - first).days + 1))


def evolve(log: WorkLog | None, event: WorkLogEvent) -> WorkLog:
    log = log or WorkLog(event.person_id)
    match event:
        case TimerStarted():
            return replace(log, running=event)
        case TimerStopped():
            return replace(log, running=None, last=event)
        case TimerDropped():
            return replace(log, running=None)
        case WorkRecorded(work=work):
            return log.with_work(work)
        case WorkCorrected(was=was, work=work):
            return log.without(was).with_work(work)
        case WorkRemoved(work=work):
            return log.without(work)
        case WorkBillingMarked(work_ids=work_ids, act_id=act_id):
            acts = log.acts
            for work_id in work_ids:
                acts = acts.having(work_id, act_id)
            return replace(log, acts=acts)
        case PeriodSubmitted(first=first, last=last, supervisor_id=supervisor_id):
            return replace(log, periods=(*others(log, first, last), Period(first, last, supervisor_id)))
        case PeriodApproved(first=first, last=last, supervisor_id=supervisor_id):
            return replace(log, periods=(*others(log, first, last), Period(first, last, supervisor_id, approved=True)))
        case PeriodReturned(first=first, last=last) | PeriodReopened(first=first, last=last):
            return replace(log, periods=others(log, first, last))
        case _:
            raise Corrupt(log, event)


def others(log: WorkLog, first: date, last: date) -> tuple[Period, ...]:
    return tuple(period for period in log.periods if (period.first, period.last) != (first, last))
