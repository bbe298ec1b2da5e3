"""What may be done with a suggestion: say what becomes of it, support it, reply."""

from __future__ import annotations

from crm_es.aggregates.suggestion import AnswerSuggestion, ReplyToSuggestion, SupportSuggestion, decider
from crm_es.offers.way import Way, kind

KIND = kind("suggestions", decider, Way(AnswerSuggestion), Way(SupportSuggestion), Way(ReplyToSuggestion, beside=True))
