"""The head's review of the team, morning and evening: who has what, what was moved, what waits (S2-13, S2-20)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Response

from crm_es.site.rendering import link
from crm_es.site.reporting.charts import load
from crm_es.site.reporting.of_work import ADOPTION, COMPLETION, GATES, STAGE_TIMES
from crm_es.site.speech import phrase
from crm_es.site.visitor import Seen

routes = APIRouter()
Part = Literal["morning", "evening"]
AFTERNOON: Final = time(15)
SECTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "overdue": (phrase("Overdue"), "late"),
    "due today": (phrase("Due today"), "today"),
    "to accept": (phrase("Results to accept"), ""),
    "not touched": (phrase("Nobody touched"), "late"),
    "moved": (phrase("Moved"), ""),
    "returned": (phrase("Sent back"), ""),
    "done": (phrase("Done"), ""),
    "accepted": (phrase("Accepted"), ""),
}
"""What each part of a review is called, and its colour; in the order in which a head goes through them."""
MOVABLE: Final = ("overdue", "due today")
"""What is still to be done, and may be moved."""
FURTHER: Final = (COMPLETION, STAGE_TIMES, ADOPTION, GATES)


@routes.get("/control")
async def control(
    visitor: Seen,
    part: Part | None = None,
    day: date | None = None,
    person: UUID | None = None,
) -> Response:
    """A day of everybody one sees, as it is or as it looked then."""
    part = part or ("morning" if datetime.now(visitor.zone).time() < AFTERNOON else "evening")
    asked = {"day": day, "responsible_id": person}
    found, ahead = await asyncio.gather(
        visitor.get(f"/reviews/{part}", **asked), visitor.get("/reports/workload", responsible_id=person)
    )
    is_past = day is not None and day < visitor.today
    kept = {"day": day, "person": person}
    return visitor.page(
        "control/review.html",
        part=part,
        review=found,
        sections=sections(found["rows"]),
        columns=[name for name in SECTIONS if name.replace(" ", "_") in told(found["people"])],
        titles=SECTIONS,
        movable=() if is_past else MOVABLE,
        day=day,
        person=person,
        is_past=is_past,
        chart=None if is_past else load(visitor.speech, ahead["rows"]),
        further=[one for one in FURTHER if not one.roles or not one.roles.isdisjoint(visitor.roles)],
        address=lambda **changed: link("/control", **{"part": part, **kept, **changed}),
    )


def sections(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The rows of each part of the review that has any."""
    order = list(SECTIONS)
    ordered = sorted(rows, key=lambda row: order.index(row["section"]))
    return [(name, list(same)) for name, same in groupby(ordered, key=lambda row: str(row["section"]))]


def told(people: list[dict[str, Any]]) -> set[str]:
    """Which counters there are: those of the evening are more."""
    return {name for one in people for name, number in one.items() if number is not None}
