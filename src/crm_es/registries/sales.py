"""The lists of deals, tasks, prices and clients."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from crm_es.projections.call_registry import Call
from crm_es.projections.campaigns import Campaign
from crm_es.projections.client_purchases import Purchase
from crm_es.projections.client_registry import Client
from crm_es.projections.client_terms import ClientTerms
from crm_es.projections.complaints import Complaint
from crm_es.projections.deal_registry import Deal
from crm_es.projections.deal_stages import Stay
from crm_es.projections.interests import Interest
from crm_es.projections.leak_reasons import LeakReason
from crm_es.projections.plan_versus_actual import PlannedTask
from crm_es.projections.price_approvals import PriceApproval
from crm_es.projections.price_costs import Cost
from crm_es.projections.price_list import Price
from crm_es.projections.project_registry import Project
from crm_es.projections.reservoir_stays import ReservoirStay
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.task_list import Task
from crm_es.projections.workload import Load
from crm_es.registries.shape import PRICING, Counted, Registry, days_between

SUPERVISOR_OF_OWNER: Final = "(SELECT supervisor_id FROM staff_registry WHERE staff_member_id = part.owner_id)"
SECTOR_OF_CLIENT: Final = "(SELECT sector FROM client_registry WHERE client_registry.client_id = part.client_id)"
NEXT_TASK_DUE: Final = "(SELECT min(due) FROM task_list WHERE task_list.deal_id = part.deal_id AND to_do)"
PROJECT_OF_DEAL: Final = """(SELECT project_id FROM project_registry WHERE project_registry.deal_id = part.deal_id
    ORDER BY opened_at, project_id LIMIT 1)"""

REGISTRIES: Final = (
    Registry(
        "deals",
        "Deals",
        Deal,
        "-opened_at",
        ("client", "owner", "entered_by", "project"),
        ("title", "client", "product"),
        ("owner_id",),
        counted={
            "days_in_stage": Counted(int, days_between("part.since", "part.closed_at")),
            "over_norm": Counted(bool, "part.outcome = 'open' AND coalesce(part.rots_at < now(), false)"),
            "next_task_due": Counted(datetime, NEXT_TASK_DUE, optional=True, reads=Task),
            "supervisor_id": Counted(UUID, SUPERVISOR_OF_OWNER, optional=True, reads=StaffMember),
            "sector": Counted(str, SECTOR_OF_CLIENT, optional=True, reads=Client),
            "project_id": Counted(UUID, PROJECT_OF_DEAL, optional=True, reads=Project),
        },
        at_a_glance=("title", "client", "amount", "stage", "owner", "next_task_due", "days_in_stage", "outcome"),
    ),
    Registry(
        "tasks",
        "Tasks",
        Task,
        "due",
        ("responsible", "supervisor", "deal", "client", "entered_by"),
        ("what", "deal", "client", "responsible"),
        ("responsible_id", "supervisor_id"),
        at_a_glance=("what", "due", "responsible", "deal", "client", "status", "times_moved"),
    ),
    Registry(
        "price-approvals",
        "Price approvals",
        PriceApproval,
        "-requested_at",
        ("asker", "client", "asked", "approvers"),
        ("product", "client", "asker"),
        ("asker_id", "approvers"),
        at_a_glance=(
            "product",
            "client",
            "quantity",
            "price",
            "floor",
            "status",
            "asker",
            "asked_names",
            "requested_at",
        ),
    ),
    Registry(
        "prices",
        "Prices",
        Price,
        "product",
        (),
        ("product",),
        at_a_glance=("product", "unit", "price", "floor", "vat_rate", "currency", "since"),
    ),
    Registry(
        "price-costs",
        "Costs and margins",
        Cost,
        "product",
        (),
        ("product",),
        (),
        PRICING,
        at_a_glance=("product", "unit", "cost", "price", "margin", "floor", "margin_at_floor"),
    ),
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
        at_a_glance=("client", "product", "from_quantity", "price", "list_price", "until"),
    ),
    Registry(
        "clients",
        "Clients",
        Client,
        "name",
        ("owner", "campaign", "merged_into"),
        ("name", "inn", "sector", "owner"),
        ("owner_id",),
        at_a_glance=(
            "name",
            "status",
            "owner",
            "sector",
            "segment",
            "last_bought_at",
            "next_contact_on",
            "inn",
            "phones",
        ),
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
        at_a_glance=("bought_at", "client", "kind", "amount", "manager"),
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
        at_a_glance=("client", "kind", "since", "until", "manager", "revenue", "reason"),
    ),
    Registry("leak-reasons", "Leak reasons", LeakReason, "-clients", (), ("reason",)),
    Registry(
        "campaigns",
        "Campaigns",
        Campaign,
        "-since",
        ("launched_by",),
        ("name", "aim"),
        at_a_glance=("name", "aim", "planned", "cost", "since", "until", "status", "launched_by"),
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
        at_a_glance=("client", "status", "source", "wanted", "total", "noted_at", "manager"),
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
        at_a_glance=("deal", "stage", "entered_at", "left_at", "days", "norm_days", "over_norm", "owner"),
    ),
    Registry(
        "plan-versus-actual",
        "Plan versus actual",
        PlannedTask,
        "planned_due",
        ("responsible", "supervisor", "deal"),
        ("what", "deal", "responsible"),
        ("responsible_id", "supervisor_id"),
        at_a_glance=("what", "deal", "stage", "responsible", "planned_due", "done_at", "late", "times_moved", "status"),
    ),
    Registry(
        "complaints",
        "Complaints",
        Complaint,
        "-filed_at",
        ("client", "owner", "responsible", "employee", "contractor"),
        ("text", "cause", "client", "answer"),
        ("involved",),
        at_a_glance=("client", "cause", "text", "status", "due", "responsible", "department", "filed_at"),
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
        at_a_glance=("called_at", "client", "caller", "phone", "status", "manager", "result"),
    ),
)
