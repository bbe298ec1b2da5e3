"""The program as an operator runs it: each command its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("crm-es")
Done = subprocess.CompletedProcess[str]
Operator = Callable[..., Done]


def answer(done: Done) -> dict[str, Any]:
    """What a program reads: exactly one object, and nothing besides."""
    assert done.stdout.count("\n") == 1, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told
