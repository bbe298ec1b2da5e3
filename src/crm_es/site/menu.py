"""What each role finds in the menu: only what it works with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple


class Item(NamedTuple):
    """One place to go."""

    title: str
    path: str
    icon: str
    roles: frozenset[str] = frozenset()
    """For whom it is; for everybody, where none are named."""


class Part(NamedTuple):
    """Places that belong together."""

    title: str
    items: tuple[Item, ...]


def item(title: str, path: str, icon: str, *roles: str) -> Item:
    return Item(title, path, icon, frozenset(roles))


SALES: Final = ("manager", "head_of_sales", "director", "operator")
SERVICE: Final = ("engineer", "head_of_service", "project_lead", "director")
MONEY: Final = ("accountant", "chief_accountant", "director", "board")
LEADERS: Final = ("head_of_sales", "head_of_service", "chief_accountant", "director", "project_lead")
PARTS: Final = (
    Part(
        "Today",
        (
            item("My day", "/", "sun"),
            item("My tasks", "/tasks/mine", "checkbox"),
            item("Working time", "/time", "clock"),
        ),
    ),
    Part(
        "Sales",
        (
            item("Deals", "/deals/board", "layout-kanban", *SALES),
            item("Clients", "/clients", "users", *SALES, *SERVICE),
            item("Invoices", "/invoices", "file-invoice", *SALES, *MONEY),
            item("Orders", "/orders", "package", *SALES, "logistician", "warehouse"),
            item("Prices", "/prices/board", "tag", *SALES),
            item("Calls", "/calls", "phone", *SALES),
            item("Reservoir", "/reservoir/level", "chart-area", *SALES),
            item("Campaigns", "/campaigns", "speakerphone", *SALES),
        ),
    ),
    Part(
        "Payments",
        (
            item("Payment requests", "/payment-requests", "cash"),
            item("Payment calendar", "/payments/calendar", "calendar-dollar", *MONEY),
            item("Contractors", "/contractors", "building-store"),
            item("Bank payments", "/bank-payments", "building-bank", *MONEY),
            item("Bank statement", "/bank-statements", "file-spreadsheet", *MONEY),
        ),
    ),
    Part(
        "Service",
        (
            item("Tickets", "/tickets/board", "headset", *SERVICE),
            item("Projects", "/projects", "timeline", *SERVICE, *SALES),
            item("Acts", "/work-acts", "receipt", *MONEY, "head_of_service", "project_lead"),
            item("Evidence", "/evidence", "photo", *SERVICE),
        ),
    ),
    Part(
        "Together",
        (
            item("Complaints", "/complaints", "mood-sad"),
            item("Documents", "/documents", "files"),
            item("Suggestions", "/suggestions", "bulb"),
        ),
    ),
    Part(
        "Control",
        (
            item("Review of the team", "/control", "eye-check", *LEADERS),
            item("Reports", "/reports", "chart-bar", *LEADERS, *MONEY, "analyst"),
            item("Audit", "/audit", "history", *LEADERS, "administrator", "compliance", "auditor"),
        ),
    ),
    Part(
        "Company",
        (
            item("People", "/staff-members", "user-cog", "administrator", *LEADERS),
            item("Take over a spreadsheet", "/imports", "upload", "operator", "head_of_sales", "administrator"),
            item("Who may sign in", "/admin/accounts", "key", "administrator"),
        ),
    ),
)


def menu(roles: Collection[str]) -> list[Part]:
    """The parts with what these roles find in them. An administrator of everything finds all."""
    held = frozenset(roles)
    parts = (Part(part.title, tuple(one for one in part.items if not one.roles or held & one.roles)) for part in PARTS)
    return [part for part in parts if part.items]
