"""When an act is cancelled, its invoice is cancelled with it, also one that comes later (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.invoice_desk import CancelInvoice
from crm_es.aggregates.work_act import ActCancelled, ActInvoiced
from crm_es.ids import desk_of


def react(event: ActCancelled | ActInvoiced) -> Iterator[CancelInvoice]:
    match event:
        case ActCancelled(reason=reason):
            because = reason
        case ActInvoiced(cancelled_because=because):
            pass
    if event.invoice_id and event.cancelled_by:
        yield CancelInvoice(
            invoice_desk_id=desk_of(event.biller_id),
            invoice_id=event.invoice_id,
            reason=because,
            cancelled_by=event.cancelled_by,
        )
