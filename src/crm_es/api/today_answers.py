"""What the list of the morning answers, as the description of the API tells it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field


class ActionField(BaseModel):
    """Something that a command says."""

    name: str
    required: bool
    value: Any = Field(description="What is known already; none where it is to be filled in.")
    change: bool = Field(description="The value is what is so now: it is there to be changed.")


class Doing(BaseModel):
    """A command that deals with it."""

    command: str = Field(examples=["GrantPrice"], description="Its body is the schema of this name.")
    title: str
    says: str
    method: Literal["POST"]
    address: str = Field(description="Under /api/v1.", examples=["/price-approvals/…/grant-price"])
    primary: bool = Field(description="The usual one, the next step; none of them where there is no such.")
    menu: bool = Field(description="It is rarely wanted, or ends something: not for the first row.")
    fields: list[ActionField]


class Record(BaseModel):
    """What it is about, in words."""

    title: str | None
    client_id: UUID | None
    client: str | None
    person_id: UUID | None = Field(description="Whose record it is: who asked, or who is responsible.")
    person: str | None


class TodayEntry(BaseModel):
    """Something new, or not dealt with yet."""

    entry_id: UUID
    kind: str
    heading: str
    text: str
    to_do: str
    about: str
    subject_id: UUID
    link: str | None = Field(description="What it is about, under /api/v1.")
    regarding: Record | None = Field(description="None where no list has it.")
    desks: list[str] = Field(description="What it keeps closed.")
    added_at: datetime
    age_hours: int
    seen_at: datetime | None
    reminded_at: datetime | None
    put_off_until: datetime | None
    times_put_off: int
    actions: list[Doing]


class TodayTask(BaseModel):
    """Something to do by a time."""

    task_id: UUID
    what: str
    due: datetime
    status: str
    times_moved: int
    deal_id: UUID | None
    link: str
    regarding: Record | None
    actions: list[Doing]


class TodayHeading(BaseModel):
    """Entries that belong together."""

    heading: str
    entries: list[TodayEntry]


class TodayDesk(BaseModel):
    """A desk that the notebook may close."""

    desk: Literal["invoice", "order"]
    desk_id: UUID
    closed: bool
    entries: list[UUID] = Field(description="What is to be dealt with before it is free.")
    since: datetime | None
    freed_at: datetime | None
    exempted_until: datetime | None
    drafts: list[UUID] = Field(description="What was begun at it, to be finished once it is open.")


class Numbers(BaseModel):
    """For a badge."""

    now: int
    entries: int
    new: int
    overdue: int = Field(description="Entries that one was reminded of, and overdue tasks.")
    closing: int
    tasks_overdue: int
    tasks_today: int


class Tasks(BaseModel):
    """By when they are due."""

    overdue: list[TodayTask]
    today: list[TodayTask]
    later: list[TodayTask]


class Absent(BaseModel):
    """Somebody for whom one stands in today."""

    person_id: UUID
    person: str


class Morning(BaseModel):
    """What one person must see and deal with."""

    person_id: UUID
    person: str
    stands_in_for: list[Absent] = Field(description="Whose notebook one may clear too.")
    day: date
    numbers: Numbers
    desks: list[TodayDesk]
    headings: list[TodayHeading] = Field(description="What closes a desk comes first, then the oldest.")
    later: list[TodayEntry] = Field(description="What was put off.")
    tasks: Tasks
