"""When somebody's time goes elsewhere than before, their supervisor is told, and what takes it (S3-25)."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from crm_es.aggregates.focus import FocusDrifted
from crm_es.aggregates.notebook import AddEntry
from crm_es.asking_people import Topic, question

PASSES_OVER_IMPORTS = True
HOUR: Final = 60
MOST: Final = 1000


def react(event: FocusDrifted) -> Iterator[AddEntry]:
    if event.supervisor_id != event.person_id:
        topic = Topic("focus drift", "focus", event.focus_id, (event.month, event.heading))
        yield question(topic, event.supervisor_id, shorten(sentence(event), MOST, placeholder="…"))


def sentence(event: FocusDrifted) -> str:
    told = (("of their own months before", event.own_percent), ("of the team", event.team_percent))
    against = " and ".join(f"{percent} % {whose}" for whose, percent in told if percent is not None)
    takes = ", ".join(f"{one.what} ({hours(one.minutes)} h)" for one in event.takes)
    spent = f"{hours(event.minutes)} of {hours(event.of_minutes)} h"
    return (
        f"{event.person}: {event.heading} took {event.percent} % of the time in {event.month:%m.%Y} ({spent}), "
        f"against {against}. " + (f"It went to: {takes}." if takes else "")
    ).strip()


def hours(minutes: int) -> str:
    return f"{minutes / HOUR:.1f}"
