"""When a price is granted, the asker's invoice desk holds the grant for the invoices to come (S0-24, S0-25)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.invoice_desk import HoldGrant
from crm_es.aggregates.price_approval import PriceGranted
from crm_es.ids import desk_of


def react(event: PriceGranted) -> Iterator[HoldGrant]:
    yield HoldGrant(
        invoice_desk_id=desk_of(event.asker_id),
        manager_id=event.asker_id,
        price_approval_id=event.price_approval_id,
        client_id=event.client_id,
        product=event.product,
        quantity=event.quantity,
        price=event.price,
        valid_until=event.valid_until,
    )
