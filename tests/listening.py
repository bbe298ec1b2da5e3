"""Another system that hears what happens: a real HTTP server, as moody as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

from standardwebhooks import Webhook


class Listener:
    """Keeps what it took, after whatever it answers first."""

    def __init__(self) -> None:
        self.moods: list[int | str] = []
        """What each call is answered with first; `hang` and `drop` are no answers at all."""
        self.always: int | str = 204
        self.secret = ""
        self.heard: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.hosts: list[str] = []
        self.calls = 0
        self.server: ThreadingHTTPServer | None = None

    def answer(self, caller: BaseHTTPRequestHandler) -> None:
        self.calls += 1
        self.hosts.append(caller.headers["host"])
        body = caller.rfile.read(int(caller.headers["content-length"]))
        match self.moods.pop(0) if self.moods else self.always:
            case int(status):
                if status // 100 == 2:
                    self.heard.append(Webhook(self.secret).verify(body, dict(caller.headers)))
                    self.ids.append(caller.headers["webhook-id"])
                caller.send_response(status)
                caller.send_header("location", f"{self.url}/elsewhere")
                caller.end_headers()
            case "hang":
                sleep(0.6)
            case _:
                caller.connection.close()

    @property
    def port(self) -> int:
        return self.server.server_port if self.server else 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def types(self) -> list[str]:
        return [told["type"] for told in self.heard]


@contextmanager
def listening(listener: Listener) -> Iterator[Listener]:
    class Caller(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            listener.answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Caller) as server:
        listener.server = server
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield listener
        server.shutdown()
        thread.join()
