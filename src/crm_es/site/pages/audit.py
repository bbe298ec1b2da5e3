"""The audit: what happened, what was refused, and what led to what, as sentences (S1-32, S2-30)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from crm_es.site.auditing import asking, values
from crm_es.site.auditing.asking import Search, history_of
from crm_es.site.measures import moment_of
from crm_es.site.rendering import link
from crm_es.site.speech import humanised
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
SIZE: Final = 50
LARGEST: Final = 2**63 - 1
Asked = Annotated[Search, Depends()]


@routes.get("/audit")
async def searched(
    visitor: Seen, asked: Asked, before: Annotated[int | None, Query(ge=0, le=LARGEST)] = None
) -> Response:
    """What happened, day by day, the newest first."""
    query = asked.query(visitor.zone)
    found = await visitor.get("/audit", **query, before=before, limit=SIZE)
    return visitor.page(
        "audit/search.html",
        days=by_day(visitor, found["rows"], "occurred_at"),
        next_page=further("/audit", asked, found["next_before"]),
        **about("/audit", visitor, asked, query, asking.EVENTS),
    )


@routes.get("/audit/refused")
async def refused(visitor: Seen, asked: Asked, before: UUID | None = None) -> Response:
    """What was asked and refused, and how often each rule said no."""
    query = asked.query(visitor.zone)
    found = await visitor.get("/audit/refused", **query, before=before, limit=SIZE)
    return visitor.page(
        "audit/refused.html",
        days=by_day(visitor, found["rows"], "asked_at"),
        rules=found["rules"],
        last_said=found["last_said"],
        called=lambda sentence: shortly(visitor.speech.refusal(sentence)),
        most=max(found["rules"].values(), default=1),
        next_page=further("/audit/refused", asked, found["next_before"]),
        **about("/audit/refused", visitor, asked, query, asking.COMMANDS),
    )


@routes.get("/audit/causes")
async def causes_at(visitor: Seen, position: Annotated[int, Query(ge=1, le=LARGEST)]) -> Response:
    """What led to the event at this position, and what came of it."""
    return tree(visitor, await visitor.get("/audit/causation", position=position), position)


@routes.get("/audit/causes/{chain}")
async def causes(visitor: Seen, chain: UUID) -> Response:
    """The same by the id of the chain, or of a command in it."""
    return tree(visitor, await visitor.get(f"/audit/causation/{chain}"))


def tree(visitor: Visitor, roots: list[dict[str, Any]], position: int | None = None) -> Response:
    counts = dict.fromkeys(("commands", "events", "refused"), 0)
    for root in roots:
        count(root, counts)
    return visitor.page(
        "audit/causes.html", roots=roots, position=position, counts=counts, history_of=history_of, kind_of=humanised
    )


def count(command: Mapping[str, Any], counts: dict[str, int]) -> None:
    """How much there is below a command, itself included."""
    counts["commands"] += 1
    counts["refused"] += command["refusal"] is not None
    counts["events"] += len(command["events"])
    for event in command["events"]:
        for one in event["commands"]:
            count(one, counts)


def about(
    path: str, visitor: Visitor, asked: Search, query: dict[str, Any], topics: tuple[asking.Group, ...]
) -> dict[str, Any]:
    """What both searches show besides what they find."""
    people = sorted(visitor.crm.reference.people.values(), key=lambda one: (one.left, one.name))
    return {
        "path": path,
        "asked": asked,
        "chips": list(asked.chips(path, visitor)),
        "people": people if visitor.me.sees_all else [],
        "topics": topics,
        "exports": {form: link(f"/api/v1{path}", **query, limit=1000, format=form) for form in ("csv", "xlsx")},
        "narrowed": lambda **more: link(path, **{**asked.told(), **more}),
        "history_of": history_of,
        "kind_of": humanised,
        "values": values,
    }


def shortly(sentence: str) -> str:
    """What a rule says, without the particulars that come behind."""
    return sentence.partition(". ")[0].removesuffix(".").partition(":")[0]


def by_day(visitor: Visitor, rows: list[dict[str, Any]], column: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows of each day, in the order in which they came."""
    days = groupby(rows, key=lambda row: moment_of(row[column]).astimezone(visitor.zone).date().isoformat())
    return [(day, list(same)) for day, same in days]


def further(path: str, asked: Search, before: int | str | None) -> str | None:
    return link(path, **asked.told(), before=before) if before else None
