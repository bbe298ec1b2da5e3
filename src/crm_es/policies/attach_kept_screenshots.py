"""When somebody keeps a screenshot that an agent made, it becomes evidence of their work (S3-10, X-42)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.activity import OfScreenshot, ScreenshotKept
from crm_es.aggregates.evidence import AttachEvidence


def react(event: ScreenshotKept) -> Iterator[AttachEvidence]:
    told = {name: getattr(event, name) for name in OfScreenshot.model_fields if name != "activity_id"}
    yield AttachEvidence(**told)
