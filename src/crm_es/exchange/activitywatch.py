"""Reads what ActivityWatch saw: buckets of windows, absence and pages, exported as JSON (X-42)."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, ValidationError

from crm_es.messages import Refused
from crm_es.spans import Span
from crm_es.work import Moment

LARGEST: Final = 50 * 2**20
MOST_EVENTS: Final = 300_000
WINDOWS, ABSENCE, PAGES = "currentwindow", "afkstatus", "web.tab.current"
RULE: Final = "an export of ActivityWatch"


class Seen(BaseModel):
    """One event of a bucket."""

    timestamp: Moment
    duration: Annotated[float, Field(ge=0, le=32 * 86_400, allow_inf_nan=False)]
    data: dict[str, Any]

    @property
    def span(self) -> Span:
        starts = self.timestamp.astimezone(UTC)
        return Span(starts, starts + timedelta(seconds=self.duration))

    def text(self, name: str) -> str:
        value = self.data.get(name)
        return value.replace("\0", "") if isinstance(value, str) else ""


class Bucket(BaseModel):
    """What one watcher of one computer saw."""

    type: str
    hostname: str = ""
    events: list[Seen] = []


class Export(BaseModel):
    """What ActivityWatch writes for `Export all buckets as JSON`, or for one of them."""

    buckets: dict[str, Bucket]


def read(data: bytes) -> Export:
    """Raises Refused where it is something else."""
    if len(data) > LARGEST:
        raise Refused(f"The export is larger than {LARGEST // 2**20} MB: export a shorter time.", RULE)
    try:
        export = Export.model_validate(json.loads(data))
    except (ValueError, RecursionError, OverflowError) as error:
        raise Refused(f"This is no export of ActivityWatch{where(error)}: export its buckets as JSON.", RULE) from None
    if sum(len(bucket.events) for bucket in export.buckets.values()) > MOST_EVENTS:
        raise Refused(f"The export holds more than {MOST_EVENTS} events: export a shorter time.", RULE)
    if not any(bucket.type == WINDOWS for bucket in export.buckets.values()):
        raise Refused("The export holds no bucket of windows: export that of aw-watcher-window too.", RULE)
    return export


def where(error: Exception) -> str:
    """The place that is wrong, and nothing of what stands there."""
    if not isinstance(error, ValidationError):
        return ""
    return f" (at {'.'.join(map(str, error.errors(include_input=False)[0]['loc'][:6]))})"
