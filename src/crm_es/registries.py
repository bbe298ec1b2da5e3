"""The lists that people look at, each described once, for HTTP, the command line and pages alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from types import NoneType
from typing import Any, Final, NamedTuple, get_args, get_type_hints
from uuid import UUID

from crm_es.messages import Refused
from crm_es.projections.bank_payments import BankPayment
from crm_es.projections.bank_registry import Bank
from crm_es.projections.budgets import Budget
from crm_es.projections.call_registry import Call
from crm_es.projections.campaigns import Campaign
from crm_es.projections.client_purchases import Purchase
from crm_es.projections.client_registry import Client
from crm_es.projections.client_terms import ClientTerms
from crm_es.projections.complaints import Complaint
from crm_es.projections.contractor_files import ContractorFile
from crm_es.projections.contractor_registry import Contractor
from crm_es.projections.deal_registry import Deal
from crm_es.projections.deal_stages import Stay
from crm_es.projections.desk_state import Desk
from crm_es.projections.digests import Digest
from crm_es.projections.document_registry import Document
from crm_es.projections.inbox_items import Item
from crm_es.projections.interests import Interest
from crm_es.projections.invoice_drafts import Draft
from crm_es.projections.invoice_lines import Line
from crm_es.projections.invoice_registry import Invoice
from crm_es.projections.leak_reasons import LeakReason
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.order_desks import OrderDesk
from crm_es.projections.order_lines import OrderedProduct
from crm_es.projections.order_registry import Order
from crm_es.projections.orders_taken import OrderTaken
from crm_es.projections.payer_accounts import PayerAccount
from crm_es.projections.payment_registry import Payment
from crm_es.projections.payments_made import PaymentMade
from crm_es.projections.plan_versus_actual import PlannedTask
from crm_es.projections.price_approvals import PriceApproval
from crm_es.projections.price_costs import Cost
from crm_es.projections.price_list import Price
from crm_es.projections.reconciliation_registry import Reconciliation
from crm_es.projections.reservoir_stays import ReservoirStay
from crm_es.projections.saved_views import SavedView
from crm_es.projections.sheet_imports import SheetImport
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.suggestions import Suggestion
from crm_es.projections.task_list import Task
from crm_es.projections.webhook_registry import Webhook
from crm_es.projections.workload import Load
from crm_es.row import Row

NAMED: Final[dict[str, tuple[type[Row], str]]] = {
    "client": (Client, "name"),
    "merged_into": (Client, "name"),
    "campaign": (Campaign, "name"),
    "contractor": (Contractor, "name"),
    "deal": (Deal, "title"),
}
"""Where the name of what an id refers to is found; everything else is a person."""


class Column(NamedTuple):
    """What a list shows of each row."""

    kind: Any
    """Its type; of a column that holds several values, the type of one."""
    optional: bool = False
    several: bool = False


class Counted(NamedTuple):
    """A column that no row has."""

    kind: Any
    sql: str
    """What it is, of a row called `part`."""
    optional: bool = False
    reads: type[Row] | None = None
    """The rows that it looks at besides."""


@dataclass(frozen=True)
class Registry:
    """One list: rows of a projection, with the names of what they refer to."""

    name: str
    """As addresses and the command line say it."""
    title: str
    row: type[Row]
    sort: str
    """The column of the usual order; with - before it, the other way round."""
    names: tuple[str, ...] = ()
    """What is shown by name too: `owner` for `owner_id`; for several people in a column `asked`, `asked_names`."""
    search: tuple[str, ...] = ()
    """The columns in which words are looked for."""
    sights: tuple[str, ...] = ()
    """The columns that hold those whom a row concerns; a list without them is for everybody."""
    open_to: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """By role, which rows are seen besides: those with one of the values in each column; all, where none is named.

    `accounting`, `head`, `inbox` and `pricing` are whoever the playbook makes so. A list that names roles is closed to
    all others.
    """
    told_to: frozenset[str] = frozenset()
    """By role, who may see how its records became what they are; where none is named, whoever sees them."""
    private: bool = False
    """Its rows are for those alone whom they concern, and not for who is above them."""
    found_by: str = ""
    """The column of the id under which people know a row; its key, where none is named."""
    record: type[Row] | None = None
    """What each line belongs to, where that is a row of another list; the line has its key."""
    of_record: tuple[str, ...] = ()
    """The columns of the record that are shown with each line."""
    counted: Mapping[str, Counted] = field(default_factory=dict)
    """What time changes by itself, or what lies in other lists: it is counted when it is asked for."""

    @property
    def id_column(self) -> str:
        return self.found_by or self.row.KEY

    @cached_property
    def own(self) -> dict[str, Column]:
        """The columns of the row itself, of the record that it belongs to, and what is counted."""
        joined = columns_of(self.record) if self.record else {}
        own = columns_of(self.row) | {name: joined[name]._replace(optional=True) for name in self.of_record}
        return own | {name: Column(counted.kind, counted.optional) for name, counted in self.counted.items()}

    @cached_property
    def source(self) -> str:
        """The table of the rows, with the columns of their records, and what is counted."""
        if self.record is None and not self.counted:
            return self.row.TABLE
        shown = [f"record.{name}" for name in self.of_record]
        shown += [f"{counted.sql} AS {name}" for name, counted in self.counted.items()]
        record = f" LEFT JOIN {self.record.TABLE} AS record USING ({self.record.KEY})" if self.record else ""
        return f"(SELECT part.*, {', '.join(shown)} FROM {self.row.TABLE} AS part{record})"

    @cached_property
    def columns(self) -> dict[str, Column]:
        """All that may be shown, filtered and sorted by."""
        named = (name if f"{name}_id" in self.own else f"{name}_names" for name in self.names)
        return self.own | dict.fromkeys(named, Column(str, optional=True))

    @cached_property
    def select(self) -> str:
        """Its rows with their names, which are joined here and never copied into rows."""
        named, joins = ["line.*"], [f"{self.source} AS line"]
        for name in self.names:
            row, shown = NAMED.get(name, (StaffMember, "name"))
            if f"{name}_id" in self.own:
                named.append(f"{name}.{shown} AS {name}")
                joins.append(f"LEFT JOIN {row.TABLE} AS {name} ON {name}.{row.KEY} = line.{name}_id")
            else:
                several = f"SELECT string_agg({shown}, ', ' ORDER BY {shown}) FROM {row.TABLE}"
                named.append(f"({several} WHERE {row.KEY} = ANY(line.{name})) AS {name}_names")
        return f"SELECT {', '.join(named)} FROM {' '.join(joins)}"


def columns_of(row: type[Row]) -> dict[str, Column]:
    hints = get_type_hints(row)
    return {one.name: column(hints[one.name]) for one in fields(row)}


def column(annotation: Any) -> Column:
    kinds = [kind for kind in get_args(annotation) if kind not in (NoneType, Ellipsis)]
    several = getattr(annotation, "__origin__", None) is tuple
    return Column(kinds[0] if kinds else annotation, NoneType in get_args(annotation), several)


def days_between(begin: str, end: str) -> str:
    """Whole days, up to now where it has not ended."""
    return f"floor(extract(epoch FROM coalesce({end}, now()) - {begin}) / 86400)::int8"


SUPERVISOR_OF_OWNER: Final = "(SELECT supervisor_id FROM staff_registry WHERE staff_member_id = part.owner_id)"
SECTOR_OF_CLIENT: Final = "(SELECT sector FROM client_registry WHERE client_registry.client_id = part.client_id)"
NEXT_TASK_DUE: Final = "(SELECT min(due) FROM task_list WHERE task_list.deal_id = part.deal_id AND to_do)"

PRICING: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"pricing": {}, "head": {}, "accounting": {}}
"""Who sees what we pay for products, and what remains."""

REGISTRIES: Final = (
    Registry(
        "deals",
        "Deals",
        Deal,
        "-opened_at",
        ("client", "owner", "entered_by"),
        ("title", "client", "product"),
        ("owner_id",),
        counted={
            "days_in_stage": Counted(int, days_between("part.since", "part.closed_at")),
            "over_norm": Counted(bool, "part.outcome = 'open' AND coalesce(part.rots_at < now(), false)"),
            "next_task_due": Counted(datetime, NEXT_TASK_DUE, optional=True, reads=Task),
            "supervisor_id": Counted(UUID, SUPERVISOR_OF_OWNER, optional=True, reads=StaffMember),
            "sector": Counted(str, SECTOR_OF_CLIENT, optional=True, reads=Client),
        },
    ),
    Registry(
        "tasks",
        "Tasks",
        Task,
        "due",
        ("responsible", "supervisor", "deal", "client", "entered_by"),
        ("what", "deal", "client", "responsible"),
        ("responsible_id", "supervisor_id"),
    ),
    Registry(
        "payment-requests",
        "Payment requests",
        Payment,
        "-drafted_at",
        ("author", "contractor", "asked"),
        ("what_for", "contractor", "author", "invoice_number", "purpose"),
        ("involved",),
        {"accounting": {"status": ("approved", "paid")}},
    ),
    Registry(
        "contractor-files",
        "Files by contractor",
        ContractorFile,
        "-attached_at",
        ("contractor", "attached_by"),
        ("name", "contractor", "what_for", "invoice_number"),
        ("involved",),
        {"accounting": {"status": ("approved", "paid")}},
        record=Payment,
        of_record=("contractor_id", "period", "what_for", "invoice_number", "status", "involved"),
    ),
    Registry(
        "payments-made",
        "Payments made",
        PaymentMade,
        "-paid_on",
        ("author", "contractor"),
        ("what_for", "contractor", "payment_order"),
        ("involved",),
        {"accounting": {}},
        record=Payment,
        of_record=("what_for", "author_id", "contractor_id", "involved"),
    ),
    Registry(
        "price-approvals",
        "Price approvals",
        PriceApproval,
        "-requested_at",
        ("asker", "client", "asked", "approvers"),
        ("product", "client", "asker"),
        ("asker_id", "approvers"),
    ),
    Registry("prices", "Prices", Price, "product", (), ("product",)),
    Registry("price-costs", "Costs and margins", Cost, "product", (), ("product",), (), PRICING),
    Registry(
        "client-terms",
        "Terms of clients",
        ClientTerms,
        "product",
        ("client",),
        ("product", "client"),
        ("owner_id",),
        PRICING,
        record=Client,
        of_record=("owner_id",),
    ),
    Registry(
        "documents",
        "Documents",
        Document,
        "-drafted_at",
        ("author", "client", "contractor", "deal", "asked"),
        ("title", "kind", "name", "client", "contractor", "author"),
        ("involved",),
    ),
    Registry(
        "clients",
        "Clients",
        Client,
        "name",
        ("owner", "campaign", "merged_into"),
        ("name", "inn", "sector", "owner"),
        ("owner_id",),
    ),
    Registry(
        "purchases",
        "Purchases of clients",
        Purchase,
        "-bought_at",
        ("client", "manager", "owner"),
        ("client", "manager"),
        ("manager_id", "owner_id"),
        record=Client,
        of_record=("owner_id", "sector", "segment"),
    ),
    Registry(
        "reservoir",
        "Reservoir of clients",
        ReservoirStay,
        "-since",
        ("client", "manager", "owner"),
        ("client", "manager", "reason"),
        ("manager_id", "owner_id"),
        record=Client,
        of_record=("owner_id", "sector", "segment"),
    ),
    Registry("leak-reasons", "Leak reasons", LeakReason, "-clients", (), ("reason",)),
    Registry("campaigns", "Campaigns", Campaign, "-since", ("launched_by",), ("name", "aim")),
    Registry("contractors", "Contractors", Contractor, "name", (), ("name", "inn")),
    Registry(
        "payer-accounts",
        "Payer accounts",
        PayerAccount,
        "name",
        (),
        ("name", "account", "bank_name"),
        told_to=frozenset({"accounting", "head"}),
    ),
    Registry(
        "bank-payments",
        "Bank payments",
        BankPayment,
        "-paid_on",
        ("heads", "explained_by"),
        ("payee_name", "payee_inn", "purpose", "number"),
        ("heads",),
        {"accounting": {}, "head": {}},
    ),
    Registry(
        "budgets",
        "Budgets",
        Budget,
        "-period",
        (),
        ("name", "period"),
        told_to=frozenset({"accounting", "head"}),
    ),
    Registry("banks", "Banks", Bank, "name", (), ("bik", "name", "town")),
    Registry("staff-members", "Staff", StaffMember, "name", ("supervisor",), ("name", "roles")),
    Registry("notebook", "Notebook", Entry, "-added_at", ("person",), ("text", "person"), ("person_id",)),
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
    ),
    Registry(
        "interests",
        "Interests",
        Interest,
        "-noted_at",
        ("manager", "client"),
        ("client", "manager", "source", "note", "contact"),
        ("manager_id",),
        found_by="interest_id",
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
    Registry("workload", "Workload", Load, "-open", ("responsible",), ("responsible",), ("responsible_id",)),
    Registry(
        "deal-stages",
        "Deals by stage",
        Stay,
        "-entered_at",
        ("deal", "owner"),
        ("deal", "owner"),
        ("owner_id",),
        counted={
            "days": Counted(int, days_between("part.entered_at", "part.left_at")),
            "over_norm": Counted(bool, "coalesce(coalesce(part.left_at, now()) > part.rots_at, false)"),
        },
    ),
    Registry(
        "plan-versus-actual",
        "Plan versus actual",
        PlannedTask,
        "planned_due",
        ("responsible", "supervisor", "deal"),
        ("what", "deal", "responsible"),
        ("responsible_id", "supervisor_id"),
    ),
    Registry(
        "sheet-imports",
        "Imported sheets",
        SheetImport,
        "-imported_at",
        ("imported_by", "reverted_by"),
        ("name", "kind", "imported_by"),
        ("imported_by_id",),
    ),
    Registry(
        "complaints",
        "Complaints",
        Complaint,
        "-filed_at",
        ("client", "owner", "responsible", "employee", "contractor"),
        ("text", "cause", "client", "answer"),
        ("involved",),
    ),
    Registry(
        "suggestions",
        "Suggestions",
        Suggestion,
        "-made_at",
        ("author", "supporters"),
        ("text", "about", "answer", "author"),
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
    ),
    Registry(
        "calls",
        "Calls",
        Call,
        "-called_at",
        ("manager", "client"),
        ("phone", "caller", "client", "manager", "note"),
        ("manager_id",),
        {"operator": {}},
    ),
    Registry(
        "inbox-items",
        "Inbox",
        Item,
        "-received_at",
        ("client", "manager", "settled_by"),
        ("source", "source_id", "kind", "told", "why", "client"),
        ("manager_id",),
        {"inbox": {}},
    ),
    Registry("digests", "Digests", Digest, "next_at", ("person",), ("person",), ("person_id",)),
    Registry("webhooks", "Webhooks", Webhook, "-registered_at", ("registered_by",), ("url",), ("registered_by_id",)),
    Registry(
        "views",
        "Saved views",
        SavedView,
        "name",
        ("person",),
        ("name", "person"),
        ("person_id",),
        {"employee": {"seen_by": ("everybody",)}},
        private=True,
    ),
)


def registry(name: str) -> Registry:
    """The list of this name."""
    for found in REGISTRIES:
        if found.name == name:
            return found
    known = ", ".join(found.name for found in REGISTRIES)
    raise Refused(f"There is no list called {name!r}: take one of {known}.", "no such list")
