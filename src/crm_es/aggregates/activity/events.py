"""What happens to the activity of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from crm_es.aggregates.activity.rules import ActivityRule
from crm_es.messages import Event, Message
from crm_es.stored_file import StoredFile
from crm_es.work import Subject

Screenshots = Literal["ask", "keep"]
"""What becomes of what an agent photographs: its person is asked about each picture, or said beforehand to keep all."""


class OfActivity(Message):
    """Whose it is."""

    activity_id: UUID
    person_id: UUID


class ActivityRulesSet(OfActivity, Event):
    """The person said what of their activity may be seen, and as what work."""

    rules: tuple[ActivityRule, ...]
    screenshots: Screenshots


class PrivacyBegun(OfActivity, Event):
    """What the person does is nobody's business from then on."""

    since: datetime
    until: datetime | None
    """None until they say so."""


class PrivacyEnded(OfActivity, Event):
    """What the person does may be seen again."""

    since: datetime
    ended_at: datetime


class WorkSuggested(OfActivity, Subject, Event):
    """A program saw somebody work, by their own rules."""

    suggestion_id: UUID
    rule: str
    kind: str
    starts: datetime
    ends: datetime
    note: str


class SuggestionConfirmed(OfActivity, Subject, Event):
    """The person says that it was work, as it was suggested or otherwise."""

    suggestion_id: UUID
    work_id: UUID
    kind: str
    starts: datetime
    ends: datetime
    billable: bool | None
    """Clients pay for it; None for what is usual for the kind."""
    note: str
    changed: bool
    """It was otherwise than suggested."""


class SuggestionDismissed(OfActivity, Event):
    """It was no work."""

    suggestion_id: UUID
    reason: str


class OfScreenshot(OfActivity):
    """A picture that an agent made, and of which time."""

    evidence_id: UUID
    work_id: UUID | None
    starts: datetime
    ends: datetime
    file: StoredFile
    note: str


class ScreenshotOffered(OfScreenshot, Event):
    """An agent made a picture of somebody's work. Nobody but them sees it yet."""


class ScreenshotKept(OfScreenshot, Event):
    """The person keeps the picture as evidence of their work."""


class ScreenshotDropped(OfScreenshot, Event):
    """The person does not want the picture: nobody ever saw it."""

    reason: str


ActivityEvent = (
    ActivityRulesSet
    | PrivacyBegun
    | PrivacyEnded
    | WorkSuggested
    | SuggestionConfirmed
    | SuggestionDismissed
    | ScreenshotOffered
    | ScreenshotKept
    | ScreenshotDropped
)
