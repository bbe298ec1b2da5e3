"""Effects: one module, one thing that is done outside, found by being here.

`react` says what is wished for because of an event, and looks nothing up: each wish waits in a queue with the position
that led to it. `perform` fulfils one, and answers the command that tells what came of it. It may be called again with
the same key, after an error or when nobody knows how far it came. `given_up` answers the command where it was tried
often enough. Nothing done outside can be taken back: every effect says `PASSES_OVER_IMPORTS = True`.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from crm_es.files import FileStore
from crm_es.settings import Settings
from crm_es.store.database import Database


@dataclass(frozen=True)
class Outside:
    """What there is to fulfil a wish with."""

    database: Database
    settings: Settings
    files: FileStore


@dataclass(frozen=True)
class Attempt:
    """One try to fulfil a wish."""

    key: UUID
    """The same each time: who hears twice can tell by it."""
    outside: Outside
