"""The lists, one address each: filtered, sorted, by pages; and each row by its id."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from psycopg import Connection
from pydantic import AwareDatetime, BaseModel, create_model

from crm_es import audit
from crm_es.api.house import House, answer
from crm_es.api.problems import documented, problem
from crm_es.api.sight import DECIDER_NAMED, Sight
from crm_es.filters import possible
from crm_es.messages import Refused
from crm_es.pages import LARGEST
from crm_es.projections.staff_registry import StaffMember
from crm_es.registries import NAMED, REGISTRIES, Column, Registry

OURS: Final = frozenset({"sort", "limit", "cursor", "after"})
"""Parameters that are no filters."""
FORMATS: Final[dict[Any, dict[str, Any]]] = {
    UUID: {"type": "string", "format": "uuid"},
    int: {"type": "integer", "minimum": -(2**63) + 1, "maximum": 2**63 - 1},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": r"^-?\d{1,18}(\.\d{1,6})?$", "examples": ["1250.50"]},
    date: {"type": "string", "format": "date", "examples": ["2026-03-31"]},
    datetime: {"type": "string", "format": "date-time", "examples": ["2026-03-31T09:00:00Z"]},
    str: {"type": "string", "pattern": r"^[^\x00]*$"},
}
RecordId = Annotated[UUID, Path(alias="id")]
AsOf = Annotated[AwareDatetime | None, Query(description="As it was at this time.")]
Version = Annotated[int | None, Query(ge=1, le=2**31, description="As it was at this version.")]


def router(house: House) -> APIRouter:
    routes = APIRouter()
    for shown in REGISTRIES:
        tag, path, row = shown.title.lower(), f"/{shown.name}", row_of(shown)
        listed = create_model(f"{shown.row.__name__}Page", rows=(list[row], ...), next_cursor=(str | None, ...))  # type: ignore[valid-type]
        routes.get(
            path,
            tags=[tag],
            summary=shown.title,
            description=f"{shown.row.__doc__} What the asker may see, page by page.",
            operation_id=f"list_{shown.name}",
            responses={**documented(503), 200: {"model": listed}},
            openapi_extra={"parameters": parameters(shown)},
        )(pages(house, shown))
        routes.get(
            f"{path}/{{id}}",
            tags=[tag],
            summary=f"{shown.title}: one",
            description=f"{shown.row.__doc__} The answer's ETag is its version.",
            operation_id=f"show_{shown.name}",
            responses={**documented(404, 503), 200: {"model": row}},
        )(single(house, shown))
    return routes


def pages(house: House, shown: Registry) -> Callable[..., Response]:
    def endpoint(
        request: Request,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(shown)))],
        sort: Annotated[str | None, Query(json_schema_extra={"enum": orders(shown)})] = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST)] = 50,
        cursor: Annotated[str | None, Query(max_length=2000, description="The page before says it.")] = None,
    ) -> Response:
        filters = {name: text for name, text in request.query_params.items() if name not in OURS}
        try:
            with house.database() as db:
                found = sight.page(shown, db, filters=filters, sort=sort, limit=limit, cursor=cursor)
        except Refused as refusal:
            return problem(422, str(refusal), rule=refusal.rule)
        return answer(found._asdict())

    return endpoint


def single(house: House, shown: Registry) -> Callable[..., Response]:
    waited = Depends(house.caught_up(readers(shown)))

    def look(record_id: UUID, sight: Sight) -> tuple[int | None, dict[str, Any]] | None:
        with house.database() as db:
            version = version_of(db, shown, record_id)
            row = sight.row(shown, db, record_id)
        return (version, row) if row else None

    def present(record_id: RecordId, sight: Annotated[Sight, house.seeing], _: Annotated[None, waited]) -> Response:
        version, row = house.found(readers(shown), lambda: look(record_id, sight))
        return answer(row, **({"ETag": f'"{version}"'} if version else {}))

    def past_or_present(
        record_id: RecordId,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, waited],
        as_of: AsOf = None,
        version: Version = None,
    ) -> Response:
        if as_of is None and version is None:
            return present(record_id, sight, None)
        house.found(readers(shown), lambda: look(record_id, sight))
        with house.database() as db:
            found = audit.record(db, record_id, version=version, as_of=as_of)
        if found is None:
            raise HTTPException(404, "There was nothing yet: ask for a later time or version.")
        return answer(found[1], ETag=f'"{found[0]}"')

    return past_or_present if shown.name in DECIDER_NAMED else present


def version_of(db: Connection[Any], shown: Registry, stream: UUID) -> int | None:
    """Of the record as the list has it. Asked before the row, so that the row is never older than it says."""
    question = """
        SELECT max(originator_version) AS version FROM events
        WHERE originator_id = %s AND notification_id <= (SELECT position FROM tracking WHERE name = %s)
    """
    found = db.execute(question, (stream, reader(shown.row))).fetchone()
    return found["version"] if found else None


def readers(shown: Registry) -> set[str]:
    """The projections that a list is made of."""
    return {reader(shown.row), *(reader(NAMED.get(name, (StaffMember, ""))[0]) for name in shown.names)}


def reader(row: type[Any]) -> str:
    """A projection is called as its module."""
    return row.__module__.rpartition(".")[2]


# ── What is documented ──────────────────────────────────────────────────────


def row_of(shown: Registry) -> type[BaseModel]:
    fields: dict[str, Any] = {name: (kind_of(column), ...) for name, column in shown.own.items()}
    fields |= {name: (str | None, None) for name in shown.columns if name not in shown.own}
    return create_model(shown.row.__name__, __doc__=shown.row.__doc__, **fields)


def kind_of(column: Column) -> Any:
    kind = list[column.kind] if column.several else column.kind  # type: ignore[name-defined]
    return kind | None if column.optional else kind


def orders(shown: Registry) -> list[str]:
    names = [name for name, column in shown.columns.items() if not column.several]
    return [*names, *(f"-{name}" for name in names)]


def parameters(shown: Registry) -> list[dict[str, Any]]:
    """Every filter of a list."""
    return [{"name": name, "in": "query", "required": False} | filter_of(shown, name) for name in possible(shown)]


def filter_of(shown: Registry, name: str) -> dict[str, Any]:
    if name == "q":
        return {"description": f"Words in {', '.join(shown.search)}.", "schema": FORMATS[str]}
    base, _, end = name.rpartition("_")
    column = shown.columns.get(name) or shown.columns[base]
    said = "Exactly this." if name in shown.columns else f"{base} {end}, included."
    return {"description": said, "schema": FORMATS[column.kind]}
