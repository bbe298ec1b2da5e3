"""What may be done with what a program saw somebody do: with each suggestion, and each picture."""

from __future__ import annotations

from crm_es.aggregates.activity import (
    ConfirmSuggestion,
    DismissSuggestion,
    DropScreenshot,
    KeepScreenshot,
    decider,
)
from crm_es.offers.way import Kind, Way, naming, own

SUGGESTION = Kind(
    "work-suggestions",
    decider,
    (Way(ConfirmSuggestion), Way(DismissSuggestion)),
    own("activity_id"),
    naming(suggestion_id="suggestion_id", person_id="person_id"),
)

PICTURE = Kind(
    "offered-screenshots",
    decider,
    (Way(KeepScreenshot), Way(DropScreenshot)),
    own("activity_id"),
    naming(evidence_id="evidence_id", person_id="person_id"),
)
