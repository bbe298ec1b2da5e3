"""What runs until it is stopped: `crm-es serve` and `crm-es worker`."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from crm_es.application import Crm
from crm_es.cli.doors import mail_doors
from crm_es.cli.terminal import terminal
from crm_es.runners.worker import Worker
from crm_es.settings import Settings

app = typer.Typer()
PATIENCE = 5
"""Seconds that open connections are given at the end."""


@app.command()
def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Instead of CRM_ES_PORT; 0 takes a free one.")
    ] = None,
    workers: Annotated[bool, typer.Option("--workers/--no-workers", help="Run policies and projections too.")] = True,
) -> None:
    """Serve the pages and the API."""
    import uvicorn  # noqa: PLC0415 - it and FastAPI are slow to import, other commands do without

    from crm_es.site.app import create_site  # noqa: PLC0415
    from crm_es.site.serving import Server  # noqa: PLC0415

    shown = terminal(context)
    chosen = shown.settings.port if port is None else port
    with until_stopped(), socket.create_server((host, chosen)) as listening, shown.company() as crm:
        address = f"http://{host}:{listening.getsockname()[1]}"
        site = create_site(crm)
        server = Server(site, uvicorn.Config(site, loop="uvloop", log_config=None, timeout_graceful_shutdown=PATIENCE))
        with working(crm, shown.settings) if workers and shown.settings.workers else nullcontext():
            shown.answer({"address": address}, f"Serving at {address}")
            server.run(sockets=[listening])


@app.command()
def worker(context: typer.Context) -> None:
    """Run policies, projections, effects and the clock, without serving."""
    shown = terminal(context)
    with until_stopped(), shown.company() as crm, working(crm, shown.settings):
        shown.answer({"working": shown.settings.company}, f"Working for {shown.settings.company}")
        Event().wait()


@contextmanager
def working(crm: Crm, settings: Settings) -> Iterator[None]:
    runs = Worker(crm, settings)
    runs.start()
    try:
        with mail_doors(crm, settings):
            yield
    finally:
        runs.stop()


@contextmanager
def until_stopped() -> Iterator[None]:
    """To be told to stop is how this ends well."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        return
