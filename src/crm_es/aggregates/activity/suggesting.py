"""What becomes of what was seen: suggestions, which their person confirms, changes or dismisses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from crm_es.aggregates.activity.commands import ConfirmSuggestion, DismissSuggestion, SuggestWork
from crm_es.aggregates.activity.events import SuggestionConfirmed, SuggestionDismissed, WorkSuggested
from crm_es.aggregates.activity.privacy import private
from crm_es.aggregates.activity.rules import ActivityRule
from crm_es.aggregates.activity.state import Activity, Suggestion
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.spans import Span, union, without

LEAST: Final = timedelta(minutes=1)
"""What was in front for a shorter time is not suggested."""
FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(minutes=5)
"""How far clocks of others may go fast."""


def suggested(activity: Activity, command: SuggestWork, context: Context) -> Iterator[WorkSuggested]:
    """What was seen, without what is private or was told before."""
    closed = union([*private(activity), *activity.told.values()])
    told_until = FIRST
    for seen in sorted(command.spans, key=lambda span: span.starts):
        rule = activity.rule(seen.rule)
        if rule is None:
            raise Refused(f"There is no rule {seen.rule!r}: set it first, or tell nothing of it.", "no such rule")
        if seen.ends > context.at + AHEAD:
            raise Refused("This time is not over yet: look at the clock of the program.", "activity of the past")
        for span in without(Span(max(seen.starts, told_until), seen.ends), closed):
            if span.ends - span.starts >= LEAST:
                yield worked(command, rule, span, seen.title)
        told_until = max(told_until, seen.ends)


def worked(command: SuggestWork, rule: ActivityRule, span: Span, title: str) -> WorkSuggested:
    return WorkSuggested(
        activity_id=command.activity_id,
        person_id=command.person_id,
        suggestion_id=derived(command.activity_id, "suggestion", span.starts.astimezone(UTC).isoformat()),
        rule=rule.name,
        **dict(rule.subject),
        kind=rule.kind,
        starts=span.starts,
        ends=span.ends,
        note=" ".join(filter(None, (rule.note, title if rule.titles else "")))[:500],
    )


def confirmed(activity: Activity, command: ConfirmSuggestion) -> Iterator[SuggestionConfirmed]:
    match known(activity, command):
        case WorkSuggested() as suggestion:
            event = as_said(suggestion, command)
            if event.starts >= event.ends:
                raise Refused("A time ends after it begins: say when it ended.", "a time ends after it begins")
            yield event
        case SuggestionConfirmed() as done:
            changes = told(command).items()
            if any(getattr(done, name) != value for name, value in changes):
                raise Refused("This is recorded already: correct the entry of your time.", "confirmed once")
        case SuggestionDismissed():
            raise Refused("This was dismissed: record the time by hand.", "dismissed is dismissed")


def as_said(suggestion: WorkSuggested, command: ConfirmSuggestion) -> SuggestionConfirmed:
    """The suggestion with what the person says of it."""
    said = told(command)
    about = command.subject if any(dict(command.subject).values()) else suggestion.subject
    facts = {name: getattr(suggestion, name) for name in ("kind", "starts", "ends", "note")} | dict(about)
    changed = {name: value for name, value in said.items() if facts.get(name) != value}
    return SuggestionConfirmed(
        activity_id=command.activity_id,
        person_id=command.person_id,
        suggestion_id=command.suggestion_id,
        work_id=derived(command.suggestion_id, "work"),
        billable=command.billable,
        changed=bool(changed) or about != suggestion.subject,
        **facts | {name: value for name, value in said.items() if name != "billable"},
    )


def told(command: ConfirmSuggestion) -> dict[str, object]:
    """What the person says of it themself."""
    names = ("kind", "starts", "ends", "billable", "note", *command.subject.__class__.model_fields)
    return {name: value for name in names if (value := getattr(command, name)) is not None}


def dismissed(activity: Activity, command: DismissSuggestion) -> Iterator[SuggestionDismissed]:
    match known(activity, command):
        case WorkSuggested():
            yield SuggestionDismissed(**dict(command))
        case SuggestionConfirmed():
            raise Refused("This is recorded already: take the entry of your time back.", "confirmed once")
        case SuggestionDismissed():
            return


def known(activity: Activity, command: ConfirmSuggestion | DismissSuggestion) -> Suggestion:
    if (found := activity.suggestions.get(command.suggestion_id)) is None:
        raise Refused("There is no such suggestion: look it up in the list of suggested work.", "no such suggestion")
    return found
