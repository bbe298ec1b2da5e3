"""When a complaint is not answered in time, the supervisor of whoever it waits for is told, until it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from crm_es.aggregates.complaint import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintHandedOver,
    ComplaintOverdue,
    ComplaintPassedOn,
    ComplaintReopened,
    ComplaintWithdrawn,
    Turn,
)
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.asking_people import MOST, Topic, closed, question

Onwards = (
    ComplaintPassedOn
    | ComplaintHandedOver
    | ComplaintAnswered
    | ComplaintReopened
    | ComplaintClosed
    | ComplaintWithdrawn
)


def react(event: ComplaintOverdue | Onwards) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case ComplaintOverdue():
            if event.supervisor_id != event.person_id:
                missing = "the client is not told" if event.answered else f"not answered by {event.department}"
                told = shorten(event.text, MOST, placeholder="…")
                text = f"Complaint ({event.cause}), {missing}, due on {event.due:%d.%m.%Y}: {told}"
                yield question(topic(event, event.due.timestamp()), event.supervisor_id, text)
        case _ if event.was.overdue and event.was.supervisor_id != event.was.person_id:
            yield from settled(event, event.was)
        case _:
            return


def settled(event: Onwards, was: Turn) -> Iterator[CloseEntry]:
    yield closed(topic(event, was.due.timestamp()), was.supervisor_id, "The complaint went on.")


def topic(event: ComplaintOverdue | Onwards, due: float) -> Topic:
    return Topic("overdue of a subordinate", "complaint", event.complaint_id, (due,))
