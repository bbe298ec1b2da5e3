"""The search over everything."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from crm_es.api.house import House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.finding import KINDS, find
from crm_es.registries import registry

READERS: Final = {"record_words"}.union(*(readers(registry(name)) for name in KINDS))
Words = Annotated[
    str,
    Query(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="Words, or their beginnings; a number or its last digits; or an id.",
        examples=["acme pump"],
    ),
]


class Found(BaseModel):
    """A record."""

    kind: str = Field(examples=["deal"])
    list: str = Field(description="The list that shows it.", examples=["deals"])
    id: UUID
    title: str
    subtitle: str = Field(description="What tells it from others of the same title, such as its client.")
    status: str | None = Field(description="Where it stands: its stage or status.")
    link: str = Field(examples=["/deals/01890000-0000-7000-8000-000000000000"])


class Results(BaseModel):
    """What was found: first what is told exactly, then what has the words, list by list, the newest first."""

    results: list[Found]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["search"])

    @routes.get("/search", responses={**documented(503), 200: {"model": Results}})
    def search(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(READERS))],
        q: Words,
        limit: Annotated[int, Query(ge=1, le=50, description="At most so many of each kind.")] = 5,
    ) -> Response:
        """Search everything that one may see: deals, clients, payments, tasks, tickets and all other records.

        Each word has to occur, in the record or in the name of its client or contractor; small and capital letters
        and Е and Ё are the same.
        """
        with house.database() as db:
            return answer({"results": find(db, q, sight.limits, limit=limit)})

    return routes
