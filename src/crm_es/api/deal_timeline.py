"""The one history of a deal."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from crm_es.api.exports import SHEETS, Form, exported
from crm_es.api.house import LARGEST_POSITION, House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sales_answers import Timeline
from crm_es.api.sight import Sight
from crm_es.audit import deal_timeline
from crm_es.deal_board import DEALS


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["deals"])

    @routes.get("/deals/{id}/timeline", responses={**documented(404), 200: {"model": Timeline, **SHEETS[200]}})
    def timeline(
        *,
        deal_id: Annotated[UUID, Path(alias="id")],
        sight: Annotated[Sight, house.seeing],
        before: Annotated[int | None, Query(ge=0, le=LARGEST_POSITION)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
        form: Form = "json",
    ) -> Response:
        """All that happened about a deal, newest first: its tasks, price approvals, invoices, orders and documents.

        Whoever sees the deal sees its whole history.
        """

        def look() -> UUID | None:
            with house.database() as db:
                return deal_id if sight.row(DEALS, db, deal_id) else None

        house.found(readers(DEALS), look)
        with house.database() as db:
            lines = deal_timeline(db, deal_id, before=before, limit=limit + 1)
        following = lines[limit - 1]["position"] if len(lines) > limit else None
        if form != "json":
            return exported("timeline", list(lines[0]) if lines else [], [lines[:limit]], form)
        return answer({"rows": lines[:limit], "next_before": following})

    return routes
