"""When somebody confirms what a program saw of their work, it becomes an entry of their time (S3-01, X-42)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.activity import SuggestionConfirmed
from crm_es.aggregates.work_log import RecordWork
from crm_es.ids import work_log_of


def react(event: SuggestionConfirmed) -> Iterator[RecordWork]:
    yield RecordWork(
        work_log_id=work_log_of(event.person_id),
        person_id=event.person_id,
        work_id=event.work_id,
        **dict(event.subject),
        kind=event.kind,
        starts=event.starts,
        ends=event.ends,
        billable=event.billable,
        note=event.note,
        source="activity",
    )
