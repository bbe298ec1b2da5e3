"""The readers of the log over HTTP: how far each has come, and projections folded anew."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from crm_es.api.administration import administrator
from crm_es.api.house import House
from crm_es.api.operations import STILL, Watch
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.directory import Directory
from crm_es.messages import Refused
from crm_es.runners.readers import Kind, Standing, known, standings
from crm_es.runners.remaking import What, Workshop

State = Literal["running", "stuck", "parked", "rebuilding"]
TOLD: Final[Mapping[What, str]] = {
    "rebuild": "Fold a projection anew from all that ever happened, and swap it in.",
    "verify": "Fold a projection anew aside, and tell in which rows the kept one differs.",
}
STANDS: Final = timedelta(seconds=STILL)


class Reader(BaseModel):
    """A policy, projection or effect, and how far it has come."""

    name: str
    kind: Kind
    sentence: str = Field(description="What it does, or which question it answers.")
    state: State = Field(
        description="stuck: it lags and does not move; parked: events wait to be replayed or skipped, others go on."
    )
    position: int
    lag: int = Field(description="Events that it has yet to read.")
    waiting_since: datetime | None = Field(description="When the first of them was recorded.")
    owner: str | None = Field(description="The process that runs it now; none where nothing is to be read.")
    dead_letters: int
    last_error: str | None = Field(description="Of the event that was parked last, while it waits.")
    last_parked_at: datetime | None


class Readers(BaseModel):
    """All readers, those of one kind together."""

    head: int = Field(description="The position of the newest event.")
    rows: list[Reader]


class Progress(BaseModel):
    """How far a projection's folding anew has come."""

    projection: str
    what: What
    by: str = Field(description="Who asked for it.")
    started_at: datetime
    done: int
    total: int = Field(description="Positions of the log to fold; 0 until it is known.")
    finished_at: datetime | None
    error: str | None
    rows: int | None = Field(description="How many the table has now. Of a rebuild that went well.")
    differences: int | None = Field(description="Rows that are not what the log leads to. Of a check that went well.")
    keys: list[str] = Field(description="The first 100 of them.")


def router(house: House, watch: Watch) -> APIRouter:
    routes = APIRouter(tags=["readers"], responses=documented(403))
    asking, workshop = administrator(house), Workshop(house.crm)

    @routes.get("/readers")
    def list_readers(_: Annotated[Asker, asking]) -> Readers:
        """Policies, projections and effects: what each does, how far it has come, and what it could not digest.

        Roles: administrator.
        """
        with house.database() as db:
            newest, found = standings(db)
        stuck, busy = frozenset(watch.look().stuck), workshop.busy_with
        making = busy.projection if busy and busy.what == "rebuild" else None
        rows = [reader(one, state(one, one.name in stuck, one.name == making)) for one in found]
        return Readers(head=newest, rows=rows)

    for what in TOLD:
        remakes(routes, house, workshop, what)
    return routes


def remakes(routes: APIRouter, house: House, workshop: Workshop, what: What) -> None:
    """The two addresses of one kind of folding anew."""
    asking = administrator(house)

    def start(name: str, asker: Annotated[Asker, asking]) -> Progress:
        must_be_projection(name)
        by = Directory(house.crm.reference.people).name(asker.person_id)
        return Progress(**asdict(workshop.start(name, what, by)))

    def look(name: str, _: Annotated[Asker, asking]) -> Progress:
        must_be_projection(name)
        if (last := workshop.last(name, what)) is None:
            raise HTTPException(404, "Nobody has asked for it since the server started.")
        return Progress(**asdict(last))

    path = f"/readers/{{name}}/{what}"
    more = "\n\nIt goes on beside all other work; one goes at a time. Roles: administrator."
    routes.post(path, operation_id=what, description=TOLD[what] + more, responses=documented(404, 409))(start)
    description = "How far it has come, or what the last one led to. Roles: administrator."
    routes.get(path, operation_id=f"{what}_progress", description=description, responses=documented(404))(look)


def must_be_projection(name: str) -> None:
    kind, _ = known().get(name, (None, None))
    if kind is None:
        raise HTTPException(404, "There is no such reader: see the list of readers.")
    if kind != "projection":
        raise Refused("Only projections are folded anew: what others do is done once.", "only projections")


def state(standing: Standing, stuck: bool, rebuilding: bool) -> State:
    """What is the matter with it, the most pressing first."""
    if rebuilding:
        return "rebuilding"
    if stuck or abandoned(standing):
        return "stuck"
    return "parked" if standing.parked else "running"


def abandoned(standing: Standing) -> bool:
    """Nobody runs it, though there has been something to read for a while."""
    waiting = standing.waiting_since
    return waiting is not None and standing.owner is None and datetime.now(UTC) - waiting > STANDS


def reader(standing: Standing, now: State) -> Reader:
    parked = standing.parked
    return Reader(
        state=now,
        dead_letters=parked.letters if parked else 0,
        last_error=parked.last_error if parked else None,
        last_parked_at=parked.last_at if parked else None,
        **{name: value for name, value in standing._asdict().items() if name != "parked"},
    )
