"""Moves running deals to the playbook in force, one by one, and tells what became of each (X-22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from psycopg import Connection

from crm_es.aggregates.deal import AdoptPlaybook
from crm_es.application import Crm
from crm_es.batch import Receipt
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.pages import LARGEST, page
from crm_es.registries import registry

DEALS: Final = registry("deals")
TOLD: Final = ("deal_id", "title", "client", "owner_id", "owner", "pipeline", "stage")


def move_deals(
    crm: Crm, context: Context, *, pipeline: str | None = None, limits: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """A line for each open deal of an older version: moved, or why it stays. `limits` are whose deals are meant."""
    version = crm.reference.version
    filters = {"outcome": "open", "playbook_version_to": str(version - 1)}
    if pipeline is not None:
        must_be_known(crm, pipeline)
        filters["pipeline"] = pipeline
    with crm.log.datastore.get_connection() as db:
        deals = list(all_of(db, filters, limits or {}))
    asked = [(deal, crm.submit(AdoptPlaybook(deal_id=deal["deal_id"]), own(context))) for deal in deals]
    return [line(deal, version, answer) for deal, answer in asked]


def must_be_known(crm: Crm, pipeline: str) -> None:
    known = dict.fromkeys(p.name for playbook in crm.reference.playbooks.values() for p in playbook.pipelines)
    if pipeline not in known:
        sentence = f"There is no pipeline {pipeline!r}: take one of {', '.join(map(repr, known))}."
        raise Refused(sentence, "no such pipeline")


def all_of(db: Connection[Any], filters: Mapping[str, str], limits: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    found = page(DEALS, db, filters=filters, sort="opened_at", limit=LARGEST, **limits)
    yield from found.rows
    while found.next_cursor:
        found = page(DEALS, db, filters=filters, sort="opened_at", limit=LARGEST, cursor=found.next_cursor, **limits)
        yield from found.rows


def own(context: Context) -> Context:
    """Each deal is a wish of its own; all of them belong together."""
    return replace(context, command_id=uuid4())


def line(deal: Mapping[str, Any], version: int, answer: Future[Receipt]) -> dict[str, Any]:
    told = {name: deal[name] for name in TOLD} | {"from_version": deal["playbook_version"], "to_version": version}
    try:
        answer.result()
    except Refused as refusal:
        return told | {"outcome": "stays", "why": str(refusal)}
    return told | {"outcome": "moved", "why": None}
