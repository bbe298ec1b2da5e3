"""The board of deals: a pipeline from its first stage to its last."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from crm_es.api.house import House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.deal_board import DEALS, Asked, Colour, board

Text = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]
READERS: Final = readers(DEALS) | {"client_registry", "task_list"}


class Sum(BaseModel):
    """What deals are worth together, in one currency."""

    currency: str
    amount: Decimal


class Tasks(BaseModel):
    """How many deals have their nearest task when."""

    late: int
    today: int
    later: int
    none: int = Field(description="Nothing is planned for them.")


class Holding(BaseModel):
    """A task that is to be finished before the deal goes on."""

    task_id: UUID
    what: str
    due: AwareDatetime
    to_accept: bool = Field(description="It is done, and its result is to be accepted.")


class Card(BaseModel):
    """A deal on the board."""

    deal_id: UUID
    title: str
    stage: str
    client_id: UUID | None
    client: str | None
    owner_id: UUID
    owner: str | None
    amount: Decimal | None
    currency: str | None
    since: AwareDatetime = Field(description="When it came into this stage.")
    days_in_stage: int
    rotting: bool = Field(description="It is in its stage for longer than the norm.")
    colour: Colour = Field(description="When the nearest task is due.")
    task_id: UUID | None = Field(description="The nearest task.")
    task: str | None
    next_due: AwareDatetime | None
    task_responsible_id: UUID | None
    task_responsible: str | None
    to_sign: list[str] = Field(description="What has to be signed before it goes on.")
    playbook_version: int = Field(description="The version by whose stages it goes.")
    version: int
    held_by: list[Holding]


class BoardStage(BaseModel):
    """A stage, with what stands in it."""

    stage: str
    known: bool = Field(description="The playbook in force has it; else deals of an older one stand there.")
    norm_days: int | None
    count: int
    sums: list[Sum]
    tasks: Tasks
    rotting: int
    at_once: list[str] = Field(description="Where a deal may go from here without a reason, once nothing holds it.")
    with_reason: list[str] = Field(description="Where it may go with one: back, or past a stage.")
    win_at_once: bool = Field(description="It may be won from here without a reason.")
    cards: list[Card] = Field(description="Those whose tasks are due first; those without tasks come last.")
    next_cursor: str | None = Field(description="Ask with it, and with this stage, for more cards.")
    query: str = Field(description="What to ask /deals for, to see them.")


class PipelineName(BaseModel):
    """A pipeline that can be looked at."""

    name: str
    open: int = Field(description="Its open deals, of those that one may see.")


class Ended(BaseModel):
    """Deals that ended."""

    count: int
    sums: list[Sum]


class DealBoard(BaseModel):
    """One pipeline."""

    pipeline: str
    pipelines: list[PipelineName]
    columns: list[BoardStage]
    month: date = Field(description="Of what was won and lost; its first day.")
    won: Ended
    lost: Ended
    loss_reasons: list[str]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["deals"])

    @routes.get("/deals/board", responses={**documented(409, 503), 200: {"model": DealBoard}})
    def deal_board(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(READERS))],
        pipeline: Annotated[Text, Query(description="The first of the playbook, where none is named.")] = None,
        owner_id: UUID | None = None,
        client_id: UUID | None = None,
        tasks: Annotated[Colour | None, Query(description="Whose nearest task is due then.")] = None,
        stage: Annotated[Text, Query(description="This stage alone.")] = None,
        cursor: Annotated[Text, Query(description="The stage says it: its cards behind those.")] = None,
        q: Annotated[Text, Query(description="Words of the title, the product or the client's name.")] = None,
        limit: Annotated[int, Query(ge=0, le=500, description="At most so many cards in each stage.")] = 50,
    ) -> Response:
        """Open deals stage by stage: what they are worth, whose tasks are late, what rots, and what holds each.

        Each stage says where its deals may go; what was won and lost in this month is counted beside.
        """
        reference = house.crm.reference
        with house.database() as db:
            found = board(
                db,
                reference.playbooks.get(reference.version),
                datetime.now(UTC),
                pipeline=pipeline,
                asked=Asked(owner_id, client_id, tasks, stage, cursor, limit, q),
                limits=sight.limits(DEALS),
            )
        return answer(found)

    return routes
