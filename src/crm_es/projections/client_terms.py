"""Which prices of their own do clients have, from which volume, until when? (S0-13)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.price_list import TermsAgreed, TermsEnded
from crm_es.ids import derived
from crm_es.playbook.names import typed_alike
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class ClientTerms(Row, table="client_terms", key="terms_id", indexes=("client_id", "product")):
    """What one client pays for a product from a volume on."""

    terms_id: UUID
    client_id: UUID
    product: str
    from_quantity: Decimal
    price: Decimal
    """Of one unit, VAT included."""
    currency: str
    list_price: Decimal
    """What everybody paid when it was agreed."""
    until: date | None
    """The last day; without end where there is none."""
    agreed_at: datetime


def keys(event: TermsAgreed | TermsEnded) -> tuple[UUID, ...]:
    terms = event.terms
    return (derived(terms.client_id, typed_alike(terms.product), f"{terms.from_quantity.normalize():f}"),)


def evolve(_: ClientTerms | None, recorded: Recorded[TermsAgreed | TermsEnded], key: UUID) -> ClientTerms | None:
    match recorded.event:
        case TermsAgreed(terms=terms, list_price=list_price):
            return ClientTerms(
                terms_id=key,
                client_id=terms.client_id,
                product=terms.product,
                from_quantity=terms.from_quantity,
                price=terms.price.amount,
                currency=terms.price.currency,
                list_price=list_price.amount,
                until=terms.until,
                agreed_at=recorded.occurred_at,
            )
        case TermsEnded():
            return None
