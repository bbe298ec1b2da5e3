"""Has the process of shell.py run one command. It reads little, so that a script that asks is quick to start."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence


def ask(address: str, arguments: Sequence[str], environment: Mapping[str, str], files: Sequence[int]) -> int:
    """The exit code of the command; `files` are its input, its output and its complaints."""
    wanted = {"arguments": arguments, "environment": dict(environment), "cwd": os.path.realpath(".")}
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        socket.send_fds(line, [b"!"], files)
        line.sendall(json.dumps(wanted).encode())
        line.shutdown(socket.SHUT_WR)
        return int(line.recv(16))
