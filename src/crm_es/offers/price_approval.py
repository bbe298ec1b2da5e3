"""What may be done with a question for a price: grant it, refuse it, pass it on, take it back."""

from __future__ import annotations

from crm_es.aggregates.price_approval import (
    ForwardPriceRequest,
    GrantPrice,
    RefusePrice,
    WithdrawPriceRequest,
    decider,
)
from crm_es.offers.approving import steps
from crm_es.offers.way import Way, kind

KIND = kind(
    "price-approvals",
    decider,
    Way(GrantPrice, choices={"step": steps}),
    Way(RefusePrice, beside=True),
    Way(ForwardPriceRequest, beside=True),
    Way(WithdrawPriceRequest, menu=True),
)
