"""Takes an export of ActivityWatch over as suggestions to the person whose windows it tells of (X-42)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates import activity
from crm_es.aggregates.activity import Activity, OfferScreenshot, SeenSpan, SuggestWork, lies_in, private
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.activitywatch import read
from crm_es.exchange.histories import states
from crm_es.exchange.seen_windows import look
from crm_es.ids import activity_of
from crm_es.messages import Refused
from crm_es.spans import Span

AGENT: Final = "agent"
"""Who asks when a program with a person's token tells what it saw; also the role for it."""
AT_ONCE: Final = 2_000
"""Spans of one command."""


class Taken(NamedTuple):
    """What came of an export."""

    events: int
    """That were read."""
    spans: tuple[SeenSpan, ...]
    """What the rules name."""
    suggested: int
    """Of these, what was not told before; 0 where it was only looked at."""
    unmatched_minutes: int
    """In which no rule names what was in front: nothing of it is kept."""


def take(crm: Crm, data: bytes, person_id: UUID, *, by_agent: bool = False, dry_run: bool = False) -> Taken:
    """Suggest to a person what their rules name. Raises Refused where it is no export, or they have no rules."""
    now, before = datetime.now(UTC), activity_state(crm, person_id)
    if not before.rules:
        raise Refused("No window counts as work yet: set rules first, for nothing else is ever read.", "rules first")
    looked = look(read(data), before.rules, private(before), now)
    if dry_run:
        return Taken(looked.events, looked.spans, 0, looked.unmatched_minutes)
    for n in range(0, len(looked.spans), AT_ONCE):
        telling = SuggestWork(
            activity_id=activity_of(person_id), person_id=person_id, spans=looked.spans[n : n + AT_ONCE]
        )
        crm.handle(telling, agent(now) if by_agent else Context(person_id, now))
    suggested = len(activity_state(crm, person_id).suggestions) - len(before.suggestions)
    return Taken(looked.events, looked.spans, suggested, looked.unmatched_minutes)


def activity_state(crm: Crm, person_id: UUID) -> Activity:
    """The rules of a person, what is private, and what was suggested, as the log has it now."""
    key = activity_of(person_id)
    return states(crm, activity.decider, [key])[key] or Activity()


def must_not_be_private(crm: Crm, offer: OfferScreenshot) -> None:
    """Refuse a picture of a private time before it is kept at all."""
    if lies_in(Span(offer.starts, offer.ends), private(activity_state(crm, offer.person_id))):
        raise Refused("This time is private: the picture is not taken.", "private mode")


def agent(at: datetime) -> Context:
    return Context(AGENT, at, frozenset({AGENT}))
