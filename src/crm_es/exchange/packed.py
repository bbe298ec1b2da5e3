"""Opens a file that may be packed: as it is, in .gz or in a .zip; and lets none of them grow without end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from crm_es.exchange.event_log import RULE, opened
from crm_es.messages import Refused

LARGEST: Final = 100_000_000
"""Bytes, unpacked."""


class Limited:
    """A stream that is refused once it grows too large."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.left = stream, LARGEST

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size)
        self.left -= len(chunk)
        if self.left < 0:
            raise Refused(f"The file is larger than {LARGEST // 10**6} MB unpacked: name another.", RULE)
        return chunk


@contextmanager
def unpacked(path: Path, suffix: str = ".xml") -> Iterator[IO[bytes]]:
    """The content; of a .zip, of the first file in it that is called so."""
    with opened(path) as stream:
        if not zipfile.is_zipfile(path):
            yield cast(IO[bytes], Limited(stream))
            return
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(suffix)]
        if not names:
            raise Refused(f"There is no {suffix} in {path.name}: name another archive.", RULE)
        with archive.open(names[0]) as stream:
            yield cast(IO[bytes], Limited(stream))
