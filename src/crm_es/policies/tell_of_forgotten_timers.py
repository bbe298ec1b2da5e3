"""When the clock stops a timer, whoever forgot it is asked to say how long it was (X-34)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.work_log import TimerStopped, WorkCorrected, WorkRemoved
from crm_es.asking_people import Topic, closed, question
from crm_es.playbook import EntryKind

KIND: Final[EntryKind] = "forgotten timer"


def react(event: TimerStopped | WorkCorrected | WorkRemoved) -> Iterator[AddEntry | CloseEntry]:
    work_id = event.work_id if isinstance(event, TimerStopped) else event.work.work_id
    topic = Topic(KIND, "work_log", event.work_log_id, (work_id,))
    match event:
        case TimerStopped(by_clock=True):
            hours = (event.ends - event.starts).total_seconds() / 3600
            text = f"Your timer ({event.kind}) ran for {hours:.0f} hours and was stopped: correct the entry."
            yield question(topic, event.person_id, text)
        case TimerStopped():
            return
        case WorkCorrected(work=work) | WorkRemoved(work=work):
            if work.source == "timer":
                yield closed(topic, event.person_id, "The entry is put right.")
