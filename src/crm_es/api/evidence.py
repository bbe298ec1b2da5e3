"""Screenshots over HTTP: shown to whoever may see them, shared by a link. Who looks leaves a trace (S3-10)."""

from collections.abc import Callable
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Path, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from crm_es.api.house import House
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.exchange.evidence_looks import seen_by_staff
from crm_es.exchange.evidence_sharing import link_of
from crm_es.exchange.thumbnails import thumbnail
from crm_es.files import trouble_with
from crm_es.messages import Refused
from crm_es.registries import Registry, registry
from crm_es.settings import Settings
from crm_es.stored_file import PICTURES

EVIDENCE, OFFERED, SHARES = registry("evidence"), registry("offered-screenshots"), registry("evidence-shares")
BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
IMAGE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": dict.fromkeys(sorted(PICTURES), BINARY)}}
SMALL: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"image/jpeg": BINARY}}}
HARMLESS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}
"""A picture, and nothing else, whatever it holds; and none is kept where it was looked at."""


class Link(BaseModel):
    """What the client gets."""

    url: str = Field(description="Of the page, as CRM_ES_PUBLIC_URL has it, else as this server was asked.")
    until: AwareDatetime


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["evidence"])
    for shown in (EVIDENCE, OFFERED):
        for name, said, picture in (("image", IMAGE, whole), ("thumbnail", SMALL, small)):
            routes.get(
                f"/{shown.name}/{{id}}/{name}",
                operation_id=f"{name}_of_{shown.name.replace('-', '_')}",
                summary=f"{shown.title}: {name}",
                responses=said | documented(404, 409),
            )(showing(house, shown, picture))

    @routes.get("/evidence-shares/{id}/link", responses=documented(404, 409))
    def link_of_share(
        request: Request,
        share_id: Annotated[UUID, Path(alias="id")],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(SHARES)))],
    ) -> Link:
        """The link by which the client looks at what was shared."""

        def look() -> dict[str, Any] | None:
            with house.database() as db:
                return sight.row(SHARES, db, share_id)

        share = house.found(readers(SHARES), look)
        with house.database() as db:
            path = link_of(db, share)
        base = Settings().public_url or str(request.base_url)
        return Link(url=f"{base.rstrip('/')}{path}", until=share["until"])

    return routes


def showing(house: House, shown: Registry, picture: Callable[[House, dict[str, Any]], Response]) -> Callable[..., Any]:
    def endpoint(
        record_id: Annotated[UUID, Path(alias="id")],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(shown)))],
    ) -> Response:
        """The picture, to whoever may see it. That others than its person looked is recorded."""

        def look() -> dict[str, Any] | None:
            with house.database() as db:
                return sight.row(shown, db, record_id)

        row = house.found(readers(shown), look)
        if row["status"] in ("withdrawn", "dropped"):
            raise HTTPException(404, "This picture was taken back: it is shown to nobody.")
        if shown is EVIDENCE and sight.person_id != row["person_id"]:
            seen_by_staff(house.crm, record_id, sight.person_id)
        return picture(house, row)

    return endpoint


def whole(house: House, row: dict[str, Any]) -> Response:
    """The picture as it came."""
    if trouble := trouble_with(house.crm.files, row["sha256"]):
        raise HTTPException(404, f"The picture is {trouble}: bring it back from a backup.")
    content = b"".join(house.crm.files.open(row["sha256"]))
    return Response(content, headers=HARMLESS, media_type=row["type"])


def small(house: House, row: dict[str, Any]) -> Response:
    try:
        return Response(thumbnail(house.crm, row["sha256"]), headers=HARMLESS, media_type="image/jpeg")
    except Refused as refusal:
        raise HTTPException(404, str(refusal)) from None
