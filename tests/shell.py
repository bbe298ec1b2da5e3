"""The program as an operator runs it: each command its own process.

Reading the program takes a second. One process has read it, and is copied for each command.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

PROGRAM = Path(sys.executable).with_name("crm-es")
Done = subprocess.CompletedProcess[str]
Operator = Callable[..., Done]


def answer(done: Done) -> dict[str, Any]:
    """What a program reads: exactly one object, and nothing besides."""
    assert done.stdout.count("\n") == 1, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


class Copies:
    """The process that is copied."""

    def __init__(self) -> None:
        self.original = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, arguments: list[str], environment: Mapping[str, str]) -> Done:
        with TemporaryFile() as out, TemporaryFile() as err:
            files = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)]
            self._write(
                {"arguments": arguments, "environment": dict(environment), "files": files, "cwd": str(Path.cwd())}
            )
            assert self.original.stdout is not None
            code = int(self.original.stdout.readline())
            return subprocess.CompletedProcess(arguments, code, text_of(out), text_of(err))

    def close(self) -> None:
        self.original.communicate()

    def _write(self, wanted: dict[str, Any]) -> None:
        assert self.original.stdin is not None
        self.original.stdin.write(json.dumps(wanted) + "\n")
        self.original.stdin.flush()


def text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def copy_for_each() -> None:
    """What the process does that is copied."""
    from crm_es.cli import main

    for line in sys.stdin:
        wanted = json.loads(line)
        if (child := os.fork()) == 0:
            for number, name in enumerate(wanted["files"], 1):
                os.dup2(os.open(name, os.O_WRONLY), number)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.chdir(wanted["cwd"])
            os.environ.clear()
            os.environ.update(wanted["environment"])
            sys.argv = [str(PROGRAM), *wanted["arguments"]]
            main()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    copy_for_each()
