"""The bank over HTTP: a file of payment orders for it, and its statement."""

import asyncio
from base64 import b64encode
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from starlette.datastructures import UploadFile

from crm_es.api.bank_answers import OrderedPayment, ReadStatement, WantedFile, WrittenFile
from crm_es.api.commands import invalid
from crm_es.api.house import House, answer
from crm_es.api.limits import STATEMENT_TOO_LARGE, limited
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.exchange import bank_file, statement_import
from crm_es.exchange.bank_file import BankFile
from crm_es.exchange.client_bank.reading import LARGEST
from crm_es.exchange.client_bank.writing import CODECS, Encoding

TEXT: Final = "text/plain"
BINARY: Final = {"type": "string", "format": "binary"}
DOWNLOAD: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {TEXT: {"schema": BINARY}}}}
SENT: Final = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": BINARY}, "required": ["file"]},
        }
    },
}


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["bank"])

    @routes.post("/bank-files", response_model=WrittenFile, responses={**documented(409), **DOWNLOAD})
    def write_bank_file(
        wanted: WantedFile,
        asker: Annotated[Asker, Depends(house.door)],
        accept: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> Response:
        """Put approved payments into a file for the bank, 1c_to_kl.txt. Roles: those of accounting."""
        crm, ids = house.crm, wanted.payment_request_ids or []
        if wanted.due_by is not None:
            ids = bank_file.due(crm, wanted.due_by)
        made = bank_file.export(
            crm, wanted.payer_account_id, ids, asker.person_id, encoding=wanted.encoding, again=wanted.again
        )
        return download(made, wanted.encoding) if accept == TEXT else answer(told(made, wanted.encoding))

    @routes.post(
        "/bank-statements",
        response_model=ReadStatement,
        responses=documented(409) | limited(STATEMENT_TOO_LARGE),
        openapi_extra={"requestBody": SENT},
    )
    async def read_bank_statement(request: Request, asker: Annotated[Asker, Depends(house.door)]) -> Response:
        """Take over a statement of the bank, kl_to_1c.txt: requests are marked as paid. Roles: those of accounting."""
        async with request.form(max_files=1, max_fields=1, max_part_size=1000) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise invalid("Send the file itself, as multipart/form-data", ("body", "file"))
            if (file.size or 0) > LARGEST:
                raise HTTPException(413, STATEMENT_TOO_LARGE)
            data = await file.read()
        summary = await asyncio.to_thread(statement_import.run, house.crm, data, asker.person_id)
        return answer(summary.as_json())

    return routes


def told(made: BankFile, encoding: Encoding) -> WrittenFile:
    content = b64encode(made.content).decode() if made.content is not None else None
    results = [OrderedPayment(**vars(line)) for line in made.lines]
    return WrittenFile(name=made.name, encoding=encoding, content=content, results=results)


def download(made: BankFile, encoding: Encoding) -> Response:
    """The file itself; how many requests were left out is told beside."""
    if made.content is None:
        raise HTTPException(409, "; ".join(dict.fromkeys(line.refusal for line in made.lines if line.refusal)))
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "X-Left-Out": str(sum(line.refusal is not None for line in made.lines)),
    }
    kind = f"{TEXT}; charset={'windows-1251' if CODECS[encoding][1] == 'cp1251' else 'utf-8'}"
    return Response(made.content, headers=headers, media_type=kind)
