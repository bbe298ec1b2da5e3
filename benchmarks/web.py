"""One command over HTTP from end to end, beside the same server's empty endpoint."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import Final, NamedTuple
from uuid import UUID

from benchmarks.ground import ANN, NOW, REASON, TASKS
from crm_es.application import Crm
from crm_es.store.accounts import create_tables, open_session

CONNECTIONS: Final = 16
REQUEST: Final = "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n{rest}"


class Load(NamedTuple):
    """What the server did under load."""

    per_s: float
    p95_ms: float


@contextmanager
def serving(url: str, schema: str) -> Iterator[int]:
    """The product's own server on the same database, in a process of its own, without a worker. Gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    settings = {"CRM_ES_DATABASE_URL": url, "CRM_ES_COMPANY": schema, "CRM_ES_LOG_LEVEL": "WARNING"}
    command = [str(Path(sys.executable).parent / "crm-es"), "serve", "--port", str(port), "--no-workers"]
    server = subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_for(port: int) -> None:
    until = perf_counter() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if perf_counter() > until:
                raise
            sleep(0.05)
        else:
            return


def token(crm: Crm) -> str:
    """Ann's, for an hour."""
    with crm.log.datastore.get_connection() as db:
        create_tables(db)
        return open_session(db, ANN, "token", "benchmark", timedelta(hours=1))[0]


def empty(token: str) -> Callable[[], bytes]:
    asking = REQUEST.format(method="GET", path="/healthz", token=token, rest="\r\n").encode()
    return lambda: asking


def command(token: str) -> Callable[[], bytes]:
    chance = random.Random(16)

    def asking() -> bytes:
        due = (NOW + timedelta(seconds=chance.randrange(86_400, 86_400 * 3650))).isoformat()
        body = f'{{"due": "{due}", "reason": "{REASON}"}}'
        rest = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        path = f"/api/v1/tasks/{UUID(int=chance.randint(1, TASKS))}/reschedule"
        return REQUEST.format(method="POST", path=path, token=token, rest=rest).encode()

    return asking


def measure(port: int, asking: Callable[[], bytes], seconds: float) -> Load:
    """So many connections, each asking again as soon as it is answered."""
    return asyncio.run(_measure(port, asking, seconds))


async def _measure(port: int, asking: Callable[[], bytes], seconds: float) -> Load:
    until, times = perf_counter() + seconds, list[float]()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (start := perf_counter()) < until:
            writer.write(asking())
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 202")):
                raise RuntimeError(f"The server answered {head.decode()}")
            lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            await reader.readexactly(int(lengths[0].split(b":")[1]))
            times.append(perf_counter() - start)
        writer.close()

    start = perf_counter()
    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return Load(len(times) / (perf_counter() - start), quantiles(times, n=20)[-1] * 1000)
