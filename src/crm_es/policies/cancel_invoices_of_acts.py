"""When an act is cancelled, its invoice is cancelled with it (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.invoice_desk import CancelInvoice
from crm_es.aggregates.work_act import ActCancelled
from crm_es.ids import desk_of


def react(event: ActCancelled) -> Iterator[CancelInvoice]:
    if event.invoice_id:
        yield CancelInvoice(
            invoice_desk_id=desk_of(event.biller_id),
            invoice_id=event.invoice_id,
            reason=event.reason,
            cancelled_by=event.cancelled_by,
        )
