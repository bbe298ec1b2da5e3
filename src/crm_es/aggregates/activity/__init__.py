"""The activity of a person, as programs see it: suggestions of work that they alone see, change and confirm (X-42).

The person says by rules which windows are work; what no rule names is never kept. Private times are cut out. Nothing is
suggested twice, and nothing becomes working time or evidence before they said so.
"""

from typing import get_args

from crm_es.aggregates.activity.commands import (
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
from crm_es.aggregates.activity.decisions import decide
from crm_es.aggregates.activity.events import (
    ActivityEvent,
    ActivityRulesSet,
    OfScreenshot,
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
from crm_es.aggregates.activity.privacy import lies_in, private
from crm_es.aggregates.activity.rules import ActivityRule, SeenSpan
from crm_es.aggregates.activity.state import Activity, evolve
from crm_es.aggregates.activity.suggesting import as_said
from crm_es.decider import Decider

__all__ = [
    "Activity",
    "ActivityEvent",
    "ActivityRule",
    "ActivityRulesSet",
    "ConfirmSuggestion",
    "DismissSuggestion",
    "DropScreenshot",
    "EndPrivacy",
    "GoPrivate",
    "KeepScreenshot",
    "OfScreenshot",
    "OfferScreenshot",
    "PrivacyBegun",
    "PrivacyEnded",
    "ScreenshotDropped",
    "ScreenshotKept",
    "ScreenshotOffered",
    "Screenshots",
    "SeenSpan",
    "SetActivityRules",
    "SuggestWork",
    "SuggestionConfirmed",
    "SuggestionDismissed",
    "WorkSuggested",
    "as_said",
    "decider",
    "lies_in",
    "private",
]

decider = Decider("activity", "activities", get_args(ActivityCommand), decide, evolve)
