"""What may happen next to somebody's activity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm_es.aggregates.activity.commands import (
    AboutActivity,
    ActivityCommand,
    ConfirmSuggestion,
    DismissSuggestion,
    DropScreenshot,
    EndPrivacy,
    GoPrivate,
    KeepScreenshot,
    OfferScreenshot,
    SetActivityRules,
    SuggestWork,
)
from crm_es.aggregates.activity.events import (
    ActivityEvent,
    ActivityRulesSet,
    OfScreenshot,
    ScreenshotDropped,
    ScreenshotKept,
    ScreenshotOffered,
)
from crm_es.aggregates.activity.privacy import begun, dropped, ended, lies_in, private
from crm_es.aggregates.activity.state import Activity
from crm_es.aggregates.activity.suggesting import AHEAD, confirmed, dismissed, suggested
from crm_es.context import Context
from crm_es.ids import activity_of
from crm_es.messages import Refused
from crm_es.spans import Span
from crm_es.stored_file import PICTURES


def decide(activity: Activity | None, command: ActivityCommand, context: Context) -> Iterator[ActivityEvent]:
    must_be_theirs(command, context)
    known = activity or Activity()
    match command:
        case SetActivityRules():
            for rule in command.rules:
                if context.playbook.labour.kind(rule.kind) is None:
                    kinds = ", ".join(kind.name for kind in context.playbook.labour.kinds)
                    raise Refused(f"There is no kind of work {rule.kind!r}: take one of {kinds}.", "no such kind")
            if (command.rules, command.screenshots) != (known.rules, known.screenshots):
                yield ActivityRulesSet(**dict(command))
        case GoPrivate():
            yield from begun(known, command, context)
        case EndPrivacy():
            yield from ended(known, command, context)
        case SuggestWork():
            yield from suggested(known, command, context)
        case ConfirmSuggestion():
            yield from confirmed(known, command)
        case DismissSuggestion():
            yield from dismissed(known, command)
        case OfferScreenshot():
            yield from offered(known, command, context)
        case KeepScreenshot():
            match picture(known, command):
                case ScreenshotOffered() as offer:
                    yield kept(offer)
                case ScreenshotDropped():
                    raise Refused("This picture was dropped: it is not there any more.", "dropped is dropped")
                case ScreenshotKept():
                    return
        case DropScreenshot(reason=reason):
            match picture(known, command):
                case ScreenshotOffered() as offer:
                    yield dropped(offer, reason)
                case ScreenshotKept():
                    raise Refused("This picture is evidence already: withdraw that.", "kept is kept")
                case ScreenshotDropped():
                    return


def must_be_theirs(command: AboutActivity, context: Context) -> None:
    """Nobody tells, sees or decides of the activity of others."""
    by_agent = "agent" in context.roles and context.directory.person(command.person_id) is not None
    if not by_agent and context.person != command.person_id:
        raise Refused("This is the activity of somebody else: it is theirs alone.", "one's own activity")
    if command.activity_id != activity_of(command.person_id):
        raise Refused("This id is not that of their activity: take it from /activity.", "one's own activity")


def offered(
    activity: Activity, command: OfferScreenshot, context: Context
) -> Iterator[ScreenshotOffered | ScreenshotKept]:
    if command.file.type not in PICTURES:
        raise Refused("A screenshot is a picture: send it as PNG, JPEG or WebP.", "pictures only")
    if command.ends > context.at + AHEAD:
        raise Refused("This time is not over yet: look at the clock of the program.", "activity of the past")
    offer = ScreenshotOffered(**dict(command))
    if before := activity.pictures.get(command.evidence_id):
        if facts(before) != facts(offer):
            raise Refused("This id stands for another picture: give each its own.", "offered once")
        return
    if lies_in(Span(command.starts, command.ends), private(activity)):
        raise Refused("This time is private: the picture is not taken.", "private mode")
    yield offer
    if activity.screenshots == "keep":
        yield kept(offer)


def kept(offer: ScreenshotOffered) -> ScreenshotKept:
    return ScreenshotKept(**facts(offer))


def facts(picture: OfScreenshot) -> dict[str, Any]:
    return {name: getattr(picture, name) for name in OfScreenshot.model_fields}


def picture(
    activity: Activity, command: KeepScreenshot | DropScreenshot
) -> ScreenshotOffered | ScreenshotKept | ScreenshotDropped:
    if (found := activity.pictures.get(command.evidence_id)) is None:
        raise Refused("There is no such picture: look it up in the list of offered screenshots.", "no such picture")
    return found
