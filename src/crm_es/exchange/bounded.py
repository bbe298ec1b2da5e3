"""Work on files of others in a process of its own, which may neither take long nor grow large, and knows no company."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Final

from crm_es.messages import Refused

MEMORY: Final = 2 * 2**30
"""Bytes that it may take."""
PATIENCE: Final = 20.0
"""Seconds for one file."""


def apart(module: str, content: bytes, patience: float = PATIENCE) -> bytes:
    """What this module of ours answers to a file. Raises Refused where it takes too long, grows too large or fails."""
    try:
        done = subprocess.run(  # noqa: S603 - a module of ours
            [sys.executable, "-m", module],
            input=content,
            capture_output=True,
            timeout=patience,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise Refused("This file takes too long to read: send a simpler one.", "file too heavy") from None
    if done.returncode:
        raise Refused("This file cannot be read: save it anew, or send another.", "file too heavy")
    return done.stdout


def answer(read: Callable[[bytes], bytes], memory: int = MEMORY) -> None:
    """What such a module does when it is run: it reads the file from standard input, and answers on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.stdout.buffer.write(read(sys.stdin.buffer.read()))
