"""What is true of somebody's activity: their rules, what is private, and what became of what was suggested."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from crm_es.aggregates.activity.events import (
    ActivityEvent,
    ActivityRulesSet,
    PrivacyBegun,
    PrivacyEnded,
    ScreenshotDropped,
    ScreenshotKept,
    ScreenshotOffered,
    Screenshots,
    SuggestionConfirmed,
    SuggestionDismissed,
    WorkSuggested,
)
from crm_es.aggregates.activity.rules import ActivityRule
from crm_es.layers import Layers
from crm_es.messages import Corrupt
from crm_es.playbook.names import typed_alike
from crm_es.spans import Span

Suggestion = WorkSuggested | SuggestionConfirmed | SuggestionDismissed
Screenshot = ScreenshotOffered | ScreenshotKept | ScreenshotDropped


@dataclass(frozen=True)
class Activity:
    rules: tuple[ActivityRule, ...] = ()
    screenshots: Screenshots = "ask"
    private: tuple[PrivacyBegun, ...] = ()
    """Times that are nobody's business; those that were ended, with their ends."""
    suggestions: Layers[UUID, Suggestion] = field(default_factory=Layers)
    """What was last said of each."""
    told: Layers[UUID, Span] = field(default_factory=Layers)
    """The time of each suggestion: none is suggested twice."""
    pictures: Layers[UUID, Screenshot] = field(default_factory=Layers)
    """What was last said of each."""

    def rule(self, name: str) -> ActivityRule | None:
        return next((rule for rule in self.rules if typed_alike(rule.name) == typed_alike(name)), None)


def evolve(activity: Activity | None, event: ActivityEvent) -> Activity:
    known = activity or Activity()
    match event:
        case ActivityRulesSet(rules=rules, screenshots=screenshots):
            return replace(known, rules=rules, screenshots=screenshots)
        case PrivacyBegun():
            return replace(known, private=(*known.private, event))
        case PrivacyEnded(since=since, ended_at=ended_at):
            if not any(one.since == since for one in known.private):
                raise Corrupt(activity, event)
            ended = {"until": ended_at}
            private = (one.model_copy(update=ended) if one.since == since else one for one in known.private)
            return replace(known, private=tuple(private))
        case WorkSuggested(suggestion_id=suggestion_id):
            return replace(
                known,
                suggestions=known.suggestions.having(suggestion_id, event),
                told=known.told.having(suggestion_id, Span(event.starts, event.ends)),
            )
        case SuggestionConfirmed(suggestion_id=suggestion_id) | SuggestionDismissed(suggestion_id=suggestion_id):
            if suggestion_id not in known.suggestions:
                raise Corrupt(activity, event)
            return replace(known, suggestions=known.suggestions.having(suggestion_id, event))
        case ScreenshotOffered(evidence_id=evidence_id):
            return replace(known, pictures=known.pictures.having(evidence_id, event))
        case ScreenshotKept(evidence_id=evidence_id) | ScreenshotDropped(evidence_id=evidence_id):
            if evidence_id not in known.pictures:
                raise Corrupt(activity, event)
            return replace(known, pictures=known.pictures.having(evidence_id, event))
