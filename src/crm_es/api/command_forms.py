"""The form of each command over HTTP: what is filled in, and for a record what is known and chosen from."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Path, Query, Response
from pydantic import BaseModel, Field

from crm_es.aggregates import COMMANDS, DECIDER_OF
from crm_es.api.choices import chosen
from crm_es.api.commands import MACHINES, address, words
from crm_es.api.form_answers import FormField
from crm_es.api.forms import form
from crm_es.api.house import House, answer
from crm_es.api.offers import look_at
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.context import Context
from crm_es.messages import Command
from crm_es.offers import KINDS, Kind, Look, Way, offer
from crm_es.registries import registry


class CommandForm(BaseModel):
    """How a command is asked for."""

    command: str
    title: str
    says: str
    address: str = Field(description="Under /api/v1; without a record it has {id} where that goes.")
    legal: bool | None = Field(description="Whether it may be sent now of the record; none without one.")
    fields: list[FormField]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["company"])

    @routes.get("/commands/{command}", responses={**documented(404), 200: {"model": CommandForm}})
    def command_form(
        name: Annotated[str, Path(alias="command", pattern=r"^[A-Za-z]{1,60}$")],
        sight: Annotated[Sight, house.seeing],
        record: Annotated[UUID | None, Query(alias="id", description="The row that it is for.")] = None,
        shown: Annotated[
            str | None, Query(alias="list", pattern=r"^[a-z-]{1,60}$", description="Of which list, where several fit.")
        ] = None,
    ) -> Response:
        """What is filled in to send a command: kinds, limits, choices; for a record also what is known of it."""
        command = COMMANDS.get(name)
        if command is None or not command.ROLES - MACHINES:
            raise HTTPException(404, f"There is no command {name!r} that people send: the catalogue lists them.")
        if record is None:
            return answer(told(house, command, None, None))
        way, look = found(house, sight, command, record, shown)
        return answer(told(house, command, way, look))

    return routes


def found(house: House, sight: Sight, command: type[Command], record: UUID, shown: str | None) -> tuple[Way, Look]:
    """The record that the command is for, as one sees it."""
    ways = [
        (kind, way)
        for kind in KINDS.values()
        for way in kind.ways
        if way.command is command and shown in (None, kind.name)
    ]
    for kind, way in ways:
        if row := seen(house, sight, kind, record):
            context = Context(sight.person_id, datetime.now(UTC))
            return way, look_at(house, kind, [row], context)[0]
    raise HTTPException(404, "There is no such row that this command is for: take its id from the list.")


def seen(house: House, sight: Sight, kind: Kind, record: UUID) -> dict[str, Any] | None:
    with house.database() as db:
        return sight.row(registry(kind.name), db, record)


def told(house: House, command: type[Command], way: Way | None, look: Look | None) -> dict[str, Any]:
    reference, place = house.crm.reference, address(DECIDER_OF[command], command)
    known: dict[str, Any] = {}
    own: dict[str, Any] = {}
    legal = None
    if way and look:
        action = None if way.command.ROLES.isdisjoint(look.context.roles) else offer(way, look)
        legal = action is not None
        known = {**way.present(look), **(action.filled if action else look.told)}
        own = {name: choices(look) for name, choices in way.choices.items()}
        place = place.replace("{id}", str(look.stream))
    name = command.__name__
    fields = [
        chosen(name, field, reference, own).model_copy(update={"value": known.get(field.name)})
        for field in form(command)
    ]
    says = str(command.__doc__).splitlines()[0]
    return {
        "command": name,
        "title": words(name),
        "says": says,
        "address": place,
        "legal": legal,
        "fields": [field.model_dump(exclude_none=True) | {"required": field.required} for field in fields],
    }
