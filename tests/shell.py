"""The program as an operator runs it: each command its own process.

Reading the program takes a second. One process has read it, and is copied for each command.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from multiprocessing.context import ForkProcess
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import IO, Any, NoReturn

from asking import ask

FORK = multiprocessing.get_context("fork")
PROGRAM = Path(sys.executable).with_name("crm-es")
SCRIPT = """#!{python} -IS
import os, sys
sys.path.append({folder!r})
from asking import ask
sys.exit(ask({address!r}, sys.argv[1:], os.environ, (0, 1, 2)))
"""
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
        self.home = Path(mkdtemp(prefix="crm-es-copies-"))
        self.address = str(self.home / "door")
        self.original = subprocess.Popen(
            [sys.executable, __file__, self.address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.original.stdout is not None
        self.original.stdout.readline()

    def run(self, arguments: list[str], environment: Mapping[str, str]) -> Done:
        with Path(os.devnull).open() as nothing, TemporaryFile() as out, TemporaryFile() as err:
            files = [file.fileno() for file in (nothing, out, err)]
            code = ask(self.address, arguments, environment, files)
            return subprocess.CompletedProcess(arguments, code, text_of(out), text_of(err))

    def write_program(self, file: Path) -> None:
        """A program to be run by its name, that is a copy too."""
        script = SCRIPT.format(python=sys.executable, folder=str(Path(__file__).parent), address=self.address)
        file.write_text(script, encoding="utf-8")
        file.chmod(0o755)

    def close(self) -> None:
        self.original.communicate()
        shutil.rmtree(self.home)


def text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def copy_for_each(address: str) -> None:
    """What the process does that is copied, until nobody holds its input any more."""
    import_module("crm_es.cli")
    import_module("passwords").make_quick()
    warm_up()
    gc.freeze()
    running: dict[int, tuple[ForkProcess, socket.socket]] = {}
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        sys.stdout.write("The door is open.\n")
        sys.stdout.flush()
        while sys.stdin not in (news := select.select([door, sys.stdin, *running], [], [])[0]):
            for ended in running.keys() & set(news):
                tell_end(*running.pop(ended))
            if door in news:
                line, _ = door.accept()
                copy = FORK.Process(target=become_the_program, args=(line,))
                copy.start()
                running[copy.sentinel] = copy, line


def warm_up() -> None:
    """What each command would find out about commands and rows."""
    from crm_es import projections
    from crm_es.cli import program
    from crm_es.runners import modules_of
    from crm_es.runners.projections import table_of

    program()
    for _, projection in modules_of(projections):
        table_of(projection.evolve)


def tell_end(copy: ForkProcess, line: socket.socket) -> None:
    """Who asked hears the exit code."""
    copy.join()
    with line:
        line.sendall(str(copy.exitcode).encode())
    copy.close()


def become_the_program(line: socket.socket) -> NoReturn:
    """One command, as if the program had been started for it."""
    from crm_es.cli import main

    _, files, _, _ = socket.recv_fds(line, 1, 3)
    wanted = json.loads(line.makefile("rb").read())
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(wanted["cwd"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv = [str(PROGRAM), *wanted["arguments"]]
    main()


if __name__ == "__main__":
    copy_for_each(sys.argv[1])
