"""News of an ERP, as many tests tell them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from examples import ANN, CLIENT, OPERATOR

from crm_es.aggregates.inbox_item import InboxItemReceived
from crm_es.ids import inbox_item_of, order_of
from crm_es.outside import Found, OrderReceived, OrderShipped, SentLine, Who
from crm_es.trade_lines import OrderLine

SOURCE = "erp"
ITEM = inbox_item_of(SOURCE, "4711")
ORDER = order_of(SOURCE, "4711")
line = OrderLine(product="flour", quantity=Decimal(100), unit="kg", price=Decimal(50))
order = OrderReceived(kind="order received", id="4711", number="17", client=Who(code="C-1"), lines=(line,))
shipment = OrderShipped(
    kind="order shipped", id="4712", order="4711", lines=(SentLine(product="flour", quantity=Decimal(60)),)
)
found = Found(client_id=CLIENT, order_id=ORDER, manager_id=ANN)
of_item: dict[str, Any] = {"inbox_item_id": ITEM, "source": SOURCE, "told": order}
entered = InboxItemReceived(**of_item, found=found, waits_because=None)
waiting = InboxItemReceived(
    **of_item, found=Found(order_id=ORDER), waits_because="Who is it about?", keepers=(OPERATOR,)
)
