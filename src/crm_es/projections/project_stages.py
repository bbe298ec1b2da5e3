"""Which stages do projects have, who works on them, and how far are they? (S3-16..S3-19)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from crm_es.aggregates.project import (
    ProgressReported,
    ProjectWarned,
    ProjectWorkCounted,
    StageDropped,
    StageFinished,
    StagePlanned,
    StageReopened,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

StageFact = (
    StagePlanned | StageDropped | ProgressReported | StageFinished | StageReopened | ProjectWorkCounted | ProjectWarned
)
ALL_OF_IT: Final = 100


@dataclass(frozen=True)
class ProjectStage(
    Row,
    table="project_stages",
    key="stage_id",
    indexes=("project_id, starts", "category, finished_at", "status, ends"),
):
    """One stage of a project."""

    stage_id: UUID
    project_id: UUID
    name: str
    parent_id: UUID | None
    """The stage that it is a part of."""
    category: str | None
    kind: str | None
    """Of work."""
    starts: date | None
    ends: date | None
    """The last day, included."""
    status: str
    """open, finished or dropped."""
    done_percent: int
    planned_minutes: int
    spent_minutes: int
    people: tuple[UUID, ...]
    depends_on: tuple[UUID, ...]
    version: int
    """How often it was planned."""
    planned_at: datetime
    """The last time."""
    late: bool = False
    """It was not finished on its last day."""
    first_worked: date | None = None
    last_worked: date | None = None
    finished_at: datetime | None = None


def keys(event: StageFact) -> tuple[UUID, ...]:
    match event:
        case ProjectWorkCounted(work=work, was=was):
            return tuple(dict.fromkeys(one.stage_id for one in (was, work) if one and one.stage_id))
        case ProjectWarned():
            return (event.stage_id,) if event.stage_id and event.what == "stage late" else ()
        case _:
            return (event.stage_id,)


def evolve(stage: ProjectStage | None, recorded: Recorded[StageFact], key: UUID) -> ProjectStage | None:  # noqa: PLR0911 - a table read from top to bottom
    event, at = recorded.event, recorded.occurred_at
    match stage, event:
        case ProjectStage(), _ if stage.project_id != event.project_id:
            return stage  # another project gave one of its stages the same id: the first keeps it
        case None, StagePlanned():
            return planned(event, at, None)
        case ProjectStage(), StagePlanned():
            return planned(event, at, stage)
        case _, ProjectWorkCounted():
            return stage and worked(stage, event, key)
        case None, _:
            return None
        case ProjectStage(), StageDropped():
            return replace(stage, status="dropped", version=event.version, late=False)
        case ProjectStage(), ProgressReported() | StageFinished() | StageReopened():
            return done(stage, event, at)
        case ProjectStage(), ProjectWarned():
            return replace(stage, late=True)
        case _:
            raise Corrupt(stage, event)


def planned(event: StagePlanned, at: datetime, before: ProjectStage | None) -> ProjectStage:
    told = ("stage_id", "project_id", "name", "parent_id", "category", "kind", "starts", "ends", "people")
    dropped = before is not None and before.status == "dropped"
    finished = before is not None and before.done_percent == ALL_OF_IT and before.finished_at is not None
    return ProjectStage(
        **{name: getattr(event, name) for name in told},
        depends_on=event.depends_on,
        planned_minutes=event.minutes,
        version=event.version,
        planned_at=at,
        status="open" if before is None else ("finished" if finished else "open") if dropped else before.status,
        done_percent=before.done_percent if before else 0,
        spent_minutes=before.spent_minutes if before else 0,
        late=before is not None and before.late and before.ends == event.ends,
        first_worked=before.first_worked if before else None,
        last_worked=before.last_worked if before else None,
        finished_at=before.finished_at if before else None,
    )


def done(stage: ProjectStage, event: ProgressReported | StageFinished | StageReopened, at: datetime) -> ProjectStage:
    match event:
        case ProgressReported(done_percent=percent):
            return replace(stage, done_percent=percent)
        case StageFinished():
            return replace(stage, status="finished", done_percent=ALL_OF_IT, finished_at=at)
        case StageReopened(done_percent=percent):
            return replace(stage, status="open", done_percent=percent, finished_at=None)


def worked(stage: ProjectStage, event: ProjectWorkCounted, key: UUID) -> ProjectStage:
    minutes = stage.spent_minutes
    for work, sign in ((event.was, -1), (event.work, 1)):
        if work and work.stage_id == key:
            minutes += sign * work.minutes
    stage = replace(stage, spent_minutes=minutes)
    on = event.work.on
    if event.work.stage_id == key and event.work.minutes:
        first, last = stage.first_worked or on, stage.last_worked or on
        stage = replace(stage, first_worked=min(first, on), last_worked=max(last, on))
    return stage
