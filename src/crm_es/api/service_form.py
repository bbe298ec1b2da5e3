"""The form by which clients ask for service, without signing in (S3-02, X-27)."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field, ValidationError
from starlette.datastructures import FormData, UploadFile

from crm_es.api.client_visit import HEADERS
from crm_es.api.commands import must_be_storable
from crm_es.api.house import House, answer
from crm_es.api.limits import limited
from crm_es.api.problems import documented
from crm_es.api.turnstile import Turnstile
from crm_es.api.uploads import BINARY
from crm_es.exchange.front_desk import MOST_FILES, ServiceForm, asked, filled_in
from crm_es.files import MEGABYTE, too_large
from crm_es.files.kinds import KEPT
from crm_es.messages import Refused
from crm_es.stored_file import StoredFile
from crm_es.web.rendering import preferred, rendered, words

FORM_KINDS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")
MOST: Final = (10, 600.0)
"""How many forms of one address are taken in so many seconds."""
SCHEMA: Final = ServiceForm.model_json_schema()
WITH_FILES: Final = SCHEMA | {"properties": SCHEMA["properties"] | {"file": {"type": "array", "items": BINARY}}}
SENT: Final = {
    "security": [],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": SCHEMA},
            "multipart/form-data": {"schema": WITH_FILES},
        },
    },
}


class Begun(BaseModel):
    """What became of the form."""

    reference: str = Field(description="What the ticket is called.", examples=["T-3F2A9C51D0"])


def router(house: House, turnstile: Turnstile | None = None) -> APIRouter:
    routes = APIRouter(tags=["service"])
    gate, large = turnstile or Turnstile(*MOST), limited(too_large(house.crm.files.limit))

    @routes.post(
        "/service-form",
        status_code=202,
        response_model=Begun,
        responses=documented(409, 429) | large,
        openapi_extra=SENT,
    )
    async def ask_for_service(request: Request) -> Response:
        """Ask for service as a client: JSON or a plain form, which may carry files. Nobody need sign in for it."""
        if not gate.lets(request.client.host if request.client else ""):
            raise HTTPException(429, headers={"Retry-After": str(int(MOST[1]))})
        if not request.headers.get("content-type", "").startswith(FORM_KINDS):
            await must_be_storable(request)
            form = checked(ServiceForm.model_validate_json, await request.body())
            return begun(await asyncio.to_thread(asked, house.crm, form))
        async with request.form(max_files=MOST_FILES, max_fields=20, max_part_size=100_000) as sent:
            return await by_form(house, request, sent)

    return routes


def page() -> APIRouter:
    """The form itself."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/service-form")
    def show_form(request: Request) -> Response:
        return shown(request)

    return routes


async def by_form(house: House, request: Request, sent: FormData) -> Response:
    """People are answered with a page, programs with JSON."""
    fields = filled_in({name: value for name, value in sent.items() if isinstance(value, str)})
    for_people = "text/html" in request.headers.get("accept", "")
    try:
        form = checked(ServiceForm.model_validate, fields)
        sent_files = [one for one in sent.getlist("file") if isinstance(one, UploadFile) and (one.filename or one.size)]
        files = await asyncio.to_thread(kept, house, [] if form.website else sent_files)
        reference = await asyncio.to_thread(asked, house.crm, form, files)
    except RequestValidationError as error:
        if not for_people:
            raise
        return shown(request, fields, faults=list(error.errors()), status=422)
    except Unfit as unfit:
        if not for_people:
            raise
        return shown(request, fields, unfit=unfit, limit=house.crm.files.limit, status=409)
    except Refused as refusal:
        if not for_people:
            raise
        return shown(request, fields, said=str(refusal), status=409)
    return shown(request, reference=reference, status=202) if for_people else begun(reference)


class Unfit(Refused):
    """A file that came with the form is not kept."""

    def __init__(self, refusal: Refused, name: str) -> None:
        super().__init__(str(refusal), refusal.rule)
        self.name = name


def kept(house: House, sent: Sequence[UploadFile]) -> list[StoredFile]:
    return [stored(house, one) for one in sent]


def stored(house: House, one: UploadFile) -> StoredFile:
    try:
        return house.crm.files.put(one.file, one.filename or "")
    except Refused as refusal:
        raise Unfit(refusal, one.filename or "") from None


def checked(read: Any, told: Any) -> ServiceForm:
    try:
        form: ServiceForm = read(told)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in faults]) from None
    return form


def begun(reference: str) -> Response:
    response = answer(Begun(reference=reference))
    response.status_code = 202
    return response


def shown(
    request: Request,
    typed: Mapping[str, str] | None = None,
    *,
    faults: Sequence[Any] = (),
    said: str = "",
    unfit: Unfit | None = None,
    limit: int = 0,
    reference: str | None = None,
    status: int = 200,
) -> Response:
    """The form as it was filled in, with what is wrong; or the reference."""
    language = preferred(request.headers.get("accept-language"))
    own = words(language)["form"]
    wrong = [own["wrong"].format(field=own.get(one["loc"][-1], "")) for one in faults if len(one["loc"]) > 1]
    wrong += [own["unreachable"]] if any(len(one["loc"]) == 1 for one in faults) else []
    wrong += [own["later"], said] if said else []
    if unfit:
        sentence = own["unfit"] if limit else own["no_files"]
        wrong.append(sentence.format(file=unfit.name, kinds=KEPT, limit=limit // MEGABYTE, why=unfit))
    blank = dict.fromkeys(("name", "email", "phone", "subject", "text"), "")
    content = rendered(
        "service_form.html",
        language,
        typed=blank | dict(typed or {}),
        faults=wrong,
        reference=reference,
        form_id=(typed or {}).get("form_id") or uuid4(),
    )
    return HTMLResponse(content, status, headers=HEADERS)
