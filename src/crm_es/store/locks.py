"""Locks between processes. They vanish with whoever holds them, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def lock_file(path: Path) -> int:
    """An open lock file, made where it is missing. Who may read it may lock it."""
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)


@contextmanager
def opened(path: Path) -> Iterator[int]:
    file = lock_file(path)
    try:
        yield file
    finally:
        os.close(file)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time."""
    with opened(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def takes(lock: int, kind: int) -> bool:
    """Takes the lock if it is free now."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
