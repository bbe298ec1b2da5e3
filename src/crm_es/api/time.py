"""Working time of whoever asks: what may be tracked with one click, and what runs (S3-04, X-34)."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import BaseModel, Field

from crm_es.api.house import House, answer
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.ids import work_log_of
from crm_es.labour.running import running
from crm_es.labour.trackable import trackable
from crm_es.playbook import Playbook

ASSIGNED: Final = (
    *("ticket_registry", "project_registry", "project_stages", "task_list", "deal_registry", "client_registry"),
    "work_entries",
)
NOW: Final = (*ASSIGNED, "work_days", "work_periods", "timers")


class Thing(BaseModel):
    """Something to work on. Its ids and its kind go into a start-timer command as they are."""

    what: str = Field(description="ticket, stage, task, deal or kind.")
    title: str
    kind: str = Field(description="Of work: as it was last, else as is usual.")
    ticket_id: UUID | None
    project_id: UUID | None
    stage_id: UUID | None
    task_id: UUID | None
    deal_id: UUID | None
    client_id: UUID | None = Field(description="Whose it is, to be shown; it does not go into the command.")
    client: str | None
    planned_minutes: int | None = Field(description="Agreed or planned; null where nothing was.")
    spent_minutes: int = Field(description="By everybody.")
    state: str = Field(description="ok, near or over what is agreed or planned.")
    due: datetime | None
    last_at: datetime | None = Field(description="When they last worked on it.")


class Things(BaseModel):
    """What may be worked on: what was last first."""

    work_log_id: UUID
    rows: list[Thing]


class Timed(BaseModel):
    """A timer."""

    work_id: UUID
    subject: str = Field(description="What it is on, in words.")
    kind: str
    note: str
    starts: datetime
    stop_at: datetime = Field(description="When the clock stops it, if nobody does.")
    ended_at: datetime | None
    ticket_id: UUID | None
    project_id: UUID | None
    stage_id: UUID | None
    task_id: UUID | None
    deal_id: UUID | None
    client_id: UUID | None
    for_client_id: UUID | None
    for_client: str | None


class Whole(BaseModel):
    """The week or month that runs."""

    first_day: date
    last_day: date
    minutes: int
    status: str = Field(description="open, submitted, returned, approved or reopened.")


class Now(BaseModel):
    """The time of whoever asks, as it stands."""

    running: Timed | None
    running_minutes: int
    last: Timed | None = Field(description="What was timed last, where nothing runs: to be continued.")
    today_minutes: int = Field(description="Worked today, without what runs and without breaks.")
    period: Whole


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["work logs"])

    @routes.get("/time/trackable", responses={**documented(404, 503), 200: {"model": Things}})
    def assigned(
        asker: Annotated[Asker, Depends(house.door)], _: Annotated[None, Depends(house.caught_up(ASSIGNED))]
    ) -> Response:
        """What you may start a timer for: whatever is assigned to you, and kinds of work; what was last first."""
        with house.database() as db:
            found = trackable(db, asker.person_id, datetime.now(UTC), in_force(house))
        rows = [thing._asdict() for thing in found]
        return answer({"work_log_id": work_log_of(asker.person_id), "rows": rows})

    @routes.get("/time/running", responses={**documented(404, 503), 200: {"model": Now}})
    def now(
        asker: Annotated[Asker, Depends(house.door)], _: Annotated[None, Depends(house.caught_up(NOW))]
    ) -> Response:
        """What your timer runs for, what you may go on with, and what you worked today and in this week or month."""
        with house.database() as db:
            found = running(db, asker.person_id, datetime.now(UTC), in_force(house))
        told: dict[str, Any] = found._asdict()
        return answer(told | {name: shown(told[name]) for name in ("running", "last")})

    return routes


def in_force(house: House) -> Playbook:
    reference = house.crm.reference
    if reference.version not in reference.playbooks:
        raise HTTPException(404, "No playbook is published yet: publish one.")
    return reference.playbooks[reference.version]


def shown(timer: dict[str, Any] | None) -> dict[str, Any] | None:
    return timer and {name: timer[name] for name in Timed.model_fields}
