"""One line becomes a task (S0-47)."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from crm_es.aggregates.task import AssignTask
from crm_es.api.commands import Envelope, must_be_storable, send
from crm_es.api.house import House, answer
from crm_es.api.operations import Metrics
from crm_es.api.payments import wish_of_many
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.exchange.capture.understanding import Understood, understood
from crm_es.ids import derived
from crm_es.store.reading import answered


class Typed(BaseModel):
    """A line as it was typed."""

    model_config = ConfigDict(extra="forbid")

    line: str = Field(
        min_length=1,
        max_length=1000,
        pattern=r"^[^\x00]*$",
        examples=["call Acme tomorrow 15:00 !", "позвонить Ромашке завтра в 15:00 !"],
        description="What, and perhaps: a day, a time, ! where it is urgent, @person, #deal. Names may be in quotes.",
    )


class Capture(BaseModel):
    """What was understood, and whether it is recorded."""

    what: str
    due: datetime
    said_when: bool = Field(description="The line said when; otherwise the calendar did.")
    urgent: bool
    kind: str | None = Field(description="What it takes: call, meeting or mail.")
    responsible_id: UUID
    responsible: str
    client_id: UUID | None
    client: str | None
    deal_id: UUID | None
    deal: str | None
    recorded: bool
    task_id: UUID | None = None
    version: int | None = None
    position: int | None = None


def router(house: House, metrics: Metrics) -> APIRouter:
    routes = APIRouter(tags=["tasks"])

    def meant(line: str, asker: Asker, me: UUID) -> Understood:
        with house.database() as db:
            return understood(
                line,
                me=me,
                at=datetime.now(UTC),
                reference=house.crm.reference,
                db=db,
                people=house.sight(asker._replace(person_id=me)).people,
            )

    def meant_before(command_id: UUID) -> AssignTask | None:
        """A line that is sent again means what it meant."""
        with house.database() as db:
            known = answered(db, [command_id]).get(command_id)
        return AssignTask.model_validate_json(known.state) if known and known.topic == AssignTask.__name__ else None

    @routes.post("/capture", response_model=Capture, responses=documented(409))
    async def capture(
        typed: Typed,
        request: Request,
        asker: Annotated[Asker, Depends(house.door)],
        said: Annotated[Envelope, Depends(wish_of_many)],
        dry: Annotated[bool, Query(description="Show what would be understood, and record nothing.")] = False,
    ) -> Response:
        """Assign a task by one line, such as `call Acme tomorrow 15:00 !`.

        Whose client or deal is not certain is asked back. Sent again with its key, nothing is recorded twice.
        """
        await must_be_storable(request)
        found = await asyncio.to_thread(meant, typed.line, asker, said.on_behalf_of or asker.person_id)
        if dry:
            return answer(found.facts | {"recorded": False})
        task_id = derived(said.command_id, "opened")
        wish = await asyncio.to_thread(meant_before, said.command_id) or found.wish(task_id)
        receipt = await send(house.crm, metrics, wish, asker, said)
        return answer(found.facts | {"due": wish.due, "recorded": True, "task_id": task_id, **receipt._asdict()})

    return routes
