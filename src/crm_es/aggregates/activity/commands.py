"""What may be wished of the activity of a person. They alone decide; an agent with their token tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from crm_es.aggregates.activity.events import Screenshots
from crm_es.aggregates.activity.rules import ActivityRule, SeenSpan
from crm_es.messages import Command, Message
from crm_es.playbook import Name
from crm_es.playbook.names import typed_twice
from crm_es.stored_file import StoredFile
from crm_es.work import Moment, Note, Subject

MOST_RULES: Final = 200
MOST_SPANS: Final = 5_000
"""At once."""
A_DAY: Final = timedelta(1)
RULE: Final = {"name": "editor", "app": "Code", "title": "billing", "kind": "project work"}
SPAN: Final = {"rule": "editor", "starts": "2026-11-23T09:00:00Z", "ends": "2026-11-23T10:30:00Z"}
REFERS: Final = ("ticket_id", "project_id", "task_id", "deal_id", "client_id")


def once(rules: tuple[ActivityRule, ...]) -> tuple[ActivityRule, ...]:
    for name in typed_twice(rule.name for rule in rules):
        raise ValueError(f"Two rules are called {name!r}: rename one.")
    return rules


class AboutActivity(Message):
    """Whose it is."""

    activity_id: UUID
    """Follows from the person: activity_id in /activity."""
    person_id: UUID


class SetActivityRules(AboutActivity, Command, roles={"employee"}, in_person=True):
    """Say which windows are work, and on what. What no rule names is never kept."""

    rules: Annotated[tuple[ActivityRule, ...], Field(max_length=MOST_RULES, examples=[[RULE]]), AfterValidator(once)]
    screenshots: Screenshots = "ask"
    """Whether pictures of an agent are kept without being asked about each."""


class GoPrivate(AboutActivity, Command, roles={"employee"}, in_person=True):
    """Let nothing be seen from now on, or of a time that one names. What was suggested of it goes."""

    since: Moment | None = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since >= self.until:
            raise ValueError("A time ends after it begins.")
        return self


class EndPrivacy(AboutActivity, Command, roles={"employee"}, in_person=True):
    """Let what one does be seen again."""


class SuggestWork(AboutActivity, Command, roles={"employee", "agent"}):
    """Tell what was seen of somebody's work, by their rules. What was told before is not told twice."""

    spans: Annotated[tuple[SeenSpan, ...], Field(max_length=MOST_SPANS, examples=[[SPAN]])]


class ConfirmSuggestion(AboutActivity, Subject, Command, roles={"employee"}, in_person=True, refers=REFERS):
    """Say that it was work: as it was suggested, but for what is said here."""

    suggestion_id: UUID
    kind: Name | None = None
    starts: Moment | None = None
    ends: Moment | None = None
    billable: bool | None = None
    """Clients pay for it; as is usual for the kind, where nothing is said."""
    note: Note | None = None


class DismissSuggestion(AboutActivity, Command, roles={"employee"}, in_person=True):
    """Say that it was no work. It is not suggested again."""

    suggestion_id: UUID
    reason: Note = ""


class OfferScreenshot(AboutActivity, Command, roles={"agent"}):
    """Put a picture of somebody's work before them."""

    evidence_id: UUID
    work_id: UUID | None = None
    starts: Moment
    ends: Moment
    file: StoredFile
    note: Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta() <= self.ends - self.starts <= A_DAY:
            raise ValueError("A time ends after it begins, and a screenshot tells of one day at most.")
        return self


class KeepScreenshot(AboutActivity, Command, roles={"employee"}, in_person=True):
    """Keep a picture that an agent made, as evidence of one's work."""

    evidence_id: UUID


class DropScreenshot(AboutActivity, Command, roles={"employee"}, in_person=True):
    """Do not keep a picture that an agent made: nobody else ever sees it."""

    evidence_id: UUID
    reason: Note = ""


ActivityCommand = (
    SetActivityRules
    | GoPrivate
    | EndPrivacy
    | SuggestWork
    | ConfirmSuggestion
    | DismissSuggestion
    | OfferScreenshot
    | KeepScreenshot
    | DropScreenshot
)
