"""When work is billed, its entries are locked; when it is released, they may be changed again (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.billing import WorkBilled, WorkReleased
from crm_es.aggregates.work_log import MarkBilled
from crm_es.ids import work_log_of


def react(event: WorkBilled | WorkReleased) -> Iterator[MarkBilled]:
    found: dict[UUID, list[UUID]] = {}
    for work in event.works:
        found.setdefault(work.person_id, []).append(work.work_id)
    for person_id, work_ids in found.items():
        yield MarkBilled(
            work_log_id=work_log_of(person_id),
            person_id=person_id,
            work_ids=tuple(work_ids),
            act_id=event.act_id if isinstance(event, WorkBilled) else None,
        )
