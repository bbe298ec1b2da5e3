"""The history of one record, and the record as it was at any time or version."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import takewhile
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from pydantic_core import to_jsonable_python

from crm_es.aggregates import DECIDER_OF_EVENT
from crm_es.audit.lines import Line, events
from crm_es.decider import Decider
from crm_es.registries import REGISTRIES, Registry
from crm_es.runners.projections import fold
from crm_es.store.reading import by_stream

PAST: Final = """
    originator_id = %s AND originator_version <= coalesce(%s, originator_version)
    AND originator_version < coalesce(%s, originator_version + 1)
    AND originator_version < coalesce(
        (SELECT min(originator_version) FROM events WHERE originator_id = %s AND occurred_at > %s),
        originator_version + 1)
"""
"""Of one record, up to a version and before one, and before what came later than some time."""


def history(
    db: Connection[Any],
    stream: UUID,
    *,
    version: int | None = None,
    as_of: datetime | None = None,
    newest_first: bool = False,
    before: int | None = None,
    limit: int | None = None,
) -> list[Line]:
    """All that happened to a record, in order: who, when, for whom, by which command, because of what.

    The newest first where one asks for it, below the version `before`.
    """
    order = "originator_version DESC" if newest_first else "originator_version"
    return events(db, PAST, [stream, version, before, stream, as_of], order, limit)


def record(
    db: Connection[Any], stream: UUID, *, version: int | None = None, as_of: datetime | None = None
) -> tuple[int, Line] | None:
    """The version and the record as it then was, as its list shows it; None where there was nothing yet."""
    past = [
        recorded for recorded in by_stream(db, {stream: 0})[stream] if version is None or recorded.version <= version
    ]
    past = list(takewhile(lambda recorded: as_of is None or recorded.occurred_at <= as_of, past))
    if not past:
        return None
    decider = DECIDER_OF_EVENT[type(past[0].event)]
    shown = main_registry(decider)
    row: Any = decider.fold(recorded.event for recorded in past)
    if shown:
        row = fold(sys.modules[shown.row.__module__], past).get(stream)
    return (past[-1].version, to_jsonable_python(asdict(row), fallback=dict)) if row else None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """Field by field, what is not the same."""
    fields = dict.fromkeys((*before, *after))
    return [
        {"field": field, "before": before.get(field), "after": after.get(field)}
        for field in fields
        if before.get(field) != after.get(field)
    ]


def changes(db: Connection[Any], stream: UUID, before: int, after: int) -> list[Line]:
    """What changed in a record between two of its versions; version 0 is before it was there."""
    (_, old), (_, new) = (record(db, stream, version=version) or (0, {}) for version in (before, after))
    return differences(old, new)


def main_registry(decider: Decider[Any, Any, Any]) -> Registry | None:
    """The list whose rows are the records of this kind."""
    return next((shown for shown in REGISTRIES if shown.name == decider.plural.replace(" ", "-")), None)
