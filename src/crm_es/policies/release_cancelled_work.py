"""When an act is cancelled, its work may be billed again (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.billing import ReleaseWork
from crm_es.aggregates.work_act import ActCancelled


def react(event: ActCancelled) -> Iterator[ReleaseWork]:
    work_ids = tuple(work.work_id for work in event.works)
    yield ReleaseWork(act_id=event.work_act_id, work_ids=work_ids, reason=event.reason)
