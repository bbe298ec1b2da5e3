"""Which times are private, and what private mode takes with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from crm_es.aggregates.activity.commands import EndPrivacy, GoPrivate
from crm_es.aggregates.activity.events import (
    OfScreenshot,
    PrivacyBegun,
    PrivacyEnded,
    ScreenshotDropped,
    ScreenshotOffered,
    SuggestionDismissed,
    WorkSuggested,
)
from crm_es.aggregates.activity.state import Activity
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.spans import Span, union, within

FAR: Final = datetime(2200, 1, 1, tzinfo=UTC)
WHY: Final = "It is private."
Taken = PrivacyBegun | SuggestionDismissed | ScreenshotDropped


def private(activity: Activity) -> list[Span]:
    """The times that are nobody's business, in order."""
    return union(Span(one.since, one.until or FAR) for one in activity.private)


def lies_in(span: Span, spans: Sequence[Span]) -> bool:
    """Whether any of it does; a moment too."""
    return any(one.starts <= span.starts < one.ends for one in spans) or any(within(span, spans))


def is_open(one: PrivacyBegun, context: Context) -> bool:
    return one.since <= context.at and (one.until is None or context.at < one.until)


def begun(activity: Activity, command: GoPrivate, context: Context) -> Iterator[Taken]:
    """The time, and what was suggested and offered of it before."""
    since, until = command.since or context.at, command.until
    if until is not None and until <= since:
        raise Refused("This time is over before it begins: name a later end.", "a time ends after it begins")
    if any(one.since <= since and (one.until or FAR) >= (until or FAR) for one in activity.private):
        return
    whose = {"activity_id": command.activity_id, "person_id": command.person_id}
    span = [Span(since, until or FAR)]
    yield PrivacyBegun(**whose, since=since, until=until)
    for suggestion_id, suggestion in activity.suggestions.items():
        if isinstance(suggestion, WorkSuggested) and lies_in(activity.told[suggestion_id], span):
            yield SuggestionDismissed(**whose, suggestion_id=suggestion_id, reason=WHY)
    for picture in activity.pictures.values():
        if isinstance(picture, ScreenshotOffered) and lies_in(Span(picture.starts, picture.ends), span):
            yield dropped(picture, WHY)


def ended(activity: Activity, command: EndPrivacy, context: Context) -> Iterator[PrivacyEnded]:
    """All that goes on now."""
    for since in dict.fromkeys(one.since for one in activity.private if is_open(one, context)):
        whose = {"activity_id": command.activity_id, "person_id": command.person_id}
        yield PrivacyEnded(**whose, since=since, ended_at=context.at)


def dropped(picture: ScreenshotOffered, reason: str) -> ScreenshotDropped:
    return ScreenshotDropped(**{name: getattr(picture, name) for name in OfScreenshot.model_fields}, reason=reason)
