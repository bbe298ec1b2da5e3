"""The board of the service: tickets by stage, from left to right."""

from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from crm_es.api.exports import SHEETS, Form
from crm_es.api.house import House
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.reports import told
from crm_es.api.sight import Sight
from crm_es.playbook import Service, TicketStatus
from crm_es.registries import registry
from crm_es.ticket_board import board

TICKETS: Final = registry("tickets")


class Card(BaseModel):
    """A ticket on the board."""

    ticket_id: UUID
    reference: str
    subject: str
    stage: str
    client_id: UUID | None
    client: str | None
    contact_name: str | None
    responsible_id: UUID
    responsible: str | None
    priority: str
    channel: str
    opened_at: AwareDatetime
    since: AwareDatetime = Field(description="When it came into this stage.")
    awaits_answer: bool
    next_due: AwareDatetime | None = Field(description="The next promise; None while time stands still.")
    overdue: bool
    paused_since: AwareDatetime | None
    reopened: int
    spent_minutes: int
    agreed_minutes: int | None
    percent_spent: int | None
    limit_state: str = Field(description="ok, near or over what is agreed.")


class BoardColumn(BaseModel):
    """A stage of the funnel, with what stands in it."""

    stage: str
    status: TicketStatus
    tickets: int
    awaiting: int = Field(description="The client wrote, and nobody answered.")
    overdue: int = Field(description="A promised time has passed.")
    near: int = Field(description="Labour is near to what is agreed.")
    over: int = Field(description="Labour is above what is agreed.")
    spent_minutes: int
    agreed_minutes: int
    cards: list[Card] = Field(description="What is overdue first, then what is due next.")
    query: str = Field(description="What to ask /tickets for, to see them; the others show the figure they name.")
    awaiting_query: str
    overdue_query: str
    near_query: str
    over_query: str


class Board(BaseModel):
    """All columns, from left to right."""

    rows: list[BoardColumn]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["tickets"])

    @routes.get("/tickets/board", responses={**documented(503), 200: {"model": Board, **SHEETS[200]}})
    def columns(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(readers(TICKETS)))],
        responsible_id: Annotated[UUID | None, Query(description="Of this person alone.")] = None,
        client_id: UUID | None = None,
        done_days: Annotated[int, Query(ge=0, le=3650, description="How long what is done stays there.")] = 14,
        cards: Annotated[int, Query(ge=0, le=500, description="At most so many in each column.")] = 50,
        form: Form = "json",
    ) -> Response:
        """Tickets by stage: new ones far left, done ones far right; with their labour, and what is late or over."""
        reference = house.crm.reference
        playbook = reference.playbooks.get(reference.version)
        with house.database() as db:
            lines = board(
                db,
                playbook.service if playbook else Service(),
                datetime.now(UTC),
                responsible_id=responsible_id,
                client_id=client_id,
                done_days=done_days,
                cards=cards,
                limits=sight.limits,
            )
        if form == "json":
            return told("tickets", lines, form)
        return told("tickets", [{n: v for n, v in line.items() if n != "cards"} for line in lines], form)

    return routes
