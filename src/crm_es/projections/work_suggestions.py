"""What did programs see of somebody's work, and what did they say to it? (X-42) It is for them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.activity import SuggestionConfirmed, SuggestionDismissed, WorkSuggested
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

SuggestionFact = WorkSuggested | SuggestionConfirmed | SuggestionDismissed


@dataclass(frozen=True)
class WorkSuggestion(
    Row, table="work_suggestions", key="suggestion_id", indexes=("person_id, status, starts", "starts, suggestion_id")
):
    """One time in which somebody seems to have worked."""

    suggestion_id: UUID
    activity_id: UUID
    person_id: UUID
    status: str
    """open, confirmed or dismissed."""
    rule: str
    ticket_id: UUID | None
    project_id: UUID | None
    stage_id: UUID | None
    task_id: UUID | None
    deal_id: UUID | None
    client_id: UUID | None
    kind: str
    starts: datetime
    ends: datetime
    minutes: int
    note: str
    suggested_at: datetime
    work_id: UUID | None = None
    """The entry that it became."""
    answered_at: datetime | None = None
    reason: str | None = None
    """Why it was dismissed."""


def keys(event: SuggestionFact) -> tuple[UUID, ...]:
    return (event.suggestion_id,)


def evolve(row: WorkSuggestion | None, recorded: Recorded[SuggestionFact], key: UUID) -> WorkSuggestion | None:
    at = recorded.occurred_at
    match row, recorded.event:
        case None, WorkSuggested() as new:
            return WorkSuggestion(
                key,
                new.activity_id,
                new.person_id,
                "open",
                new.rule,
                **dict(new.subject),
                kind=new.kind,
                starts=new.starts,
                ends=new.ends,
                minutes=minutes(new.starts, new.ends),
                note=new.note,
                suggested_at=at,
            )
        case WorkSuggestion(), SuggestionConfirmed() as said:
            told = {name: getattr(said, name) for name in ("kind", "starts", "ends", "note", "work_id")}
            time = {"minutes": minutes(said.starts, said.ends), "answered_at": at}
            return replace(row, status="confirmed", **dict(said.subject), **told, **time)
        case WorkSuggestion(), SuggestionDismissed(reason=reason):
            return replace(row, status="dismissed", answered_at=at, reason=reason)
        case _:
            raise Corrupt(row, recorded.event)


def minutes(starts: datetime, ends: datetime) -> int:
    return round((ends - starts).total_seconds() / 60)
