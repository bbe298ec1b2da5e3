"""A backup as one file: what the database writes of a company, and the company's files behind it."""

from __future__ import annotations

import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, Final

from crm_es.messages import Refused

DUMP: Final = "company.dump"
FILE: Final = re.compile(r"files/([0-9a-f]{64})")
END: Final = bytes(2 * tarfile.BLOCKSIZE)
Files = Iterator[tuple[str, IO[bytes]]]
"""The hash of each, and its content."""


def pack(bundle: Path, dump: Path, files: Iterable[Path]) -> int:
    """Write all into one file; answer how many files there are besides the dump."""
    paths = list(files)
    with tarfile.open(bundle, "w") as archive:
        archive.add(dump, DUMP)
        for path in paths:
            archive.add(path, f"files/{path.name}")
    return len(paths)


@contextmanager
def unpacked(bundle: Path) -> Iterator[tuple[Path, Files]]:
    """The dump, for as long as it is needed, and then the files. A dump alone is a backup too."""
    if not tarfile.is_tarfile(bundle):
        yield bundle, iter(())
        return
    try:
        must_end(bundle)
        with tarfile.open(bundle, "r:") as archive, TemporaryDirectory() as folder:
            first, dump = archive.next(), Path(folder, DUMP)
            content = archive.extractfile(first) if first and first.name == DUMP else None
            if content is None:
                raise Refused(f"The file {bundle} is no backup: name one that `backup` wrote.", "no backup")
            with dump.open("wb") as file:
                copyfileobj(content, file)
            yield dump, files_of(archive)
    except tarfile.TarError as error:
        raise Refused(f"The file {bundle} is damaged, and nothing has changed: {error}.", "a sound backup") from error


def must_end(bundle: Path) -> None:
    """The library takes an archive that was cut between two files for a whole one."""
    with bundle.open("rb") as file:
        file.seek(-len(END), os.SEEK_END)
        if file.read() != END:
            raise tarfile.ReadError("its end is missing")


def files_of(archive: tarfile.TarFile) -> Files:
    for member in archive:
        found, content = FILE.fullmatch(member.name), archive.extractfile(member)
        if found and content:
            yield found[1], content
