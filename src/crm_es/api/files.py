"""Files over HTTP: sent here, put to a request for payment, fetched again to be saved. None is shown in our name."""

from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Request, Response
from pydantic import Field
from starlette.responses import StreamingResponse

from crm_es.aggregates.payment_request import AttachPaymentFile
from crm_es.api.commands import Envelope, Receipt, envelope, send
from crm_es.api.house import House, answer
from crm_es.api.lists import readers
from crm_es.api.operations import Metrics
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.api.uploads import BINARY, KINDS, body, kept, kind_of, parts
from crm_es.files.kinds import EXTENSIONS
from crm_es.messages import Refused
from crm_es.registries import Registry, registry
from crm_es.stored_file import Sha256, StoredFile

FILES_OF: Final = {
    "payment-requests": (registry("contractor-files"), "payment_request_id"),
    "documents": (registry("documents"), "document_id"),
}
"""The list in which files of a record are found, and what names the record there."""
CONTENT: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {kind: {"schema": BINARY} for kind in EXTENSIONS}}}


class Attached(Receipt):
    """Where to read what the file led to, and what it is."""

    file: StoredFile = Field(description="As it is kept.")


def router(house: House, metrics: Metrics) -> APIRouter:
    routes = APIRouter(tags=["files"])
    crm, store = house.crm, house.crm.files

    @routes.post("/files", status_code=201, openapi_extra=body())
    async def keep_file(request: Request, _: Annotated[Asker, Depends(house.door)]) -> StoredFile:
        """Keep a file, for a command that will speak of it. The same content is kept once."""
        async with parts(request) as form:
            return await kept(store, form)

    @routes.post(
        "/payment-requests/{id}/files",
        status_code=202,
        response_model=Attached,
        responses=documented(409, 412),
        openapi_extra=body(kind=KINDS),
    )
    async def attach_file(
        request: Request,
        request_id: Annotated[UUID, Path(alias="id", description="Which of the payment requests.")],
        asker: Annotated[Asker, Depends(house.door)],
        said: Annotated[Envelope, Depends(envelope)],
    ) -> Response:
        """Keep a file and put it to a request for payment."""
        async with parts(request) as form:
            kind, file = kind_of(form), await kept(store, form)
        wish = AttachPaymentFile(payment_request_id=request_id, kind=kind, file=file)
        receipt = await send(crm, metrics, wish, asker, said)
        attached = Attached(id=request_id, version=receipt.version, position=receipt.position, file=file)
        response = answer(attached, ETag=f'"{receipt.version}"')
        response.status_code = 202
        return response

    for plural, (shown, key) in FILES_OF.items():
        fetching(routes, house, plural, shown, key)
    return routes


def fetching(routes: APIRouter, house: House, plural: str, shown: Registry, key: str) -> None:
    """How files of one kind of record are fetched."""
    store, of = house.crm.files, f"Which of the {plural.replace('-', ' ')}."

    def fetch_file(
        record_id: Annotated[UUID, Path(alias="id", description=of)],
        sha256: Annotated[Sha256, Path()],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(shown)))],
        if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> Response:
        """A file of a record that the asker may see, to be saved."""
        filters = {key: str(record_id), "sha256": sha256}
        row = house.found(readers(shown), lambda: row_of(house, sight, shown, filters))
        headers = {"ETag": f'"{sha256}"', "Cache-Control": "private, max-age=31536000, immutable"}
        if if_none_match == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        try:
            content = store.open(sha256)
        except Refused as gone:
            raise HTTPException(404, str(gone)) from None
        return StreamingResponse(content, headers=headers | harmless(row))

    path, name = f"/{plural}/{{id}}/files/{{sha256}}", f"fetch_file_of_{plural}"
    routes.get(path, operation_id=name, responses=CONTENT | documented(404, 503))(fetch_file)


def row_of(house: House, sight: Sight, shown: Registry, filters: dict[str, str]) -> dict[str, Any] | None:
    """The file as the list shows it, if the asker may see what it belongs to."""
    with house.database() as db:
        rows = sight.page(shown, db, filters=filters, limit=1).rows
    return rows[0] if rows else None


def harmless(row: dict[str, Any]) -> dict[str, str]:
    """Headers with which a browser saves the file and never shows or runs it in our name."""
    plain = row["name"].encode("ascii", "replace").decode().replace("?", "_")
    return {
        "Content-Type": row["type"],
        "Content-Length": str(row["size"]),
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(row['name'], safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
