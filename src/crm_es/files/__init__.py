"""Files that facts speak of, kept by their hash: the same content once, and nothing is ever overwritten.

Facts hold a `StoredFile` only. Where its content lies, in a folder or in a bucket, nobody else knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256 as new_hash
from typing import IO, BinaryIO, Final, NamedTuple, NoReturn, Protocol

from crm_es.files.names import named
from crm_es.messages import Refused
from crm_es.stored_file import StoredFile

CHUNK: Final = 2**18
"""How much is read at once."""
MEGABYTE: Final = 2**20
LIMIT: Final = 25 * MEGABYTE
"""How many bytes a file may have, where nobody says otherwise."""
UNKNOWN: Final = "There is no such file in the store: send its content first."


class Unreachable(OSError):
    """The store does not answer. The message says what to do."""


class Content(NamedTuple):
    """What the store knows of a content."""

    type: str
    size: int


class FileStore(Protocol):
    """Where contents lie."""

    @property
    def limit(self) -> int:
        """How many bytes a file may have."""

    def put(self, content: BinaryIO | bytes, name: str) -> StoredFile:
        """Keep it. Raises Refused where it is too large, empty, or of a kind that is not kept."""

    def about(self, sha256: str) -> Content | None:
        """What is there under this hash; None where there is nothing."""

    def open(self, sha256: str) -> Iterator[bytes]:
        """The content, piece by piece. Raises Refused at once where it is not there."""

    def bring_back(self, content: IO[bytes], sha256: str) -> None:
        """Keep what was here once, from a backup. Raises Refused where it is not what it was."""


class Nowhere:
    """The store of a company that keeps no files."""

    limit = 0

    def put(self, content: BinaryIO | bytes, name: str) -> NoReturn:  # noqa: ARG002 - the same for all
        raise no_place()

    def about(self, sha256: str) -> None:  # noqa: ARG002
        return None

    def open(self, sha256: str) -> NoReturn:
        raise missing(sha256)

    def bring_back(self, content: IO[bytes], sha256: str) -> NoReturn:  # noqa: ARG002
        raise no_place()


NOWHERE: Final = Nowhere()


def too_large(limit: int) -> str:
    return f"The file is larger than {limit // MEGABYTE} MB: make it smaller, or send it in parts."


def no_place() -> Refused:
    return Refused("This company has no place for files: say where in CRM_ES_FILES.", "a place for files")


def missing(sha256: str) -> Refused:
    return Refused(f"The content {sha256} is not in the store: bring it back from a backup.", "a content that is there")


def trouble_with(store: FileStore, sha256: str) -> str | None:
    """Whether the content is missing or damaged; None where it is what it was."""
    digest = new_hash()
    try:
        for piece in store.open(sha256):
            digest.update(piece)
    except Refused:
        return "missing"
    return None if digest.hexdigest() == sha256 else "damaged"


def faults(store: FileStore, file: StoredFile) -> str | None:
    """Why a fact must not speak of this file; None where it may."""
    found = store.about(file.sha256)
    if found is None:
        return UNKNOWN
    if (file.type, file.size) != found:
        return f"The file is {found.type} of {found.size} bytes: say so, or send the one that you mean."
    if file.name != (fitting := named(file.name, file.type)):
        return f"A file of this kind is not called so: call it {fitting!r}."
    return None
