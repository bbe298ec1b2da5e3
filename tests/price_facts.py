"""What happens to a price of 45 for flour, which Ann asks for and Helen answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from examples import ANN, CLIENT, DIRECTOR, HEAD, ID, MONDAY, roubles

from crm_es.aggregates.price_approval import (
    PriceApproversReminded,
    PriceEscalated,
    PriceExpired,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    PriceWithdrawn,
)
from crm_es.approval_route import RouteStepAsked

FRIDAY = date(2026, 11, 27)
END_OF_FRIDAY = datetime(2026, 11, 27, 23, 59, 59, tzinfo=UTC)
ANSWER_BY = MONDAY + timedelta(14)

about: dict[str, Any] = {
    "price_approval_id": ID,
    "asker_id": ANN,
    "client_id": CLIENT,
    "product": "flour",
    "quantity": Decimal(20),
    "price": roubles(45),
}
because: dict[str, Any] = about | {"floor": roubles(50), "reason": "Regular"}
step = RouteStepAsked(name="price", role="head_of_sales", approvers=(HEAD,))
requested = PriceRequested(**because, route="price", steps=(step,), asked=(HEAD,), answer_by=ANSWER_BY)
answer: dict[str, Any] = {"approver_id": HEAD, "decided_by": HEAD, "was_asked": (HEAD,)}
step_approved = PriceStepApproved(**because, **answer, step="price", valid_until=FRIDAY, asked=(DIRECTOR,))
forwarded = PriceForwarded(
    **because,
    step="price",
    from_id=HEAD,
    to_id=DIRECTOR,
    decided_by=HEAD,
    comment="You know them",
    was_asked=(HEAD,),
    asked=(DIRECTOR,),
)
escalated = PriceEscalated(**because, step="price", to=(DIRECTOR,), was_asked=(HEAD,), asked=(HEAD, DIRECTOR))
reminded = PriceApproversReminded(**because, step="price", asked=(HEAD,))
granted = PriceGranted(
    **about,
    **answer,
    step="price",
    comment="This once",
    valid_until=FRIDAY,
    ends_at=END_OF_FRIDAY,
    answered_by="Helen",
)
refused = PriceRefused(**about, **answer, reason="Too low", answered_by="Helen")
withdrawn = PriceWithdrawn(**about, was_asked=(HEAD,))
unanswered = PriceExpired(**about, granted=False, was_asked=(HEAD,))
used_up = PriceExpired(**about, granted=True, was_asked=())
