"""Files in folders that people look through: contractor, month, and there invoices and payment orders together (S1-38).

What lies there already is never written over: the same content is left as it is, another gets another name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from hashlib import sha256 as new_hash
from itertools import chain, count
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from crm_es.files import FileStore
from crm_es.files.names import cleaned, named, shortened
from crm_es.messages import Refused

NOBODY: Final = "no contractor"
LONGEST: Final = 150
"""Of a contractor's name, in bytes."""


@dataclass(frozen=True)
class Exported:
    """What came of it."""

    written: list[str] = field(default_factory=list)
    there_already: list[str] = field(default_factory=list)
    """With the same content."""
    troubles: list[str] = field(default_factory=list)
    """What is missing or damaged in the store."""


def export(
    store: FileStore,
    files: Sequence[Mapping[str, Any]],
    folders: Mapping[UUID, str],
    target: Path,
    progress: Callable[[int, int], Any],
) -> Exported:
    """Write the lines of the list of files into folders."""
    done = Exported()
    for n, file in enumerate(files, 1):
        folder = target / folders.get(file["contractor_id"], NOBODY) / (file["period"] or "no month")
        name = named(f"{file['kind']} {file['name']}", file["type"])
        try:
            place, new = kept(store, file["sha256"], folder, name)
        except Refused as refusal:
            done.troubles.append(f"{folder / name}: {refusal}")
        else:
            (done.written if new else done.there_already).append(str(place))
        progress(n, len(files))
    return done


def folders_of(db: Connection[Any]) -> dict[UUID, str]:
    """A folder's name for each contractor; of those that are called alike, with the beginning of the id."""
    rows = db.execute("SELECT contractor_id, name FROM contractor_registry").fetchall()
    names = {row["contractor_id"]: shortened(cleaned(row["name"]), LONGEST) or "nameless" for row in rows}
    alike = Counter(map(str.casefold, chain(names.values(), [NOBODY])))
    return {key: f"{name} {str(key)[:8]}" if alike[name.casefold()] > 1 else name for key, name in names.items()}


def kept(store: FileStore, sha256: str, folder: Path, name: str) -> tuple[Path, bool]:
    """Where the content lies now, and whether it was written just now."""
    for place in places(folder, name):
        if not place.exists():
            write(store, sha256, place)
            return place, True
        with place.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() == sha256:
                return place, False
    raise AssertionError


def places(folder: Path, name: str) -> Iterator[Path]:
    """`a.pdf`, `a (2).pdf` and so on."""
    whole = Path(name)
    yield folder / name
    yield from (folder / f"{whole.stem} ({n}){whole.suffix}" for n in count(2))


def write(store: FileStore, sha256: str, place: Path) -> None:
    """It gets its name when it is there in full, and is what it should be."""
    content, digest = store.open(sha256), new_hash()
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{sha256}.part")
    try:
        with draft.open("wb") as file:
            for piece in content:
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != sha256:
            raise Refused("the content is damaged in the store: bring it back from a backup.", "a sound content")
        draft.rename(place)
    finally:
        draft.unlink(missing_ok=True)
