"""What is granted lies at the asker's invoice desk (S0-24)."""

from __future__ import annotations

from decimal import Decimal

from examples import ANN, CLIENT, ID, roubles
from price_facts import FRIDAY, granted

from crm_es.aggregates.invoice_desk import HoldGrant
from crm_es.ids import desk_of
from crm_es.policies.hold_price_grants import react


def test_the_desk_of_whoever_asked_holds_the_grant() -> None:
    assert list(react(granted)) == [
        HoldGrant(
            invoice_desk_id=desk_of(ANN),
            manager_id=ANN,
            price_approval_id=ID,
            client_id=CLIENT,
            product="flour",
            quantity=Decimal(20),
            price=roubles(45),
            valid_until=FRIDAY,
        )
    ]
