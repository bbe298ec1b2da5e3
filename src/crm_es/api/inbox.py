"""The inbox over HTTP: what other systems tell us, one by one or many at once (S0-37, X-14)."""

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from crm_es.api.commands import invalid, must_be_storable
from crm_es.api.house import House, answer
from crm_es.api.limits import COMMERCEML_TOO_LARGE, limited
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.exchange import commerceml
from crm_es.exchange.erp_import import zone_of
from crm_es.exchange.inbox import MOST, receive
from crm_es.exchange.inbox_outcomes import Outcome
from crm_es.exchange.summary import BadRow
from crm_es.messages import Refused
from crm_es.outside import Source, Told

READER: Final[TypeAdapter[Told]] = TypeAdapter(Told)
SourceName = Annotated[Source, Path(description="What the other system is called here, such as erp.")]
CANCELLED: Final = {"id": "4711", "kind": "order cancelled", "order": "17"}
SENT: Final = {
    "required": True,
    "content": {"application/xml": {"schema": {"type": "string", "format": "binary"}}},
}


class Outcomes(BaseModel):
    """What came of many pieces of news, in their order."""

    results: list[Outcome]


class ReadOrders(Outcomes):
    """What came of a file."""

    left_out: list[str] = Field(description="Documents that were not read, and why.")


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["inbox"])

    @routes.post("/inbox/{source}", status_code=202, response_model=Outcome, responses=documented(409))
    async def receive_news(
        request: Request,
        source: SourceName,
        told: Annotated[Told, Body(examples=[CANCELLED])],
        asker: Annotated[Asker, Depends(house.door)],
    ) -> Response:
        """Tell of one thing that happened. The same again, by its id, changes nothing. Roles: integration, operator."""
        await must_be_storable(request)
        (came,) = await asyncio.to_thread(receive, house.crm, source, [told], asker.person_id)
        if came.result == "refused":
            raise Refused(str(came.why), "one id, one piece of news")
        response = answer(came)
        response.status_code = 202
        return response

    @routes.post("/inbox/{source}/batch", response_model=Outcomes, responses=documented(409))
    async def receive_many_news(
        request: Request,
        source: SourceName,
        news: Annotated[list[dict[str, Any]], Body(examples=[[CANCELLED]])],
        asker: Annotated[Asker, Depends(house.door)],
    ) -> Response:
        """Tell of many things, in the order in which they happened. Each has a result of its own."""
        await must_be_storable(request)
        return answer(Outcomes(results=await asyncio.to_thread(taken, house, source, news, asker)))

    @routes.post(
        "/inbox/{source}/commerceml",
        response_model=ReadOrders,
        responses=documented(409) | limited(COMMERCEML_TOO_LARGE),
        openapi_extra={"requestBody": SENT},
    )
    async def receive_commerceml(
        request: Request,
        source: SourceName,
        asker: Annotated[Asker, Depends(house.door)],
        web: Annotated[bool, Query(description="The orders came by the web: managers are told of each.")] = False,
    ) -> Response:
        """Take over orders, shipments and payments from an exchange file of 1C, CommerceML 2 or 3."""
        data = await request.body()
        if not data:
            raise invalid("Send the file itself as the body", ("body",))
        if len(data) > commerceml.LARGEST:
            raise HTTPException(413, COMMERCEML_TOO_LARGE)
        results, left_out = await asyncio.to_thread(brought, house, source, data, asker, web=web)
        return answer(ReadOrders(results=results, left_out=[row.reason for row in left_out]))

    return routes


def taken(house: House, source: str, rows: list[dict[str, Any]], asker: Asker) -> list[Outcome]:
    """What can be read is entered; of the rest it is told what is wrong with it."""
    if len(rows) > MOST:
        raise Refused(f"So many news at once are too many: send at most {MOST}.", "not too many news at once")
    news: list[Told] = []
    results: list[Outcome | None] = []
    for row in rows:
        try:
            news.append(READER.validate_python(row))
            results.append(None)
        except ValidationError as error:
            results.append(Outcome(id=shown(row.get("id", ""))[:100], result="unreadable", why=wrong(error)))
    entered = iter(receive(house.crm, source, news, asker.person_id))
    return [result or next(entered) for result in results]


def wrong(error: ValidationError) -> str:
    """What is wrong with one piece of news, field by field."""
    faults = (f"{'.'.join(map(str, one['loc'][1:])) or 'kind'}: {one['msg']}" for one in error.errors())
    return shown(f"{'; '.join(faults)}.")


def shown(value: Any) -> str:
    """As text that can be sent, whatever was in it."""
    return str(value).encode(errors="replace").decode()


def brought(house: House, source: str, data: bytes, asker: Asker, *, web: bool) -> tuple[list[Outcome], list[BadRow]]:
    reading = commerceml.read(data, zone_of(house.crm), web=web)
    return receive(house.crm, source, reading.news, asker.person_id), reading.bad_rows
