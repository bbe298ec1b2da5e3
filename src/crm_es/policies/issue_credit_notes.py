"""When hours are taken off an act, a credit note says so under the next number (X-25)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.billing import IssueCreditNote
from crm_es.aggregates.work_act import ActCredited


def react(event: ActCredited) -> Iterator[IssueCreditNote]:
    yield IssueCreditNote(
        credit_note_id=event.credit_note_id,
        act_id=event.work_act_id,
        act_number=event.number,
        act_on=event.act_on,
        client_id=event.client_id,
        on=event.on,
        lines=event.lines,
        total=event.total,
        vat=event.vat,
        reason=event.reason,
        released=tuple(work.work_id for work in event.released),
        issued_by=event.credited_by,
        email=event.email,
        contact_name=event.contact_name,
    )
