"""How what is promised of a ticket changes: as it is answered, waits, goes on, is done (X-19)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from crm_es.aggregates.ticket.events import Awaited, Late, Promise
from crm_es.playbook import Calendar, Sla
from crm_es.playbook.working_time import after, between, hours, put_off

RESPONSES: tuple[Awaited, ...] = ("first response", "next response")
Kept = tuple[Promise, tuple[Late, ...]]
"""The promise from now on, and what late was made good."""


def promised(sla: Sla | None, at: datetime, calendar: Calendar) -> Promise:
    """To a client who comes now."""
    return Promise(
        first_response_due=within(sla.first_response_hours if sla else None, at, calendar),
        resolution_due=within(sla.resolution_hours if sla else None, at, calendar),
    )


def within(count: Decimal | None, at: datetime, calendar: Calendar) -> datetime | None:
    return None if count is None else after(at, hours(count), calendar)


def asked(promise: Promise, sla: Sla | None, at: datetime, calendar: Calendar) -> Promise:
    """The client wrote more: after the first response, the next is promised."""
    if promise.responded_at is None or promise.next_response_due is not None:
        return promise
    due = within(sla.next_response_hours if sla else None, at, calendar)
    return changed(promise, next_response_due=due)


def answered(promise: Promise, at: datetime) -> Kept:
    settled = tuple(late for late in promise.late if late.which in RESPONSES)
    left = tuple(late for late in promise.late if late not in settled)
    return changed(promise, responded_at=promise.responded_at or at, next_response_due=None, late=left), settled


def unanswered(promise: Promise, before: Promise) -> Promise:
    """The last answer did not arrive: what was promised before it is still to be kept."""
    due = before.next_response_due or promise.next_response_due
    return changed(promise, responded_at=before.responded_at, next_response_due=due)


def standing(promise: Promise, at: datetime) -> Promise:
    """It waits for the client: time stands still."""
    return promise if promise.stands_since else changed(promise, stands_since=at)


def running(promise: Promise, at: datetime, calendar: Calendar) -> Promise:
    """Time goes on: as much is left as was."""
    if (since := promise.stands_since) is None:
        return promise
    stood = between(since, at, calendar) + timedelta(seconds=promise.stood_seconds)
    names = ("first_response_due", "next_response_due", "resolution_due")
    dues = {name: due and put_off(due, since, at, calendar) for name in names for due in [getattr(promise, name)]}
    return changed(promise, **dues, stands_since=None, stood_seconds=int(stood.total_seconds()))


def done(promise: Promise, at: datetime) -> Kept:
    """All is answered with it."""
    answered_at = promise.responded_at or at
    over = changed(standing(promise, at), responded_at=answered_at, next_response_due=None, late=(), done_at=at)
    return over, promise.late


def reopened(promise: Promise, sla: Sla | None, at: datetime, calendar: Calendar) -> Promise:
    """It was done, and is not: the time that was left goes on; where none was, it is promised anew."""
    since, due = promise.stands_since, promise.resolution_due
    again = changed(running(promise, at, calendar), done_at=None)
    if since and due and due <= since:
        anew = within(sla.resolution_hours if sla else None, at, calendar)
        return changed(again, resolution_due=anew, anew_at=at, stood_seconds=0)
    return again


def prioritised(promise: Promise, sla: Sla | None, opened_at: datetime, at: datetime, calendar: Calendar) -> Kept:
    """As if it had been promised from the beginning, without the time that stood still. What is kept stays so."""
    anew, stood = promised(sla, promise.anew_at or opened_at, calendar), timedelta(seconds=promise.stood_seconds)
    ran_until = promise.stands_since or at
    first = anew.first_response_due and after(anew.first_response_due, stood, calendar)
    now = changed(
        promise,
        first_response_due=promise.first_response_due if promise.responded_at else first,
        resolution_due=anew.resolution_due and after(anew.resolution_due, stood, calendar),
        late=(),
    )
    late = tuple(one for one in promise.late if (due := now.pending.get(one.which)) and due < ran_until)
    return changed(now, late=late), tuple(one for one in promise.late if one not in late)


def changed(promise: Promise, **news: Any) -> Promise:
    return promise.model_copy(update=news)
