"""How far a request for payment has come on its route, over HTTP (X-37)."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field

from crm_es.api.house import House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.approval_course import course
from crm_es.registries import registry

REQUESTS: Final = registry("payment-requests")
Outcome = Literal[
    "approved", "paid", "returned", "rejected", "forwarded", "open", "to come", "passed over", "withdrawn", "not needed"
]


class AskedPerson(BaseModel):
    """Somebody who has a word in a step."""

    person_id: UUID
    person: str | None
    outcome: Outcome
    asked_at: datetime | None
    decided_at: datetime | None
    by_deputy: str | None = Field(description="Who decided in their place.")


class CourseStep(BaseModel):
    """One step of the route; the last one is payment."""

    name: str
    optional: bool
    state: Outcome = Field(description="What it comes to.")
    people: list[AskedPerson]


class Course(BaseModel):
    """The last round of a request."""

    round: int
    route: str
    submitted_at: datetime
    steps: list[CourseStep]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["payment requests"])
    awaited = {*readers(REQUESTS), "approval_steps"}

    @routes.get("/payment-requests/{id}/course", responses={**documented(404, 503), 200: {"model": Course | None}})
    def approval_course(
        request_id: Annotated[UUID, Path(alias="id", description="Which of the payment requests.")],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(awaited))],
    ) -> Response:
        """Who approved when, who is asked now, and who is still to come; null before it is submitted."""
        house.found(awaited, lambda: row_of(house, sight, request_id))
        with house.database() as db:
            return answer(course(db, request_id))

    return routes


def row_of(house: House, sight: Sight, request_id: UUID) -> object:
    with house.database() as db:
        return sight.row(REQUESTS, db, request_id)
