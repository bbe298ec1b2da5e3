"""Small copies of pictures, made once each in a process of their own, and kept beside the pictures."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Final

from crm_es.application import Crm
from crm_es.exchange.bounded import apart
from crm_es.messages import Refused
from crm_es.store.thumbnails import note, thumbnail_of

AT_ONCE: Final = BoundedSemaphore(2)
"""A gallery asks for many of them: two processes at a time are enough."""


def thumbnail(crm: Crm, sha256: str) -> bytes:
    """The small copy, a JPEG. Raises Refused where the picture is missing, or no picture."""
    if (kept := kept_already(crm, sha256)) is not None:
        return kept
    with AT_ONCE:
        if (kept := kept_already(crm, sha256)) is not None:
            return kept
        made = apart("crm_es.exchange.thumbnail", b"".join(crm.files.open(sha256)))
        stored = crm.files.put(made, "thumbnail.jpg")
        with crm.log.datastore.get_connection() as db:
            note(db, sha256, stored.sha256)
    return made


def kept_already(crm: Crm, sha256: str) -> bytes | None:
    with crm.log.datastore.get_connection() as db:
        known = thumbnail_of(db, sha256)
    try:
        return b"".join(crm.files.open(known)) if known else None
    except Refused:
        return None
