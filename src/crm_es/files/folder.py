"""A store in a folder, two levels deep by the first letters of the hash. Only its owner may read it.

A content gets its name when it is there in full and on the disk, so a crash leaves no half of one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import IO, BinaryIO, Final

from crm_es.files import CHUNK, LIMIT, Content, missing
from crm_es.files.intake import received, sound, type_of
from crm_es.stored_file import StoredFile

A_DAY: Final = 86_400
"""Seconds after which nobody works on a draft any more."""


@dataclass(frozen=True)
class Folder:
    """Its folders are made when they are needed."""

    root: Path
    limit: int = LIMIT

    def put(self, content: BinaryIO | bytes, name: str) -> StoredFile:
        with received(content, name, self.limit, self._drafts()) as (draft, stored):
            self._keep(draft, stored.sha256)
        return stored

    def about(self, sha256: str) -> Content | None:
        try:
            with self.path(sha256).open("rb") as file:
                return Content(type_of(file), os.fstat(file.fileno()).st_size)
        except FileNotFoundError:
            return None

    def open(self, sha256: str) -> Iterator[bytes]:
        if not self.path(sha256).is_file():
            raise missing(sha256)
        return pieces(self.path(sha256))

    def bring_back(self, content: IO[bytes], sha256: str) -> None:
        with sound(content, sha256, self._drafts()) as draft:
            self._keep(draft, sha256)

    def contents(self) -> Iterator[Path]:
        """All that is here."""
        return self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")

    def path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _keep(self, draft: IO[bytes], sha256: str) -> None:
        """Give the draft its name, unless the same content has it already."""
        os.fsync(draft.fileno())
        path = self.path(sha256)
        private(path.parent)
        with suppress(FileExistsError):
            os.link(draft.name, path)
            synced(path.parent)

    def _drafts(self) -> Path:
        """Where contents come in. What a crash left there goes."""
        folder = self.root / "incoming"
        private(folder)
        for left in folder.iterdir():
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < time() - A_DAY:
                    left.unlink()
        return folder


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def private(folder: Path) -> None:
    """Make it, and what is missing above it, for its owner only."""
    if not folder.is_dir():
        private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        synced(folder.parent)


def synced(folder: Path) -> None:
    """The names in it are on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
