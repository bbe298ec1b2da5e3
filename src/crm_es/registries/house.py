"""The lists of people, notebooks, papers, and of what runs the house."""

from __future__ import annotations

from typing import Final

from crm_es.projections.digests import Digest
from crm_es.projections.document_registry import Document
from crm_es.projections.inbox_items import Item
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.saved_views import SavedView
from crm_es.projections.sheet_imports import SheetImport
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.suggestions import Suggestion
from crm_es.projections.webhook_registry import Webhook
from crm_es.registries.shape import Registry

REGISTRIES: Final = (
    Registry(
        "documents",
        "Documents",
        Document,
        "-drafted_at",
        ("author", "client", "contractor", "deal", "asked"),
        ("title", "kind", "name", "client", "contractor", "author"),
        ("involved",),
        at_a_glance=(
            "title",
            "kind",
            "status",
            "author",
            "client",
            "contractor",
            "amount",
            "asked_names",
            "submitted_at",
        ),
    ),
    Registry(
        "staff-members",
        "Staff",
        StaffMember,
        "name",
        ("supervisor",),
        ("name", "roles"),
        at_a_glance=("name", "roles", "supervisor", "email", "hired_at", "left_at"),
    ),
    Registry(
        "notebook",
        "Notebook",
        Entry,
        "-added_at",
        ("person",),
        ("text", "person"),
        ("person_id",),
        at_a_glance=("text", "kind", "person", "added_at", "seen_at", "closed_at", "result"),
    ),
    Registry(
        "sheet-imports",
        "Imported sheets",
        SheetImport,
        "-imported_at",
        ("imported_by", "reverted_by"),
        ("name", "kind", "imported_by"),
        ("imported_by_id",),
        at_a_glance=("name", "kind", "rows", "taken", "twins", "faulty", "imported_by", "imported_at", "reverted_at"),
    ),
    Registry(
        "suggestions",
        "Suggestions",
        Suggestion,
        "-made_at",
        ("author", "supporters"),
        ("text", "about", "answer", "author"),
        at_a_glance=("text", "author", "status", "support", "replies", "made_at", "answer"),
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
        at_a_glance=("happened_at", "source", "kind", "status", "client", "manager", "why"),
    ),
    Registry("digests", "Digests", Digest, "next_at", ("person",), ("person",), ("person_id",)),
    Registry(
        "webhooks",
        "Webhooks",
        Webhook,
        "-registered_at",
        ("registered_by",),
        ("url",),
        ("registered_by_id",),
        at_a_glance=("url", "status", "topics", "registered_by", "registered_at", "paused_because"),
    ),
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
