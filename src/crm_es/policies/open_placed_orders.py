"""When a manager takes an order, it is opened: warehouse and books tell how it goes on from there (S0-37)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.order import RegisterOrder
from crm_es.aggregates.order_desk import OrderPlaced


def react(event: OrderPlaced) -> Iterator[RegisterOrder]:
    yield RegisterOrder(
        order_id=event.order_id,
        client_id=event.client_id,
        manager_id=event.manager_id,
        lines=event.lines,
        currency=event.currency,
        deal_id=event.deal_id,
        note=event.note or "",
    )
