"""What is to be done outside, over HTTP: what waits, and what was given up and may be tried again."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from pydantic import BaseModel, Field

from crm_es.api.administration import administrator
from crm_es.api.house import LARGEST_POSITION, House
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.runners.worker import begin_effects
from crm_es.store import queue


class OutsideJob(BaseModel):
    """Something to be done outside, such as a letter to be sent."""

    job: int
    effect: str
    status: str = Field(description="todo, doing or failed.")
    attempts: int
    scheduled_at: datetime | None


class OutsideJobs(BaseModel):
    """What waits or has failed, the oldest first."""

    rows: list[OutsideJob]


def router(house: House) -> APIRouter:
    routes = APIRouter(prefix="/readers/jobs", tags=["readers"], responses=documented(403))
    asking = administrator(house)

    @routes.get("")
    def list_jobs(_: Annotated[Asker, asking]) -> OutsideJobs:
        """What effects have still to do, and what was given up. Roles: administrator."""
        begin_effects(house.crm.log)
        with house.database() as db:
            found = queue.waiting(db)
        return OutsideJobs(
            rows=[
                OutsideJob(
                    job=one.job,
                    effect=one.task,
                    status=one.status,
                    attempts=one.attempts,
                    scheduled_at=one.scheduled_at,
                )
                for one in found
            ]
        )

    @routes.post("/{job}/retry", status_code=204, responses=documented(404))
    def retry_job(job: Annotated[int, Path(ge=1, le=LARGEST_POSITION)], _: Annotated[Asker, asking]) -> None:
        """Try again what was given up. Roles: administrator."""
        begin_effects(house.crm.log)
        with house.database() as db:
            if not queue.retry(db, job):
                raise HTTPException(404, "No such job has failed: see the list of jobs.")

    return routes
