"""What a telephone exchange tells: calls, held and missed (X-28)."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response

from crm_es.api.commands import must_be_storable
from crm_es.api.house import House, answer
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.exchange.phone import Noted, PhoneEvent, note_call

CALL = {"id": "1763899200.17", "caller": "+79123456789", "line": "+74951234567", "missed": True}


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["service"])

    @routes.post("/phone-events", status_code=202, response_model=Noted, responses=documented(409))
    async def tell_of_call(
        request: Request,
        event: Annotated[PhoneEvent, Body(examples=[CALL])],
        asker: Annotated[Asker, Depends(house.door)],
    ) -> Response:
        """Tell of one call. The same again, by its id, changes nothing. Roles: integration, operator."""
        await must_be_storable(request)
        response = answer(await asyncio.to_thread(note_call, house.crm, event, asker.person_id))
        response.status_code = 202
        return response

    return routes
