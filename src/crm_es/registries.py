"""The lists that people look at, each described once, for HTTP, the command line and pages alike."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from types import NoneType
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from crm_es.messages import Refused
from crm_es.projections.client_registry import Client
from crm_es.projections.contractor_registry import Contractor
from crm_es.projections.deal_registry import Deal
from crm_es.projections.deal_stages import Stay
from crm_es.projections.desk_state import Desk
from crm_es.projections.invoice_registry import Invoice
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.payment_registry import Payment
from crm_es.projections.plan_versus_actual import PlannedTask
from crm_es.projections.price_approvals import PriceApproval
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.task_list import Task
from crm_es.projections.workload import Load
from crm_es.row import Row

NAMED: Final[dict[str, tuple[type[Row], str]]] = {
    "client": (Client, "name"),
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

    @cached_property
    def own(self) -> dict[str, Column]:
        """The columns of the row itself."""
        hints = get_type_hints(self.row)
        return {field.name: column(hints[field.name]) for field in fields(self.row)}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """All that may be shown, filtered and sorted by."""
        named = (name if f"{name}_id" in self.own else f"{name}_names" for name in self.names)
        return self.own | dict.fromkeys(named, Column(str, optional=True))

    @cached_property
    def select(self) -> str:
        """Its rows with their names, which are joined here and never copied into rows."""
        named, joins = ["line.*"], [f"{self.row.TABLE} AS line"]
        for name in self.names:
            row, shown = NAMED.get(name, (StaffMember, "name"))
            if f"{name}_id" in self.own:
                named.append(f"{name}.{shown} AS {name}")
                joins.append(f"LEFT JOIN {row.TABLE} AS {name} ON {name}.{row.KEY} = line.{name}_id")
            else:
                several = f"SELECT string_agg({shown}, ', ' ORDER BY {shown}) FROM {row.TABLE}"
                named.append(f"({several} WHERE {row.KEY} = ANY(line.{name})) AS {name}_names")
        return f"SELECT {', '.join(named)} FROM {' '.join(joins)}"


def column(annotation: Any) -> Column:
    kinds = [kind for kind in get_args(annotation) if kind not in (NoneType, Ellipsis)]
    several = getattr(annotation, "__origin__", None) is tuple
    return Column(kinds[0] if kinds else annotation, NoneType in get_args(annotation), several)


REGISTRIES: Final = (
    Registry("deals", "Deals", Deal, "-opened_at", ("client", "owner"), ("title", "client", "product"), ("owner_id",)),
    Registry(
        "tasks",
        "Tasks",
        Task,
        "due",
        ("responsible", "supervisor", "deal"),
        ("what", "deal", "responsible"),
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
    ),
    Registry(
        "price-approvals",
        "Price approvals",
        PriceApproval,
        "-requested_at",
        ("asker", "client", "approvers"),
        ("product", "client", "asker"),
        ("asker_id", "approvers"),
    ),
    Registry("clients", "Clients", Client, "name", ("owner",), ("name", "sector", "owner"), ("owner_id",)),
    Registry("contractors", "Contractors", Contractor, "name", (), ("name", "inn")),
    Registry("staff-members", "Staff", StaffMember, "name", ("supervisor",), ("name", "roles")),
    Registry("notebook", "Notebook", Entry, "-added_at", ("person",), ("text", "person"), ("person_id",)),
    Registry(
        "invoices",
        "Invoices",
        Invoice,
        "-issued_at",
        ("manager", "client", "deal"),
        ("what_for", "client", "manager"),
        ("manager_id",),
    ),
    Registry("invoice-desks", "Invoice desks", Desk, "-blocked_by", ("manager",), ("manager",), ("manager_id",)),
    Registry("workload", "Workload", Load, "-open", ("responsible",), ("responsible",), ("responsible_id",)),
    Registry("deal-stages", "Deals by stage", Stay, "-entered_at", ("deal", "owner"), ("deal", "owner"), ("owner_id",)),
    Registry(
        "plan-versus-actual",
        "Plan versus actual",
        PlannedTask,
        "planned_due",
        ("responsible", "supervisor", "deal"),
        ("what", "deal", "responsible"),
        ("responsible_id", "supervisor_id"),
    ),
)


def registry(name: str) -> Registry:
    """The list of this name."""
    for found in REGISTRIES:
        if found.name == name:
            return found
    known = ", ".join(found.name for found in REGISTRIES)
    raise Refused(f"There is no list called {name!r}: take one of {known}.", "no such list")
