"""When hours are billed, their act is prepared, for the client to accept (S3-07)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.act_lines import Freed
from crm_es.aggregates.billing import WorkBilled
from crm_es.aggregates.work_act import PrepareAct


def react(event: WorkBilled) -> Iterator[PrepareAct]:
    yield PrepareAct(
        work_act_id=event.act_id,
        number=event.number,
        client_id=event.client_id,
        biller_id=event.biller_id,
        on=event.on,
        project_id=event.project_id,
        lines=event.lines,
        total=event.total,
        vat=event.vat,
        works=tuple(Freed(work_id=work.work_id, person_id=work.person_id) for work in event.works),
        email=event.email,
        contact_name=event.contact_name,
        send=event.send,
    )
