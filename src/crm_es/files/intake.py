"""A file on its way into the store: read piece by piece, measured, hashed and looked into before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import file_digest
from hashlib import sha256 as new_hash
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

from crm_es.files import CHUNK, too_large
from crm_es.files.kinds import sniffed
from crm_es.files.names import named
from crm_es.messages import Refused
from crm_es.stored_file import StoredFile


@contextmanager
def received(
    content: BinaryIO | bytes, name: str, limit: int, folder: Path | None = None
) -> Iterator[tuple[IO[bytes], StoredFile]]:
    """The content in a temporary file that only its owner may read, and what it is. It goes when this ends."""
    stream = BytesIO(content) if isinstance(content, bytes) else content
    with NamedTemporaryFile(dir=folder, prefix="incoming-") as draft:
        size, digest = 0, new_hash()
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > limit:
                raise Refused(too_large(limit), "size of a file")
            digest.update(piece)
            draft.write(piece)
        if not size:
            raise Refused("The file is empty: look whether it is the right one.", "no empty files")
        draft.flush()
        media_type = type_of(draft)
        draft.seek(0)
        yield draft, StoredFile(sha256=digest.hexdigest(), name=named(name, media_type), type=media_type, size=size)


@contextmanager
def sound(content: IO[bytes], sha256: str, folder: Path | None = None) -> Iterator[IO[bytes]]:
    """A content from a backup in a temporary file. It was looked into once; now only whether it is still the same."""
    with NamedTemporaryFile(dir=folder, prefix="incoming-") as draft:
        copyfileobj(content, draft, CHUNK)
        draft.seek(0)
        if file_digest(draft, "sha256").hexdigest() != sha256:
            raise Refused(f"The backup is damaged: the file {sha256} is not what it was.", "a sound backup")
        draft.seek(0)
        yield draft


def type_of(file: IO[bytes]) -> str:
    with closing(mmap(file.fileno(), 0, access=ACCESS_READ)) as content:
        return sniffed(content)
