"""When somebody submits the time of a week or month, the supervisor is asked to approve it (X-34)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.work_log import PeriodApproved, PeriodReopened, PeriodReturned, PeriodSubmitted
from crm_es.asking_people import Topic, closed, question
from crm_es.playbook import EntryKind

KIND: Final[EntryKind] = "time to approve"

Decided = PeriodApproved | PeriodReturned | PeriodReopened


def react(event: PeriodSubmitted | Decided) -> Iterator[AddEntry | CloseEntry]:
    if event.supervisor_id == event.person_id:
        return
    topic = Topic(KIND, "work_log", event.work_log_id, (event.first, event.last))
    match event:
        case PeriodSubmitted(first=first, last=last, minutes=minutes):
            hours = f"{minutes // 60}:{minutes % 60:02} hours"
            text = f"{event.person}: {hours} from {first:%d.%m.%Y} to {last:%d.%m.%Y}."
            yield question(topic, event.supervisor_id, text, first)
        case PeriodApproved():
            yield closed(topic, event.supervisor_id, "Approved.")
        case PeriodReturned(reason=reason):
            yield closed(topic, event.supervisor_id, f"Returned: {reason}"[:500])
        case PeriodReopened(was_approved=False):
            yield closed(topic, event.supervisor_id, "It was taken back.")
        case PeriodReopened():
            return
