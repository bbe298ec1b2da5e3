"""What each event changed in a record, field by field."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from dataclasses import asdict
from types import ModuleType
from typing import Any
from uuid import UUID

from psycopg import Connection
from pydantic_core import to_jsonable_python

from crm_es.aggregates import DECIDER_OF_EVENT
from crm_es.audit.lines import Line
from crm_es.audit.records import differences, main_registry
from crm_es.decider import Decider
from crm_es.recorded import Recorded
from crm_es.runners import topics
from crm_es.store.reading import by_stream

Look = Callable[[Recorded[Any]], Any]
"""The record after one more event."""


def steps(db: Connection[Any], stream: UUID, versions: Collection[int]) -> dict[int, list[Line]]:
    """By version, what it changed. The past is read once, however many versions are asked for."""
    past = by_stream(db, {stream: 0})[stream]
    if not past:
        return {}
    decider = DECIDER_OF_EVENT[type(past[0].event)]
    shown = main_registry(decider)
    look = as_listed(sys.modules[shown.row.__module__], stream) if shown else as_decided(decider)
    found: dict[int, list[Line]] = {}
    before: Line = {}
    for recorded in past:
        row = look(recorded)
        after: Line = to_jsonable_python(asdict(row), fallback=dict) if row else {}
        if recorded.version in versions:
            found[recorded.version] = differences(before, after)
        before = after
    return found


def as_listed(projection: ModuleType, stream: UUID) -> Look:
    """As its list shows it."""
    heard, rows = frozenset(topics(projection.keys)), dict[Any, Any]()

    def look(recorded: Recorded[Any]) -> Any:
        if type(recorded.event).__name__ in heard:
            for key in projection.keys(recorded.event):
                rows[key] = projection.evolve(rows.get(key), recorded, key)
        return rows.get(stream)

    return look


def as_decided(decider: Decider[Any, Any, Any]) -> Look:
    """As decisions see it, where no list shows it."""
    state: Any = None

    def look(recorded: Recorded[Any]) -> Any:
        nonlocal state
        state = decider.evolve(state, recorded.event)
        return state

    return look
