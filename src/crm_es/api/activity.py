"""What programs see of one's work: told by agents and exports, seen by oneself alone (X-42)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from starlette.datastructures import FormData, UploadFile

from crm_es.aggregates.activity import ActivityRule, OfferScreenshot, Screenshots, SeenSpan, private
from crm_es.api.commands import Receipt, invalid
from crm_es.api.house import House, answer
from crm_es.api.limits import EXPORT_TOO_LARGE, limited
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.uploads import BINARY, kept
from crm_es.exchange.activity_import import activity_state, agent, must_not_be_private, take
from crm_es.exchange.activitywatch import LARGEST
from crm_es.files import too_large
from crm_es.ids import activity_of
from crm_es.spans import Span
from crm_es.stored_file import StoredFile

DryRun = Annotated[bool, Query(description="Tell what it would suggest, and record nothing.")]
EXPORT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "examples": [{"buckets": {}}]}}},
    }
}
MOMENT: Final = {"type": "string", "format": "date-time", "examples": ["2026-11-23T09:00:00+03:00"]}
SCREENSHOT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "starts"],
                    "properties": {
                        "file": BINARY,
                        "starts": MOMENT,
                        "ends": MOMENT | {"description": "The same as starts, where none is given."},
                        "note": {"type": "string", "maxLength": 500},
                        "id": {"type": "string", "format": "uuid", "description": "Give one to be able to repeat."},
                    },
                }
            }
        },
    }
}


NO_FILE: Final = StoredFile(sha256="0" * 64, name="screenshot.png", type="image/png", size=1)
"""Stands for the picture until it is known that it may be kept."""


class Mine(BaseModel):
    """What one said of one's own activity."""

    activity_id: UUID = Field(description="Goes with every command about it.")
    person_id: UUID
    rules: list[ActivityRule]
    screenshots: Screenshots
    private: list[Span] = Field(description="Times of which nothing is seen.")


class Seen(BaseModel):
    """What came of an export."""

    events: int = Field(description="That were read.")
    suggested: int = Field(description="What was not told before; 0 where it was only looked at.")
    unmatched_minutes: int = Field(description="In which no rule names what was in front: nothing of it is kept.")
    spans: list[SeenSpan] = Field(description="What the rules name.")


class Offer(BaseModel):
    """What is said beside a screenshot."""

    starts: AwareDatetime
    ends: AwareDatetime | None = None
    note: str = ""
    id: UUID = Field(default_factory=uuid4)


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["activities"])

    @routes.get("/activity")
    def my_activity(asker: Annotated[Asker, Depends(house.door)]) -> Mine:
        """One's own rules and private times: what of one's activity is seen at all."""
        known = activity_state(house.crm, asker.person_id)
        return Mine(
            activity_id=activity_of(asker.person_id),
            person_id=asker.person_id,
            rules=list(known.rules),
            screenshots=known.screenshots,
            private=private(known),
        )

    for path, by_agent in (("/activity-exports", False), ("/agent/activity-exports", True)):
        routes.post(
            path,
            operation_id="agent_tells_activity" if by_agent else "import_activity",
            summary="Tell what was seen, as an agent" if by_agent else "Import what ActivityWatch saw",
            response_model=Seen,
            responses=documented(409) | limited(EXPORT_TOO_LARGE),
            openapi_extra=EXPORT,
        )(importing(house, by_agent=by_agent))

    @routes.post(
        "/agent/screenshots",
        status_code=202,
        response_model=Receipt,
        responses=documented(409) | limited(too_large(house.crm.files.limit)),
        openapi_extra=SCREENSHOT,
    )
    async def offer_screenshot(request: Request, asker: Annotated[Asker, Depends(house.door)]) -> Response:
        """Put a picture before the person whose token it is: they keep it as evidence of their work, or drop it."""
        async with request.form(max_files=1, max_fields=5, max_part_size=2000) as form:
            offer = said_of(form, asker.person_id)
            await asyncio.to_thread(must_not_be_private, house.crm, offer)
            file = await kept(house.crm, asker.person_id, form)
        receipt = await asyncio.to_thread(offered, house, offer.model_copy(update={"file": file}))
        response = answer(receipt)
        response.status_code = 202
        return response

    return routes


def importing(house: House, *, by_agent: bool) -> Callable[..., Any]:
    async def endpoint(request: Request, asker: Annotated[Asker, Depends(house.door)], dry_run: DryRun = False) -> Seen:
        """Suggest work by one's own rules. What no rule names is neither kept nor told; nothing is suggested twice."""
        data = await request.body()
        if not data:
            raise invalid("Send the export itself as the body", ("body",))
        if len(data) > LARGEST:
            raise HTTPException(413, EXPORT_TOO_LARGE)
        taken = await asyncio.to_thread(take, house.crm, data, asker.person_id, by_agent=by_agent, dry_run=dry_run)
        return Seen(**taken._asdict() | {"spans": list(taken.spans)})

    return endpoint


def said_of(form: FormData, person_id: UUID) -> OfferScreenshot:
    """What is said beside the file, which is not kept yet."""
    words = {name: value for name, value in form.items() if not isinstance(value, UploadFile)}
    try:
        said = Offer.model_validate(words)
        return OfferScreenshot(
            activity_id=activity_of(person_id),
            person_id=person_id,
            evidence_id=said.id,
            starts=said.starts,
            ends=said.ends or said.starts,
            file=NO_FILE,
            note=said.note,
        )
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from None


def offered(house: House, offer: OfferScreenshot) -> Receipt:
    done = house.crm.handle(offer, agent(datetime.now(UTC)))
    return Receipt(id=offer.evidence_id, version=done.version, position=done.position)
