"""Autofill over HTTP: what an invoice says, and what the company knows already. Nothing of it is recorded."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from psycopg import Connection
from starlette.datastructures import UploadFile

from crm_es.api.commands import invalid
from crm_es.api.house import House, answer
from crm_es.api.limits import limited
from crm_es.api.lists import readers
from crm_es.api.problems import documented, problem
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.exchange.autofill import Suggestions, suggest
from crm_es.exchange.invoice_reading import LARGEST, TOO_LARGE, read
from crm_es.exchange.known import Earlier, contractor_of, filled_in, our_numbers
from crm_es.exchange.recognising import Recognised, recognise
from crm_es.messages import Refused
from crm_es.registries import registry

CONTRACTORS, REQUESTS = registry("contractors"), registry("payment-requests")
READERS: Final = readers(CONTRACTORS) | readers(REQUESTS)
FORM: Final = "multipart/form-data"
CODE: Final = (
    "ST00012|Name=ООО «Вектор»|PersonalAcc=40702810900000002851|BankName=АО «Банк»|BIC=044030827"
    "|CorrespAcc=30101810200000000827|Sum=125050|PayeeINN=7707083893"
)
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary", "description": "A PDF or a photo."}},
                    "required": ["file"],
                }
            },
            "text/plain": {"schema": {"type": "string", "examples": [CODE], "description": "The text of a QR code."}},
        },
    }
}
Inn = Annotated[str | None, Query(pattern=r"^[0-9]{1,12}$", examples=["7707083893"])]
Bik = Annotated[str | None, Query(pattern=r"^[0-9]{1,9}$", examples=["044525225"])]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["payment requests"])
    slow = ThreadPoolExecutor(max_workers=2, thread_name_prefix="readings")

    def recognised(content: bytes, name: str | None) -> Recognised:
        with house.database() as db:
            ours = our_numbers(db)
        reading = read(content, name, ours)
        with house.database() as db:
            return recognise(reading, db, house.crm.reference.banks, datetime.now(UTC).date())

    @routes.post("/readings", responses={**limited(TOO_LARGE), 200: {"model": Recognised}}, openapi_extra=BODY)
    async def read_invoice(request: Request, _: Annotated[Asker, Depends(house.door)]) -> Response:
        """Read an invoice: a PDF, a photo of its payment code, or the code's text.

        Every value comes with how sure it is and where it stood, and with what the company knows of the contractor
        and the bank. The person confirms: nothing is recorded.
        """
        content, name = await sent(request)
        try:
            return answer(await asyncio.get_running_loop().run_in_executor(slow, recognised, content, name))
        except Refused as refusal:
            return problem(422, str(refusal), rule=refusal.rule)

    @routes.get("/payment-requests/suggestions", responses={**documented(404, 503), 200: {"model": Suggestions}})
    def suggest_fields(
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(READERS))],
        contractor_id: Annotated[UUID | None, Query(description="A contractor of the list.")] = None,
        inn: Inn = None,
        bik: Bik = None,
        copy_of: Annotated[UUID | None, Query(description="A request that the asker may see.")] = None,
    ) -> Response:
        """Fill in a request's form as one types, each value with where it comes from.

        By a contractor or an ИНН come the bank details recorded last, and what the last request had; by a БИК the bank;
        by an earlier request all but its day and its invoice.
        """
        earlier = house.found(READERS, lambda: request_of(house, sight, copy_of)) if copy_of else None
        row = house.found(READERS, lambda: row_of(house, sight, contractor_id)) if contractor_id else None
        with house.database() as db:
            if row is None and inn:
                row = contractor_of(inn, None, db)
            elif row is None and earlier and earlier.form.contractor_id:
                row = sight.row(CONTRACTORS, db, earlier.form.contractor_id)
            last = last_of(row["contractor_id"], sight, db) if row and not earlier else None
        banks = house.crm.reference.banks
        return answer(suggest(banks, row=row, inn=inn, bik=bik, copy_of=earlier, last=last))

    return routes


async def sent(request: Request) -> tuple[bytes, str | None]:
    """The file of a form with its name, or the body as it is."""
    if not request.headers.get("content-type", "").startswith(FORM):
        return await request.body(), None
    async with request.form(max_files=1, max_fields=0) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise invalid("Send the file itself, as multipart/form-data", ("body", "file"))
        if (file.size or 0) > LARGEST:
            raise HTTPException(413, TOO_LARGE)
        return await file.read(), file.filename


def row_of(house: House, sight: Sight, contractor_id: UUID) -> dict[str, Any] | None:
    with house.database() as db:
        return sight.row(CONTRACTORS, db, contractor_id)


def request_of(house: House, sight: Sight, request_id: UUID) -> Earlier | None:
    """A request as it is filled in, if the asker may see it."""
    with house.database() as db:
        return filled_in(request_id, db) if sight.row(REQUESTS, db, request_id) else None


def last_of(contractor_id: UUID, sight: Sight, db: Connection[Any]) -> Earlier | None:
    """The contractor's last request that the asker may see."""
    found = sight.page(REQUESTS, db, filters={"contractor_id": str(contractor_id)}, sort="-drafted_at", limit=1).rows
    return filled_in(found[0][REQUESTS.row.KEY], db) if found else None
