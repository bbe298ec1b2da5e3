"""What policies and effects could not digest, over HTTP: shown with its event, replayed, or skipped with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, HTTPException, Path, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from crm_es import audit
from crm_es.api.administration import administrator
from crm_es.api.answers import Happened
from crm_es.api.house import LARGEST_POSITION, House, answer
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.directory import Person
from crm_es.runners import replays
from crm_es.runners.reactions import ReactionRunner
from crm_es.runners.readers import known, reaction
from crm_es.store.dead_letters import dead_letters, parked

Name = Annotated[str, Path(description="The policy or effect.")]
Position = Annotated[int, Path(ge=1, le=LARGEST_POSITION, description="Where the event stands in the log.")]
LARGEST: Final = 500


class DeadLetter(BaseModel):
    """An event that a policy or effect could not digest, or that came behind one of the same record."""

    reader: str
    position: int
    stream: UUID
    event: str
    error: str
    traceback: str
    parked_at: datetime
    settled: str | None = Field(description="replayed or skipped; none while it waits.")
    settled_by: str | None = Field(description="A person's id, or the command line.")
    settled_by_whom: str | None
    settled_at: datetime | None
    reason: str | None
    happened: Happened | None = Field(description="The event itself.")


class DeadLetters(BaseModel):
    """What waits, or all there ever was, the oldest of each reader first."""

    rows: list[DeadLetter]


class Skipping(BaseModel):
    """Why an event needs no reaction."""

    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00]*$"),
        Field(examples=["A test client."]),
    ]


class Settled(BaseModel):
    """What came of it."""

    settled: int = Field(description="How many letters wait no more.")
    waiting: int = Field(description="How many of this reader still wait; what fails again stays.")


def router(house: House) -> APIRouter:
    routes = APIRouter(prefix="/readers/dead-letters", tags=["readers"], responses=documented(403))
    asking = administrator(house)

    def left(name: str) -> int:
        with house.database() as db:
            waiting = parked(db).get(name)
        return waiting.letters if waiting else 0

    @routes.get("", response_model=DeadLetters)
    def list_dead_letters(
        asker: Annotated[Asker, asking],
        reader: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")] = None,
        settled: Annotated[bool, Query(description="Also what was replayed or skipped.")] = False,
        limit: Annotated[int, Query(ge=1, le=LARGEST)] = 100,
    ) -> Response:
        """Events that wait to be replayed or skipped, each with what went wrong. Roles: administrator."""
        people = house.crm.reference.people
        with house.database() as db:
            letters = dead_letters(db, reader, settled=settled, limit=limit)
            happened = audit.at(db, {letter.position for letter in letters})
        rows = [
            letter.model_dump(exclude={"policy", "topic"})
            | {"reader": letter.policy, "event": letter.topic, "happened": happened.get(letter.position)}
            | {"settled_by_whom": named(people, letter.settled_by)}
            for letter in letters
        ]
        return answer({"rows": audit.without_activity_of_others(rows, asker.person_id)})

    @routes.post("/{reader}/replay", responses=documented(404))
    def replay_all(reader: Name, asker: Annotated[Asker, asking]) -> Settled:
        """Let a policy or effect react to all that it has parked, each record's events in order.

        Roles: administrator.
        """
        settled = replays.replay(parking(house, reader), str(asker.person_id))
        return Settled(settled=settled, waiting=left(reader))

    @routes.post("/{reader}/{position}/replay", responses=documented(404, 409))
    def replay_one(reader: Name, position: Position, asker: Annotated[Asker, asking]) -> Settled:
        """Let it react to this event, and to what is parked behind it of the same record. Roles: administrator."""
        settled = replays.replay(parking(house, reader), str(asker.person_id), position)
        return Settled(settled=settled, waiting=left(reader))

    @routes.post("/{reader}/{position}/skip", responses=documented(404, 409))
    def skip(reader: Name, position: Position, wish: Skipping, asker: Annotated[Asker, asking]) -> Settled:
        """Let it never react to this event. Roles: administrator."""
        runner = parking(house, reader)
        replays.skip(house.crm, runner.name, position, str(asker.person_id), wish.reason)
        return Settled(settled=1, waiting=left(reader))

    return routes


def parking(house: House, name: str) -> ReactionRunner[Any]:
    """Whoever parks what it cannot digest."""
    kind, _ = known().get(name, (None, None))
    if kind not in ("policy", "effect"):
        raise HTTPException(404, "There is no policy or effect of this name: see the list of readers.")
    return reaction(house.crm, name)


def named(people: Mapping[UUID, Person], by: str | None) -> str | None:
    """The person behind an id; what is no id is said as it is."""
    return next((person.name for key, person in people.items() if str(key) == by), by)
