"""Papers to print: invoices, acts with the hours behind them, credit notes (X-23)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from crm_es.aggregates.work_act import TakeActLink
from crm_es.api.house import House
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.client_links import ClientLink, sign
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.papers.kinds import KINDS, PaperKind
from crm_es.printing.shapes import Language
from crm_es.registries import registry
from crm_es.settings import Settings
from crm_es.store.company_secrets import secret

ACTS: Final = registry("work-acts")
In = Annotated[Language, Query(description="The language of the paper.")]


class ActLink(BaseModel):
    """What the client gets."""

    url: str = Field(description="Of the page, as CRM_ES_PUBLIC_URL has it, else as this server was asked.")
    until: AwareDatetime


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["papers"])
    for name, kind in KINDS.items():
        binary: dict[int | str, dict[str, Any]] = {
            200: {"content": {kind.media_type: {"schema": {"type": "string", "format": "binary"}}}}
        }
        routes.get(
            f"/{kind.registry}/{{id}}/{kind.file}",
            operation_id=f"print_{name.replace('-', '_')}",
            summary=f"Print: {name}",
            description=kind.make.__doc__,
            responses=binary | documented(404, 409, 503),
        )(printing(house, kind))
    linking(routes, house)
    return routes


def linking(routes: APIRouter, house: House) -> None:
    """How our people get the link of an act, to send it themselves."""

    @routes.get("/work-acts/{id}/link", responses=documented(404, 409, 503))
    def link_of_act(
        request: Request,
        act_id: Annotated[UUID, Path(alias="id")],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(ACTS)))],
    ) -> ActLink:
        """The link by which the client accepts or disputes the act, as the last letter has it, to whoever bills.

        That it was taken is recorded: whoever has it can accept in the client's name.
        """

        def look() -> dict[str, Any] | None:
            with house.database() as db:
                return sight.row(ACTS, db, act_id)

        act = house.found(readers(ACTS), look)
        if act["status"] != "sent" or act["link_until"] <= datetime.now(UTC):
            raise Refused("No link works for this act: send it to the client first, or anew.", "link is over")
        house.crm.handle(TakeActLink(work_act_id=act_id), Context(sight.person_id, datetime.now(UTC)))
        with house.database() as db:
            token = sign(ClientLink("act", act_id, act["link_until"], act["round"]), secret(db))
        base = Settings().public_url or str(request.base_url).rstrip("/")
        return ActLink(url=f"{base}/c/{token}", until=act["link_until"])


def printing(house: House, kind: PaperKind) -> Callable[..., Response]:
    """The address of one kind of paper: whoever sees the row may print it."""
    shown = registry(kind.registry)

    def endpoint(
        record_id: Annotated[UUID, Path(alias="id")],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(shown)))],
        language: In = "ru",
    ) -> Response:
        def look() -> dict[str, Any] | None:
            with house.database() as db:
                return sight.row(shown, db, record_id)

        row = house.found(readers(shown), look)
        with house.database() as db:
            name, content = kind.make(db, house.crm.files, row, language)
        ascii_name = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
        disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
        return Response(content, headers={"Content-Disposition": disposition}, media_type=kind.media_type)

    return endpoint
