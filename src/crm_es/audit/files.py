"""Which files do facts speak of, and is the content of each still what it was?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from psycopg import Connection

from crm_es.audit.lines import Line, ask
from crm_es.files import FileStore, trouble_with
from crm_es.messages import Event
from crm_es.stored_file import StoredFile

SPOKEN_OF: Final = """
SELECT DISTINCT ON (file->>'sha256') file->>'sha256' AS sha256, file->>'name' AS name, originator_id AS record
FROM events, jsonb_path_query(state, 'strict $.** ? (exists(@.sha256) && exists(@.size))') AS file
WHERE topic = ANY(%s) ORDER BY file->>'sha256', notification_id
"""
Progress = Callable[[int, int], Any]


def spoken_of(db: Connection[Any]) -> list[Line]:
    """Each content once, with the record and the name by which it was first spoken of."""
    topics = [name for name, event in Event.NAMED.items() if holds_files(event)]
    return ask(db, SPOKEN_OF, [topics])


def holds_files(event: type[Event]) -> bool:
    return StoredFile.__name__ in event.model_json_schema().get("$defs", {})


def unsound(store: FileStore, files: Sequence[Line], progress: Progress) -> list[Line]:
    """The files whose content is missing or damaged, read anew from the store."""
    found = []
    for n, file in enumerate(files, 1):
        if trouble := trouble_with(store, file["sha256"]):
            found.append({"trouble": trouble, **file})
        progress(n, len(files))
    return found
