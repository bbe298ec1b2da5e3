"""In which list what a field names is looked up."""

from typing import Final, NamedTuple

PEOPLE: Final = frozenset(
    {
        "biller_id",
        "cancelled_by",
        "deputy_id",
        "employee_id",
        "lead_id",
        "manager_id",
        "named_by",
        "owner_id",
        "people",
        "person_id",
        "responsible_id",
        "supervisor_id",
        "to_id",
    }
)
"""Fields that name somebody who works here."""

LISTS: Final = {
    "act_id": "work-acts",
    "bank_payment_id": "bank-payments",
    "campaign_id": "campaigns",
    "client_id": "clients",
    "contractor_id": "contractors",
    "contractors": "contractors",
    "deal_id": "deals",
    "depends_on": "project-stages",
    "entry_id": "notebook",
    "evidence_id": "offered-screenshots",
    "evidence_ids": "evidence",
    "follows_id": "tickets",
    "from_id": "clients",
    "interest_id": "interests",
    "into_id": "clients",
    "invoice_id": "invoice-drafts",
    "line_id": "act-lines",
    "order_id": "orders",
    "parent_id": "project-stages",
    "payer_account_id": "payer-accounts",
    "payment_request_id": "payment-requests",
    "price_approval_id": "price-approvals",
    "project_id": "projects",
    "rate_id": "rates",
    "stage_id": "project-stages",
    "suggestion_id": "work-suggestions",
    "task_id": "tasks",
    "ticket_id": "tickets",
    "work_id": "work-entries",
}
"""By field, the list."""

NEW: Final = frozenset(
    {
        ("AddContact", "contact_id"),
        ("ContinueTimer", "work_id"),
        ("DraftInvoice", "invoice_id"),
        ("IssueInvoice", "invoice_id"),
        ("NoteInterest", "interest_id"),
        ("PayOrder", "payment_id"),
        ("PlaceOrder", "order_id"),
        ("PlanCorrectiveAction", "action_id"),
        ("PlanStage", "stage_id"),
        ("RecordWork", "work_id"),
        ("SetRate", "rate_id"),
        ("ShipOrder", "shipment_id"),
        ("StartTimer", "work_id"),
    }
)
"""Commands and their fields with ids that are made at random, unless something that is there is meant."""
ELSEWHERE: Final = {("CancelInvoice", "invoice_id"): "invoices"}
"""Where the list is another than the field tells."""
UNLISTED: Final = frozenset({("RemoveContact", "contact_id"), ("AssignTask", "subject_id")})
"""Ids of what no list has: a part of the record, or something of any kind."""


class Named(NamedTuple):
    """What an id stands for."""

    kind: str
    registry: str | None = None


def named(command: str, field: str) -> Named:
    """What the id in a field stands for. Raises KeyError where nothing is known of it."""
    if (command, field) in NEW or field == "id":
        return Named("new id")
    if (command, field) in UNLISTED:
        return Named("id")
    if field in PEOPLE:
        return Named("person", "staff-members")
    return Named("record", ELSEWHERE.get((command, field)) or LISTS[field])
