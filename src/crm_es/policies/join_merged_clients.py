"""When a client is merged into another, that one takes over what it has, and gives it back when they are parted."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.client import (
    AbsorbClient,
    Bought,
    ClientMerged,
    ClientNotAbsorbed,
    ClientUnmerged,
    DropPurchase,
    PurchasePassedOn,
    PurchaseTakenBack,
    ReleaseClient,
    TakePurchase,
    UnmergeClient,
)

Joining = ClientMerged | ClientUnmerged | ClientNotAbsorbed | PurchasePassedOn | PurchaseTakenBack


def react(event: Joining) -> Iterator[AbsorbClient | ReleaseClient | UnmergeClient | TakePurchase | DropPurchase]:
    match event:
        case ClientMerged(client_id=from_id, into_id=into_id):
            yield AbsorbClient(
                client_id=into_id,
                from_id=from_id,
                from_name=event.name,
                description=event.description,
                contacts=event.contacts,
                purchases=event.purchases,
                reasons=event.reasons,
            )
        case ClientUnmerged(client_id=from_id, from_id=into_id):
            yield ReleaseClient(client_id=into_id, from_id=from_id)
        case ClientNotAbsorbed(client_id=into_id, from_id=from_id, why=why):
            yield UnmergeClient(client_id=from_id, from_id=into_id, reason=why)
        case PurchasePassedOn(client_id=from_id, into_id=into_id):
            bought = Bought(**{name: getattr(event, name) for name in Bought.model_fields})
            yield TakePurchase(client_id=into_id, from_id=from_id, purchase=bought)
        case PurchaseTakenBack(into_id=into_id):
            if into_id:
                yield DropPurchase(client_id=into_id, purchase_id=event.purchase_id)
