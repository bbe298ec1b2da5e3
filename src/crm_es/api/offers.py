"""Which commands are legal now about a record, or about all of several: the buttons of a page."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, HTTPException, Path, Response
from pydantic import BaseModel, Field

from crm_es.actions import DEALING, Action
from crm_es.api.buttons import doings, place
from crm_es.api.house import House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import DECIDER_NAMED, Sight
from crm_es.api.today_answers import ActionField, Doing
from crm_es.context import Context
from crm_es.offers import KINDS, Kind, Look, offered
from crm_es.registries import registry

MOST: Final = 500
ListName = Annotated[str, Path(pattern=r"^[a-z-]{1,60}$", json_schema_extra={"enum": sorted(KINDS)})]
RECORDS: Final = {DECIDER_NAMED[name].name: kind for name, kind in KINDS.items() if name in DECIDER_NAMED}
"""Kinds whose rows are the records themselves, by what entries call them."""
Rows = list[dict[str, Any]]


class Several(BaseModel):
    """Rows that were picked."""

    ids: list[UUID] = Field(min_length=1, max_length=MOST, description="Of rows of the list.")


class ForOne(BaseModel):
    """Where the command is sent for one of the rows."""

    id: UUID
    address: str = Field(description="Under /api/v1.")
    values: dict[str, Any] = Field(description="What is known already of this one.")


class CommonDoing(BaseModel):
    """A command that all of the rows allow."""

    command: str
    title: str
    says: str
    method: Literal["POST"]
    primary: bool
    menu: bool
    fields: list[ActionField] = Field(description="What is the same for all is filled in.")
    each: list[ForOne]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["offers"])

    @routes.get("/{listed}/{record_id}/actions", responses={**documented(404), 200: {"model": list[Doing]}})
    def actions(listed: ListName, record_id: UUID, sight: Annotated[Sight, house.seeing]) -> Response:
        """The commands that are legal now for a row, as people use them; what is known of each is filled in."""
        kind = kind_of(listed)
        return answer(doings(of_rows(house, kind, sight, found(house, kind, sight, [record_id]))[0]))

    @routes.post("/{listed}/actions", responses={**documented(404), 200: {"model": list[CommonDoing]}})
    def common_actions(listed: ListName, asked: Several, sight: Annotated[Sight, house.seeing]) -> Response:
        """The commands that each of the rows allows, with where they are sent for each."""
        kind, ids = kind_of(listed), list(dict.fromkeys(asked.ids))
        return answer(together(ids, of_rows(house, kind, sight, found(house, kind, sight, ids))))

    return routes


def kind_of(name: str) -> Kind:
    if name not in KINDS:
        raise HTTPException(404, f"Nothing is done with rows of {name!r}: take one of {', '.join(sorted(KINDS))}.")
    return KINDS[name]


def found(house: House, kind: Kind, sight: Sight, ids: Sequence[UUID]) -> Rows:
    """The rows in the order in which they are asked for, all of which one may see."""
    shown = registry(kind.name)

    def look() -> Rows | None:
        with house.database() as db:
            rows = {row[shown.id_column]: row for row in sight.page(shown, db, ids=ids, limit=len(ids)).rows}
        return [rows[one] for one in ids] if rows.keys() >= set(ids) else None

    return house.found(readers(shown), look)


def of_rows(house: House, kind: Kind, sight: Sight, rows: Rows) -> list[list[Action]]:
    """What may be done with each row, all of it seen at one time."""
    context = Context(sight.person_id, datetime.now(UTC))
    own = [list(offered(kind.ways, look)) for look in look_at(house, kind, rows, context)]
    if kind.name != "notebook":
        return own
    return [[*dealing(house, row, context), *actions] for row, actions in zip(rows, own, strict=True)]


def look_at(house: House, kind: Kind, rows: Rows, context: Context) -> list[Look]:
    """The rows with what decides about them."""
    streams, reference = house.crm.look(map(kind.stream, rows))
    known = reference.completed(context)
    ids = map(kind.stream, rows)
    return [Look(one, streams[one].state, known, kind.told(row)) for one, row in zip(ids, rows, strict=True)]


def dealing(house: House, entry: dict[str, Any], context: Context) -> Iterable[Action]:
    """What may be done with what an entry is about, to deal with the entry."""
    kind = RECORDS.get(entry["about"])
    if kind is None:
        return ()
    (look,) = look_at(house, kind, [{kind.decider.key: entry["subject_id"]}], context)
    by_command = {way.command: way for way in kind.ways}
    usual = (by_command[command] for command in DEALING.get(entry["kind"], ()) if command in by_command)
    return offered(usual, look)


def together(ids: list[UUID], actions: list[list[Action]]) -> Rows:
    """What is among the actions of each; known of it is what is the same for all."""
    by_command = [{action.command: action for action in one} for one in actions]
    common = [action.command for action in actions[0] if all(action.command in one for one in by_command)]
    groups = [[one[command] for one in by_command] for command in common]
    buttons = doings(map(joined, groups))
    return [
        {name: value for name, value in button.items() if name != "address"} | {"each": one_by_one(ids, group)}
        for button, group in zip(buttons, groups, strict=True)
    ]


def joined(group: list[Action]) -> Action:
    """One command for all: what each of them says already, and what only some do not want in the menu."""
    first = group[0]
    same = {name: value for name, value in first.filled.items() if all(one.filled.get(name) == value for one in group)}
    menu, beside = any(one.menu for one in group), any(one.beside for one in group)
    return first._replace(filled=same, menu=menu, present={}, beside=beside)


def one_by_one(ids: list[UUID], group: list[Action]) -> Rows:
    return [
        {"id": one, "address": place(action), "values": action.filled} for one, action in zip(ids, group, strict=True)
    ]
