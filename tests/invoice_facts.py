"""What happens at Ann's invoice desk: an invoice for 900, and a grant of flour at 45."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from examples import ANN, CLIENT, DEAL, FRIDAY, HEAD, ID, MONDAY, REQUEST, WEDNESDAY, roubles

from crm_es.aggregates.invoice_desk import (
    DeskBlocked,
    DeskExempted,
    DeskUnblocked,
    GrantHeld,
    GrantReturned,
    GrantSpent,
    InvoiceCancelled,
    InvoiceDraftDropped,
    InvoiceDrafted,
    InvoiceForm,
    InvoiceIssued,
    WantedLine,
)
from crm_es.ids import desk_of
from crm_es.trade_lines import InvoiceLine

FIRST, SECOND = UUID(int=50), UUID(int=51)
SERIES = "{number}"

desk: dict[str, Any] = {"invoice_desk_id": desk_of(ANN), "manager_id": ANN}
blocked = DeskBlocked(**desk, entry_id=FIRST, kind="price decision", text="Flour is granted")
blocked_again = blocked.model_copy(update={"entry_id": SECOND, "text": "Sugar is refused"})
unblocked = DeskUnblocked(**desk, entry_id=FIRST, free=True)
exempted = DeskExempted(**desk, until=WEDNESDAY, reason="The client waits", exempted_by=HEAD)

issued = InvoiceIssued(
    **desk,
    invoice_id=ID,
    client_id=CLIENT,
    deal_id=DEAL,
    what_for="Flour",
    amount=roubles(900),
    on=MONDAY.date(),
    series=SERIES,
)
cancelled = InvoiceCancelled(
    **desk,
    invoice_id=ID,
    client_id=CLIENT,
    deal_id=DEAL,
    amount=roubles(900),
    reason="Ordered by mistake",
    cancelled_by=ANN,
)

form = InvoiceForm(client_id=CLIENT, lines=(WantedLine(product="flour", quantity=Decimal(20), price=Decimal(45)),))
drafted = InvoiceDrafted(**desk, invoice_id=ID, form=form, held_up=False)
dropped = InvoiceDraftDropped(**desk, invoice_id=ID)

held = GrantHeld(
    **desk,
    price_approval_id=REQUEST,
    client_id=CLIENT,
    product="Flour",
    quantity=Decimal(30),
    price=roubles(45),
    valid_until=FRIDAY.date(),
)
line = InvoiceLine(
    product="flour",
    quantity=Decimal(20),
    price=Decimal(45),
    vat_rate=Decimal(22),
    price_approval_id=REQUEST,
)
of_lines = issued.model_copy(update={"deal_id": None, "what_for": "flour", "lines": (line,), "vat": roubles("162.30")})
spent = GrantSpent(**desk, price_approval_id=REQUEST, invoice_id=ID, quantity=Decimal(20), left=Decimal(10))
returned = GrantReturned(**desk, price_approval_id=REQUEST, invoice_id=ID, quantity=Decimal(20), left=Decimal(30))
