"""The reservoir of clients: its level with what flows in and out, the widest leaks, and who left without a reason."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response

from crm_es.site.inner import Problem
from crm_es.site.pages.reports import leaks
from crm_es.site.rendering import link
from crm_es.site.reporting import shapes
from crm_es.site.reporting.charts import level
from crm_es.site.reporting.of_sales import LEAKS, RESERVOIR
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
By = Literal["reason", "manager", "department"]
Order = Literal["clients", "revenue"]
NOT_FOUND: Final = 404
LAPSED: Final = 50


@routes.get("/reservoir/level")
async def shown(
    visitor: Seen,
    by: By = "reason",
    order: Order = "clients",
    segment: Annotated[str | None, Query(max_length=80)] = None,
) -> Response:
    """The last year of it (S0-02..S0-09)."""
    months, lost, lapsed, rules = await asyncio.gather(
        visitor.get("/reports/reservoir", segment=segment),
        visitor.get("/reports/leaks", by=by, order=order),
        visitor.get(
            "/reservoir",
            explained=False,
            until_to=datetime.now(visitor.zone).isoformat(),
            sort="-revenue",
            limit=LAPSED,
        ),
        reservoir_rules(visitor),
    )
    rows = [row for row in months["rows"] if shapes.says_something(RESERVOIR.tables[0].figures, row)]
    holes = [{"currency": lost["currency"], **row} for row in lost["rows"]]
    return visitor.page(
        "reservoir/level.html",
        rows=rows,
        now=months["rows"][-1] if months["rows"] else None,
        chart=level(visitor.speech, rows),
        holes=holes,
        pareto=leaks(visitor, holes, order),
        figures=[one for one in LEAKS.tables[0].figures if one.is_number or one.name == by],
        by=by,
        order=order,
        lapsed=lapsed["rows"],
        rules=rules,
        shapes=shapes,
        choices=LEAKS.choices,
        address=lambda **changed: link("/reservoir/level", **{"by": by, "order": order, "segment": segment, **changed}),
    )


async def reservoir_rules(visitor: Visitor) -> dict[str, Any] | None:
    """What the playbook in force says of it; nothing before there is one."""
    try:
        found: dict[str, Any] = (await visitor.get("/playbook"))["playbook"]["reservoir"]
    except Problem as problem:
        if problem.status == NOT_FOUND:
            return None
        raise
    return found
