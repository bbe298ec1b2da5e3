"""Running deals and the playbook in force."""

from datetime import UTC, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from crm_es.aggregates.deal import AdoptPlaybook
from crm_es.api.exports import SHEETS, Form, exported
from crm_es.api.house import House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.registries import registry
from crm_es.runners.playbook_moves import move_deals

DEALS: Final = registry("deals")


class MovedDeal(BaseModel):
    """What became of one deal."""

    deal_id: UUID
    title: str
    client: str | None
    owner_id: UUID
    owner: str | None
    pipeline: str
    stage: str
    from_version: int
    to_version: int
    outcome: Literal["moved", "stays"]
    why: str | None = Field(description="Why it stays on its version, and what to do.")


class Moves(BaseModel):
    """What became of all of them."""

    version: int
    moved: int
    stayed: int
    rows: list[MovedDeal]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["company"])
    caught_up = house.caught_up(readers(DEALS))

    @routes.post("/playbook/adopt", responses={**documented(409, 503), 200: {"model": Moves, **SHEETS[200]}})
    def adopt(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(caught_up)],
        pipeline: Annotated[str | None, Query(max_length=80, pattern=r"^[^\x00]*$")] = None,
        form: Form = "json",
    ) -> Response:
        """Move the open deals that one may see and that go by older versions to the playbook in force.

        Row by row it is told which were moved, and why others stay. Asked again, it moves what is left.
        """
        must_have_a_role(sight)
        context = Context(sight.person_id, datetime.now(UTC))
        lines = move_deals(house.crm, context, pipeline=pipeline, limits=sight.limits(DEALS))
        if form != "json":
            return exported("playbook-moves", list(MovedDeal.model_fields), [lines], form)
        moved = sum(line["outcome"] == "moved" for line in lines)
        counts = {"version": house.crm.reference.version, "moved": moved, "stayed": len(lines) - moved}
        return answer(counts | {"rows": lines})

    return routes


def must_have_a_role(sight: Sight) -> None:
    if AdoptPlaybook.ROLES.isdisjoint(sight.roles):
        needed = ", ".join(sorted(AdoptPlaybook.ROLES))
        raise Refused(f"This takes one of the roles: {needed}. Ask somebody who has it.", "a role for it")
