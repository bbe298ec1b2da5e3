"""The lists of invoices and orders."""

from __future__ import annotations

from typing import Final

from crm_es.projections.desk_state import Desk
from crm_es.projections.invoice_drafts import Draft
from crm_es.projections.invoice_lines import Line
from crm_es.projections.invoice_registry import Invoice
from crm_es.projections.order_desks import OrderDesk
from crm_es.projections.order_lines import OrderedProduct
from crm_es.projections.order_registry import Order
from crm_es.projections.orders_taken import OrderTaken
from crm_es.projections.reconciliation_registry import Reconciliation
from crm_es.registries.shape import Registry

REGISTRIES: Final = (
    Registry(
        "invoices",
        "Invoices",
        Invoice,
        "-issued_at",
        ("manager", "client", "deal", "cancelled_by"),
        ("number", "what_for", "client", "manager"),
        ("manager_id",),
        {"accounting": {}},
        found_by="invoice_id",
        at_a_glance=("number", "dated", "client", "amount", "what_for", "manager", "deal", "cancelled_at"),
    ),
    Registry(
        "invoice-lines",
        "Lines of invoices",
        Line,
        "line_id",
        ("manager", "client"),
        ("product", "number", "client", "manager"),
        ("manager_id",),
        {"accounting": {}},
        record=Invoice,
        of_record=("number", "dated", "manager_id", "client_id", "currency", "cancelled_at"),
        at_a_glance=("number", "dated", "client", "product", "quantity", "price", "amount"),
    ),
    Registry(
        "invoice-drafts",
        "Invoices begun",
        Draft,
        "-drafted_at",
        ("manager", "client", "deal"),
        ("what_for", "client", "manager"),
        ("manager_id",),
        found_by="invoice_id",
        at_a_glance=("client", "what_for", "amount", "drafted_at", "manager", "held_up"),
    ),
    Registry(
        "orders-taken",
        "Orders taken",
        OrderTaken,
        "-placed_at",
        ("manager", "client", "deal", "entered_by"),
        ("client", "manager", "exempt"),
        ("manager_id",),
        found_by="order_id",
        at_a_glance=("placed_at", "client", "total", "manager", "deal", "exempt"),
    ),
    Registry(
        "order-desks",
        "Order desks",
        OrderDesk,
        "-blocked_by",
        ("manager", "exempted_by"),
        ("manager",),
        ("manager_id",),
    ),
    Registry(
        "invoice-desks",
        "Invoice desks",
        Desk,
        "-blocked_by",
        ("manager", "exempted_by"),
        ("manager",),
        ("manager_id",),
    ),
    Registry(
        "orders",
        "Orders",
        Order,
        "-ordered_at",
        ("manager", "client", "deal"),
        ("number", "client", "manager", "note", "source"),
        ("manager_id",),
        {"accounting": {}, "warehouse": {}, "operator": {}},
        at_a_glance=("number", "ordered_at", "client", "total", "status", "shipped_on", "paid", "unpaid", "manager"),
    ),
    Registry(
        "order-lines",
        "Order lines",
        OrderedProduct,
        "-ordered_at",
        ("manager", "client"),
        ("product", "client", "manager"),
        ("manager_id",),
        {"accounting": {}, "warehouse": {}, "operator": {}},
        record=Order,
        of_record=("number", "status"),
        at_a_glance=("number", "product", "ordered", "shipped", "missing", "client", "status"),
    ),
    Registry(
        "reconciliations",
        "Reconciliations",
        Reconciliation,
        "-reconciled_at",
        ("manager", "client", "settled_by"),
        ("client", "manager", "reason"),
        ("manager_id",),
        {"accounting": {}},
        at_a_glance=("client", "since", "until", "our_balance", "their_balance", "difference", "status"),
    ),
)
