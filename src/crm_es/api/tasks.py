"""Many tasks at once: their due times moved, for one reason (S2-19, X-03)."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Final, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from crm_es.aggregates.task import RescheduleTask
from crm_es.api.commands import Envelope, must_be_storable, send
from crm_es.api.house import House, answer
from crm_es.api.operations import Metrics
from crm_es.api.payments import wish_of_many
from crm_es.api.security import Asker
from crm_es.control.moving import dues, later
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.store.reading import answered

MANY: Final = 500
"""So many rows at once."""


class Row(BaseModel):
    """One task."""

    model_config = ConfigDict(extra="forbid")

    task_id: UUID
    version: int | None = Field(default=None, strict=True, ge=1, le=2**31, description="Of the task, as you saw it.")


class Moving(BaseModel):
    """Tasks to move, each apart from the others: to one time, or by some working days."""

    model_config = ConfigDict(extra="forbid")

    rows: list[Row] = Field(min_length=1, max_length=MANY)
    due: AwareDatetime | None = Field(default=None, description="When all of them are due then.")
    working_days: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=260,
        description="Or how many working days later each is due; of one that is overdue, counted from today.",
    )
    reason: str = Field(min_length=1, max_length=500, examples=["The exhibition took the whole day."])

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.due is None) == (self.working_days is None):
            raise ValueError("Give either due or working_days.")
        if len({row.task_id for row in self.rows}) < len(self.rows):
            raise ValueError("A task is moved once: leave out the second.")
        return self


class Result(BaseModel):
    """What came of one row."""

    task_id: UUID
    recorded: bool
    due: datetime | None = Field(default=None, description="When it is due now.")
    version: int | None = None
    position: int | None = None
    sentence: str | None = Field(default=None, description="Why not.")
    rule: str | None = Field(default=None, description="The rule that said no, without particulars.")


class Results(BaseModel):
    """What came of each row, in their order."""

    moved: int
    rows: list[Result]


def router(house: House, metrics: Metrics) -> APIRouter:
    routes = APIRouter(tags=["tasks"])

    def now_due(asker: Asker, tasks: list[UUID]) -> dict[UUID, datetime]:
        with house.database() as db:
            return dues(db, tasks, house.sight(asker).people)

    def meant_before(wish: UUID) -> datetime | None:
        """A wish that is sent again means the time that it meant."""
        with house.database() as db:
            known = answered(db, [wish]).get(wish)
        if known is None or known.topic != RescheduleTask.__name__:
            return None
        return RescheduleTask.model_validate_json(known.state).due

    @routes.post("/tasks/reschedule", response_model=Results)
    async def move_many(
        wish: Moving,
        request: Request,
        asker: Annotated[Asker, Depends(house.door)],
        said: Annotated[Envelope, Depends(wish_of_many)],
    ) -> Response:
        """Move the due times of many tasks, for one reason. What one is refused for harms no other.

        Each move is counted with its task, as one alone would be.
        """
        await must_be_storable(request)
        now, calendar = datetime.now(UTC), house.crm.reference.calendar
        known = await asyncio.to_thread(now_due, asker, [row.task_id for row in wish.rows])

        async def move(row: Row) -> Result:
            result = Result(task_id=row.task_id, recorded=False)
            if row.task_id not in known:
                sentence = "There is no such task, or it is not for you: take an id from the list of tasks."
                return result.model_copy(update={"sentence": sentence, "rule": "no such task"})
            own = Envelope(derived(said.command_id, "row", row.task_id), row.version, said.on_behalf_of)
            due = wish.due or await asyncio.to_thread(meant_before, own.command_id)
            due = due or later(known[row.task_id], now, wish.working_days or 1, calendar)
            try:
                command = RescheduleTask(task_id=row.task_id, due=due, reason=wish.reason)
                receipt = await send(house.crm, metrics, command, asker, own)
            except Refused as refusal:
                return result.model_copy(update={"sentence": str(refusal), "rule": refusal.rule})
            except ValidationError as error:
                sentence = f"{error.errors()[0]['msg']}."
                return result.model_copy(update={"sentence": sentence, "rule": "no due time"})
            return result.model_copy(update={"recorded": True, "due": due, **receipt._asdict()})

        results = await asyncio.gather(*map(move, wish.rows))
        return answer(Results(moved=sum(result.recorded for result in results), rows=results))

    return routes
