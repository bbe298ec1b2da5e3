"""All that happened to one record, on a page of its own: narrowed, as it was, any two steps side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BeforeValidator
from starlette.exceptions import HTTPException

from crm_es.site.anything.lists import BY_NAME, DECIDER_NAMED
from crm_es.site.anything.records import title
from crm_es.site.auditing import values
from crm_es.site.auditing.asking import Search
from crm_es.site.inner import Problem
from crm_es.site.measures import moment_of
from crm_es.site.rendering import link
from crm_es.site.speech import humanised
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
SHOWN: Final = 200
"""Steps that are shown at first."""
PAGE: Final = "/audit/record/{plural}/{record_id}"
Step = Annotated[int | None, BeforeValidator(lambda text: text or None), Query(ge=1, le=2**31)]
Day = Annotated[date | None, BeforeValidator(lambda text: text or None), Query()]
History = Sequence[Mapping[str, Any]]


@routes.get(PAGE)
async def told(
    visitor: Seen, plural: str, record_id: UUID, asked: Annotated[Search, Depends()], *, all_: bool = False
) -> Response:
    """Everything that happened to it, the newest first."""
    past = await history(visitor, plural, record_id, changes=True)
    narrowed = [one for one in past if fits(one, asked, visitor)]
    path = f"/audit/record/{plural}/{record_id}"
    return visitor.page(
        "audit/record.html",
        past=past,
        shown=narrowed[::-1] if all_ else narrowed[::-1][:SHOWN],
        left_out=0 if all_ else max(0, len(narrowed) - SHOWN),
        people=list(dict.fromkeys((one["actor"], one["who"]) for one in past)),
        topics=list(dict.fromkeys(one["event"] for one in past)),
        asked=asked,
        path=path,
        all_of_it=link(path, **asked.told(), all_=True),
        values=values,
        **await about(visitor, plural, record_id),
    )


@routes.get(f"{PAGE}/then")
async def then(visitor: Seen, plural: str, record_id: UUID, version: Step = None, day: Day = None) -> Response:
    """The record as it was after a step, or at the end of a day."""
    past = await history(visitor, plural, record_id)
    at = at_end_of(day, past, visitor) if day else min(version or len(past), past[-1]["version"])
    facts, changed = await asyncio.gather(
        differences(visitor, plural, record_id, 0, at), differences(visitor, plural, record_id, max(at - 1, 0), at)
    )
    return visitor.page(
        "audit/then.html",
        step=past[at - 1] if at else None,
        day=day,
        facts=values.plain_fields({one["field"]: one["after"] for one in facts}),
        changed=changed,
        values=values,
    )


@routes.get(f"{PAGE}/compare")
async def compared(
    visitor: Seen,
    plural: str,
    record_id: UUID,
    *,
    before: Step = None,
    after: Step = None,
    before_day: Day = None,
    after_day: Day = None,
    every: bool = False,
) -> Response:
    """Two steps, or two days, side by side; what is not the same is marked."""
    past = await history(visitor, plural, record_id)
    newest = past[-1]["version"]
    first = at_end_of(before_day, past, visitor) if before_day else min(before or max(newest - 1, 1), newest)
    second = at_end_of(after_day, past, visitor) if after_day else min(after or newest, newest)
    old, new = await asyncio.gather(
        differences(visitor, plural, record_id, 0, first), differences(visitor, plural, record_id, 0, second)
    )
    return visitor.page(
        "audit/compare.html",
        past=past,
        first=first,
        second=second,
        before_day=before_day,
        after_day=after_day,
        every=every,
        rows=side_by_side(old, new, every=every),
        path=f"/audit/record/{plural}/{record_id}",
        values=values,
        **await about(visitor, plural, record_id),
    )


async def history(visitor: Visitor, plural: str, record_id: UUID, *, changes: bool = False) -> list[dict[str, Any]]:
    if plural not in DECIDER_NAMED:
        raise HTTPException(404)
    found: list[dict[str, Any]] = await visitor.get(
        f"/{plural}/{record_id}/history", changes="true" if changes else None
    )
    return found


async def differences(visitor: Visitor, plural: str, record_id: UUID, before: int, after: int) -> list[dict[str, Any]]:
    """What is not the same at two steps; step 0 is before it was there."""
    if before == after:
        return []
    found: list[dict[str, Any]] = await visitor.get(f"/{plural}/{record_id}/differences", from_=before, to=after)
    return found


async def about(visitor: Visitor, plural: str, record_id: UUID) -> dict[str, Any]:
    """What the record is called, and where it is looked at."""
    kind = humanised(DECIDER_NAMED[plural].name)
    if plural not in BY_NAME:
        return {"kind": kind, "called": "", "record": None}
    try:
        row = await visitor.get(f"/{plural}/{record_id}")
    except Problem:
        return {"kind": kind, "called": "", "record": None}
    return {"kind": kind, "called": title(row), "record": f"/{plural}/{record_id}"}


def fits(one: Mapping[str, Any], asked: Search, visitor: Visitor) -> bool:
    """Whether it is looked for."""
    on = moment_of(one["occurred_at"]).astimezone(visitor.zone).date()
    return (
        asked.actor in ("", one["actor"], one["on_behalf_of"])
        and asked.topic in ("", one["event"])
        and (asked.since is None or on >= asked.since)
        and (asked.until is None or on <= asked.until)
    )


def at_end_of(day: date, past: History, visitor: Visitor) -> int:
    """The last step up to the end of a day; 0 where there was nothing yet."""
    before = (one for one in past if moment_of(one["occurred_at"]).astimezone(visitor.zone).date() <= day)
    return max((one["version"] for one in before), default=0)


def side_by_side(old: History, new: History, *, every: bool) -> list[tuple[str, Any, Any, bool]]:
    """Field by field, what it was at both steps, and whether that is the same."""
    before, after = ({one["field"]: one["after"] for one in told_} for told_ in (old, new))
    fields = values.plain_fields({**after, **{name: held for name, held in before.items() if held}})
    known = dict.fromkeys([*fields, *values.plain_fields(after)])
    rows = [(name, before.get(name), after.get(name), before.get(name) == after.get(name)) for name in known]
    return [row for row in rows if every or not row[-1]]
