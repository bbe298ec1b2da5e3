"""What accounting does with many requests at once: look at what they come to, and pay them (S1-26)."""

import asyncio
from collections import Counter
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response

from crm_es.api.commands import Envelope, envelope, must_be_storable, send
from crm_es.api.house import House, answer
from crm_es.api.known_files import fault
from crm_es.api.lists import readers
from crm_es.api.operations import Metrics
from crm_es.api.payment_answers import Chosen, Result, Results, Row, Rows, Sums
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.application import Crm
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.payment_sums import summed_up
from crm_es.registries import registry
from crm_es.stored_file import StoredFile

REQUESTS: Final = registry("payment-requests")


async def wish_of_many(
    idempotency_key: Annotated[
        UUID | None, Header(description="An id of this wish: sent again with it, no row happens twice.")
    ] = None,
    x_on_behalf_of: Annotated[UUID | None, Header(include_in_schema=False)] = None,
) -> Envelope:
    return await envelope(idempotency_key, None, x_on_behalf_of)


def router(house: House, metrics: Metrics) -> APIRouter:
    routes = APIRouter(tags=["payment requests"])

    @routes.post("/payment-requests/pay", response_model=Results)
    async def pay_many(
        rows: Rows,
        request: Request,
        asker: Annotated[Asker, Depends(house.door)],
        said: Annotated[Envelope, Depends(wish_of_many)],
    ) -> Response:
        """Record that money went out, for many requests at once. What one row is refused for harms no other."""
        await must_be_storable(request)
        met = Counter[tuple[UUID, str | None]]()

        def own(row: Row) -> Envelope:
            met[about := (row.payment_request_id, row.key)] += 1
            command_id = derived(said.command_id, "row", *about, met[about])
            return Envelope(command_id, row.version, said.on_behalf_of)

        return answer(Results(rows=await asyncio.gather(*(pay(row, asker, own(row)) for row in rows.rows))))

    async def pay(row: Row, asker: Asker, said: Envelope) -> Result:
        result = Result(payment_request_id=row.payment_request_id, key=row.key, recorded=False)
        try:
            if row.order_file:
                await asyncio.to_thread(must_be_kept, house.crm, asker.person_id, row.order_file)
            receipt = await send(house.crm, metrics, row.wish, asker, said)
        except Refused as refusal:
            return result.model_copy(update={"sentence": str(refusal), "rule": refusal.rule})
        return result.model_copy(update={"recorded": True, **receipt._asdict()})

    @routes.post("/payment-requests/selection", response_model=Sums)
    def sum_up(
        chosen: Chosen,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(REQUESTS)))],
    ) -> Response:
        """What chosen requests come to in each currency, and how much of it may be paid now."""
        with house.database() as db:
            return answer(summed_up(db, chosen.ids, **sight.limits(REQUESTS))._asdict())

    return routes


def must_be_kept(crm: Crm, person_id: UUID, file: StoredFile) -> None:
    if wrong := fault(crm, person_id, file):
        raise Refused(wrong, "a file as it is kept")
