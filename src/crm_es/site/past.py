"""All that happened about a deal or a client, whatever record it stands in, told in kinds that people ask for."""

from __future__ import annotations

import asyncio
from typing import Any, Final
from uuid import UUID

from crm_es.api.commands import kebab
from crm_es.registries import REGISTRIES
from crm_es.site.visitor import Visitor

KINDS: Final = {
    "task": "tasks",
    "price_approval": "prices",
    "invoice_desk": "papers",
    "order": "papers",
    "order_desk": "papers",
    "document": "papers",
    "reconciliation": "papers",
    "call": "talks",
    "call_back": "talks",
    "letter": "talks",
    "ticket": "talks",
    "complaint": "talks",
    "project": "other",
    "work_act": "other",
    "work_log": "other",
}
"""By the record that something stands in; all else are changes of the deal or the client itself."""
PICTURES: Final = {
    "changes": "pencil",
    "tasks": "checkbox",
    "prices": "tag",
    "papers": "file-text",
    "talks": "message",
    "other": "briefcase",
}
TALKS: Final = frozenset({"ClientContacted"})
LISTS: Final = {shown.name: shown for shown in REGISTRIES}
PLURALS: Final = {"price_approval": "price-approvals", "call": "calls", "work_act": "work-acts", "project": "projects"}


async def past_of(visitor: Visitor, registry: str, record_id: UUID, before: int | None = None) -> dict[str, Any]:
    """One page of it, the newest first; `before` turns the page."""
    of_it = {f"{registry.removesuffix('s')}_id": record_id}
    found, tasks = await asyncio.gather(
        visitor.get(f"/{registry}/{record_id}/timeline", before=before, limit=40),
        visitor.get("/tasks", **of_it, sort="-due", limit=200),
    )
    named = {row["task_id"]: row["what"] for row in tasks["rows"]}
    return {
        "lines": [told(line, registry) | {"which": named.get(line["stream"])} for line in found["rows"]],
        "next_before": found["next_before"],
        "registry": registry,
        "record_id": str(record_id),
    }


def told(line: dict[str, Any], registry: str) -> dict[str, Any]:
    kind = "talks" if line["event"] in TALKS else KINDS.get(line["about"], "changes")
    listed = PLURALS.get(line["about"], f"{kebab(line['about'])}s")
    is_other = listed in LISTS and listed != registry
    return {
        **line,
        "kind": kind,
        "picture": PICTURES[kind],
        "link": f"/{listed}/{line['stream']}" if is_other else None,
    }
