"""What did clients buy, when, for how much, from whom?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.client import (
    Bought,
    ClientAbsorbed,
    ClientBought,
    ClientReleased,
    PurchasePassedOn,
    PurchaseTakenBack,
)
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

PurchaseFact = ClientBought | PurchasePassedOn | PurchaseTakenBack | ClientAbsorbed | ClientReleased


@dataclass(frozen=True)
class Purchase(
    Row,
    table="client_purchases",
    key="purchase_id",
    indexes=("bought_at, purchase_id", "client_id, bought_at", "manager_id"),
):
    """One purchase of a client, as the playbook counts them."""

    purchase_id: UUID
    """Of the deal that was won; else it follows from the invoice at its desk, or from the shipment of its order."""
    client_id: UUID
    kind: str
    amount: Decimal | None
    currency: str | None
    bought_at: datetime
    manager_id: UUID | None
    """Who sold."""


def keys(event: PurchaseFact) -> tuple[UUID, ...]:
    match event:
        case ClientBought() | PurchasePassedOn() | PurchaseTakenBack():
            return (event.purchase_id,)
        case ClientAbsorbed(purchases=purchases):
            return tuple(one.purchase_id for one in purchases)
        case ClientReleased(purchases=ids):
            return ids


def evolve(purchase: Purchase | None, recorded: Recorded[PurchaseFact], key: UUID) -> Purchase | None:
    match purchase, recorded.event:
        case _, (ClientBought() | PurchasePassedOn()) as bought:
            return row(bought, bought.client_id)
        case _, ClientAbsorbed(client_id=client_id, purchases=purchases):
            return next(row(one, client_id) for one in purchases if one.purchase_id == key)
        case Purchase(), ClientReleased(from_id=client_id):
            return replace(purchase, client_id=client_id)
        case _, PurchaseTakenBack() | ClientReleased():
            return None


def row(bought: Bought, client_id: UUID) -> Purchase:
    return Purchase(
        purchase_id=bought.purchase_id,
        client_id=client_id,
        kind=bought.kind,
        amount=bought.amount.amount if bought.amount else None,
        currency=bought.amount.currency if bought.amount else None,
        bought_at=bought.on,
        manager_id=bought.manager_id,
    )
