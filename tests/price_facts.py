"""What happens to a price of 45 for flour, which Ann asks for and Helen answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from examples import ANN, CLIENT, HEAD, ID, roubles

from crm_es.aggregates.price_approval import PriceGranted, PriceRefused, PriceRequested

FRIDAY = date(2026, 11, 27)

about: dict[str, Any] = {
    "price_approval_id": ID,
    "asker_id": ANN,
    "client_id": CLIENT,
    "product": "flour",
    "quantity": Decimal(20),
    "price": roubles(45),
    "approvers": (HEAD,),
}
requested = PriceRequested(**about, floor=roubles(50), reason="Regular")
granted = PriceGranted(**about, approver_id=HEAD, decided_by=HEAD, comment="This once", valid_until=FRIDAY)
refused = PriceRefused(**about, approver_id=HEAD, decided_by=HEAD, reason="Too low")
