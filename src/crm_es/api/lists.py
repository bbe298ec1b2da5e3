"""The lists, one address each: filtered, sorted, by pages; and each row by its id."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from psycopg import Connection
from pydantic import AwareDatetime, create_model

from crm_es import audit
from crm_es.api.columns import orders, parameters, row_of
from crm_es.api.exports import SHEETS, Form, exported
from crm_es.api.house import House, answer
from crm_es.api.problems import documented, problem
from crm_es.api.sight import DECIDER_NAMED, Sight
from crm_es.filters import dated
from crm_es.messages import Refused
from crm_es.pages import LARGEST, Page
from crm_es.projections.staff_registry import StaffMember
from crm_es.registries import NAMED, REGISTRIES, Registry
from crm_es.views import Asked, chosen, viewed

OURS: Final = frozenset({"sort", "limit", "cursor", "after", "view", "view_of", "format", "columns"})
"""Parameters that are no filters."""
RecordId = Annotated[UUID, Path(alias="id")]
KEYS: Final[dict[Any, Any]] = {UUID: RecordId, str: Annotated[str, Path(alias="id", pattern=r"^[^\x00]{1,80}$")]}
"""What tells rows apart: ids, or codes such as a БИК."""
AsOf = Annotated[AwareDatetime | None, Query(description="As it was at this time.")]
ViewName = Annotated[
    str | None,
    Query(
        max_length=80,
        pattern=r"^[^\x00]*$",
        description="A saved view; default is the one that was chosen. Without it the list is as it is.",
    ),
]
Columns = Annotated[
    str | None,
    Query(max_length=4000, pattern=r"^[^\x00]*$", description="For spreadsheets: some columns, with commas between."),
]
ViewOf = Annotated[UUID | None, Query(description="Whose view it is, where somebody else shares it.")]
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
            description=f"{shown.row.__doc__} What the asker may see: page by page, or all of it for spreadsheets.",
            operation_id=f"list_{shown.name}",
            responses={**documented(503), 200: {"model": listed, **SHEETS[200]}},
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
        *,
        request: Request,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(shown)))],
        sort: Annotated[str | None, Query(json_schema_extra={"enum": orders(shown)})] = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST)] = 50,
        cursor: Annotated[str | None, Query(max_length=2000, description="The page before says it.")] = None,
        view: ViewName = None,
        view_of: ViewOf = None,
        columns: Columns = None,
        form: Form = "json",
    ) -> Response:
        filters = {name: text for name, text in request.query_params.items() if name not in OURS}
        asked = Asked(filters, sort)
        try:
            with house.database() as db:
                if view is not None:
                    asked = viewed(shown, db, asked, name=view, person_id=sight.person_id, owner_id=view_of)
                asked = today_is(house, shown, asked)
                size, place = (limit, cursor) if form == "json" else (LARGEST, None)
                found = sight.page(shown, db, **asked._asdict(), limit=size, cursor=place)
            if form == "json":
                return answer(found._asdict())
            wanted = chosen(shown, columns or "") or list(shown.columns)
            return exported(shown.name, wanted, all_pages(house, shown, sight, asked, found), form)
        except Refused as refusal:
            return problem(422, str(refusal), rule=refusal.rule)

    return endpoint


def today_is(house: House, shown: Registry, asked: Asked) -> Asked:
    """The filters with the days that the company has today."""
    return asked._replace(filters=dated(shown, asked.filters, house.crm.reference.calendar, datetime.now(UTC)))


def all_pages(house: House, shown: Registry, sight: Sight, asked: Asked, page: Page) -> Iterator[list[dict[str, Any]]]:
    """The page and all that follow."""
    yield page.rows
    while page.next_cursor:
        with house.database() as db:
            page = sight.page(shown, db, **asked._asdict(), limit=LARGEST, cursor=page.next_cursor)
        yield page.rows


def single(house: House, shown: Registry) -> Callable[..., Response]:
    waited, key = Depends(house.caught_up(readers(shown))), KEYS[shown.own[shown.id_column].kind]

    def look(record_id: UUID | str, sight: Sight) -> tuple[int | None, dict[str, Any]] | None:
        with house.database() as db:
            version = version_of(db, shown, record_id) if isinstance(record_id, UUID) else None
            row = sight.row(shown, db, record_id)
        return (version, row) if row else None

    def present(record_id: key, sight: Annotated[Sight, house.seeing], _: Annotated[None, waited]) -> Response:  # type: ignore[valid-type]
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
            if not sight.reaches(DECIDER_NAMED[shown.name], db, record_id):
                raise HTTPException(404)
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
    named = [NAMED.get(name, (StaffMember, ""))[0] for name in shown.names]
    counted = [counted.reads for counted in shown.counted.values()]
    return {reader(row) for row in (shown.row, shown.record, *named, *counted) if row}


def reader(row: type[Any]) -> str:
    """A projection is called as its module."""
    return row.__module__.rpartition(".")[2]
