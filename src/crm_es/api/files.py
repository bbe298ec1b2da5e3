"""Files over HTTP: sent here, put to a request for payment, fetched again to be saved. None is shown in our name."""

from collections.abc import Callable
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Request, Response
from pydantic import Field
from starlette.responses import StreamingResponse

from crm_es.aggregates.document import DocumentDrafted, DocumentRevised
from crm_es.aggregates.letter import LetterLeftOut, LetterTaken
from crm_es.aggregates.payment_request import AttachPaymentFile
from crm_es.aggregates.ticket import TicketFollowedUp, TicketMessageTaken, TicketOpened, TicketReplied
from crm_es.api.commands import Envelope, Receipt, envelope, send
from crm_es.api.house import House, answer
from crm_es.api.limits import limited
from crm_es.api.lists import readers
from crm_es.api.operations import Metrics
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.api.uploads import BINARY, KINDS, body, kept, kind_of, parts
from crm_es.files import too_large, trouble_with
from crm_es.files.kinds import EXTENSIONS
from crm_es.messages import Event
from crm_es.registries import Registry, registry
from crm_es.store.reading import by_stream
from crm_es.stored_file import Sha256, StoredFile

REQUEST_FILES, DOCUMENTS = registry("contractor-files"), registry("documents")
TICKETS, LETTERS = registry("tickets"), registry("letters")
Look = Callable[[House, Sight, UUID, str], dict[str, Any] | None]
"""Finds a file of a record, if the asker may see it."""
CONTENT: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {kind: {"schema": BINARY} for kind in EXTENSIONS}}}


class Attached(Receipt):
    """Where to read what the file led to, and what it is."""

    file: StoredFile = Field(description="As it is kept.")


def router(house: House, metrics: Metrics) -> APIRouter:
    routes = APIRouter(tags=["files"])
    crm, large = house.crm, limited(too_large(house.crm.files.limit))

    @routes.post("/files", status_code=201, responses=large, openapi_extra=body())
    async def keep_file(request: Request, asker: Annotated[Asker, Depends(house.door)]) -> StoredFile:
        """Keep a file, for a command of the same person that will speak of it. The same content is kept once."""
        async with parts(request) as form:
            return await kept(crm, asker.person_id, form)

    @routes.post(
        "/payment-requests/{id}/files",
        status_code=202,
        response_model=Attached,
        responses=documented(409, 412) | large,
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
            kind, file = kind_of(form), await kept(crm, asker.person_id, form)
        wish = AttachPaymentFile(payment_request_id=request_id, kind=kind, file=file)
        receipt = await send(crm, metrics, wish, asker, said)
        attached = Attached(id=request_id, version=receipt.version, position=receipt.position, file=file)
        response = answer(attached, ETag=f'"{receipt.version}"')
        response.status_code = 202
        return response

    fetching(routes, house, "payment-requests", REQUEST_FILES, file_of_request)
    fetching(routes, house, "documents", DOCUMENTS, file_of_document)
    fetching(routes, house, "tickets", TICKETS, file_of_ticket)
    fetching(routes, house, "letters", LETTERS, file_of_letter)
    return routes


def fetching(routes: APIRouter, house: House, plural: str, shown: Registry, look: Look) -> None:
    """How files of one kind of record are fetched."""
    of = f"Which of the {plural.replace('-', ' ')}."

    def fetch_file(
        record_id: Annotated[UUID, Path(alias="id", description=of)],
        sha256: Annotated[Sha256, Path()],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(shown)))],
        if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> Response:
        """A file of a record that the asker may see, to be saved."""
        row = house.found(readers(shown), lambda: look(house, sight, record_id, sha256))
        headers = {"ETag": f'"{sha256}"', "Cache-Control": "private, max-age=31536000, immutable"}
        if if_none_match == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        store = house.crm.files
        if trouble := trouble_with(store, sha256):
            raise HTTPException(404, f"The content {sha256} is {trouble}: bring it back from a backup.")
        return StreamingResponse(store.open(sha256), headers=headers | harmless(row))

    path, name = f"/{plural}/{{id}}/files/{{sha256}}", f"fetch_file_of_{plural}"
    routes.get(path, operation_id=name, responses=CONTENT | documented(404, 503))(fetch_file)


def file_of_request(house: House, sight: Sight, request_id: UUID, sha256: str) -> dict[str, Any] | None:
    filters = {"payment_request_id": str(request_id), "sha256": sha256}
    with house.database() as db:
        rows = sight.page(REQUEST_FILES, db, filters=filters, limit=1).rows
    return rows[0] if rows else None


def file_of_document(house: House, sight: Sight, document_id: UUID, sha256: str) -> dict[str, Any] | None:
    """Any version of it, the newest first: whoever sees the document sees what it was."""
    return file_among(house, sight, DOCUMENTS, document_id, sha256)


def file_of_ticket(house: House, sight: Sight, ticket_id: UUID, sha256: str) -> dict[str, Any] | None:
    """Whatever came with a message, or went out with an answer."""
    return file_among(house, sight, TICKETS, ticket_id, sha256)


def file_of_letter(house: House, sight: Sight, letter_id: UUID, sha256: str) -> dict[str, Any] | None:
    """The letter as it came."""
    return file_among(house, sight, LETTERS, letter_id, sha256)


def file_among(house: House, sight: Sight, shown: Registry, key: UUID, sha256: str) -> dict[str, Any] | None:
    with house.database() as db:
        if not sight.row(shown, db, key):
            return None
        for recorded in reversed(by_stream(db, {key: 0})[key]):
            for file in files_of(recorded.event):
                if file.sha256 == sha256:
                    return file.model_dump()
    return None


def files_of(event: Event) -> tuple[StoredFile, ...]:
    match event:
        case DocumentDrafted(file=file) | DocumentRevised(file=file):
            return (file,)
        case LetterTaken(original=StoredFile() as file) | LetterLeftOut(original=StoredFile() as file):
            return (file,)
        case (
            TicketOpened(files=files)
            | TicketMessageTaken(files=files)
            | TicketReplied(files=files)
            | TicketFollowedUp(files=files)
        ):
            return files
        case _:
            return ()


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
