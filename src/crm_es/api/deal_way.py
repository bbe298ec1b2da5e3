"""The way of one deal through its pipeline: the strip of stages over its page."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import AwareDatetime, BaseModel, Field

from crm_es.api.house import House, answer
from crm_es.api.offers import found, look_at
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.context import Context
from crm_es.deal_way import Going, deal_way
from crm_es.messages import Remedy
from crm_es.offers import KINDS


class Gone(BaseModel):
    """Whether the asker may send the deal there now."""

    going: Going | None = Field(description="None for the stage where it is.")
    why_not: str | None = Field(description="Also why a reason is asked for.")
    rule: str | None
    remedies: list[Remedy]


class StageOfWay(Gone):
    """One stage."""

    stage: str
    place: Literal["done", "now", "to come"]
    norm_days: int | None
    tasks: list[str] = Field(description="What it brings.")


class Signed(BaseModel):
    """Something that is to be signed, or was."""

    what: str
    stage: str | None = Field(description="That cannot be left without it.")
    by: str | None
    on: date | None


class NamedDate(BaseModel):
    """A date that deadlines count back from."""

    name: str
    on: date | None


class Milestone(BaseModel):
    """Something that deadlines wait for."""

    name: str
    at: AwareDatetime | None


class Detail(BaseModel):
    """Something else that the company keeps."""

    name: str
    value: str


class DealWay(BaseModel):
    """Stages from first to last, by the version of the playbook that the deal goes by."""

    stages: list[StageOfWay]
    win: Gone
    sign_offs: list[Signed]
    dates: list[NamedDate]
    milestones: list[Milestone]
    details: list[Detail]
    loss_reasons: list[str]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["deals"])

    @routes.get("/deals/{id}/way", responses={**documented(404), 200: {"model": DealWay}})
    def way(deal_id: Annotated[UUID, Path(alias="id")], sight: Annotated[Sight, house.seeing]) -> Response:
        """Where the deal stands, where the asker may send it now, and what keeps it from the other stages."""
        kind = KINDS["deals"]
        rows = found(house, kind, sight, [deal_id])
        (look,) = look_at(house, kind, rows, Context(sight.person_id, datetime.now(UTC)))
        return answer(deal_way(look.state, look.context))

    return routes
