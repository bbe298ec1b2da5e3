"""When time is returned or reopened from above, its person is told why, until it is submitted again (X-34)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.work_log import PeriodReopened, PeriodReturned, PeriodSubmitted
from crm_es.asking_people import Topic, closed, question, with_word
from crm_es.playbook import EntryKind

KIND: Final[EntryKind] = "time returned"


def react(event: PeriodReturned | PeriodReopened | PeriodSubmitted) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic(KIND, "work_log", event.work_log_id, (event.first, event.last))
    days = f"Your time from {event.first:%d.%m.%Y} to {event.last:%d.%m.%Y}"
    match event:
        case PeriodReturned(reason=reason):
            yield question(topic, event.person_id, with_word(f"{days} is returned", reason), event.first)
        case PeriodReopened(reopened_by=by, reason=reason):
            if by != event.person_id:
                yield question(topic, event.person_id, with_word(f"{days} is open again", reason), event.first)
        case PeriodSubmitted():
            yield closed(topic, event.person_id, "Submitted again.")
