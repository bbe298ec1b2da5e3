"""The embedded PostgreSQL: started, shared and stopped by whoever uses its folder.

Nothing is written down about who uses it. Locks say so, and locks vanish with their process:
every user holds `users.lock` together with the others, and the last one out stops the server;
every process of PostgreSQL inherits `alive.lock`, so a server is alive exactly as long as that lock is held.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from psycopg.pq import PGconn, Ping

from crm_es.store.installation import install, remove_short_folder
from crm_es.store.locks import lock_file, locked, opened, takes
from crm_es.store.programs import Unavailable, bin_path

__all__ = ["Server", "Unavailable", "bin_path", "hosting"]

PATIENCE: Final = 120  # seconds: recovery after a crash takes its time
PORT_LINE, SOCKET_LINE = 3, 4  # of postmaster.pid
LONGEST_SOCKET_FOLDER: Final = 107 - len("/.s.PGSQL.5432")
CONFIGURATION: Final = {
    "timezone": "UTC",
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
}
INITDB: Final = (
    *("initdb", "-D", "data.new", "-U", "postgres", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C"),
    *("--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256"),
)
CONTROL: Final = ("pg_ctl", "-D", "data", "-w", "-t", str(PATIENCE))


class Server:
    """One server on one folder. The configuration counts when the folder is made."""

    def __init__(self, home: Path, **configuration: str) -> None:
        self.installation = install(home.absolute())
        self.folder = self.installation.folder
        self.configuration = CONFIGURATION | configuration
        self._share: int | None = None

    def start(self) -> str:
        """Takes part in the server, starting it where it is stopped. Answers the URL of its database."""
        with locked(self.folder / "start.lock"):
            if not (self.folder / "data").exists():
                self._initialise()
            patience = time.monotonic() + PATIENCE
            while not self._answers():
                self._launch()
                if time.monotonic() > patience:
                    raise self.installation.unavailable("it is alive but does not answer")
                time.sleep(0.02)
            if self._share is None:
                self._share = lock_file(self.folder / "users.lock")
                fcntl.flock(self._share, fcntl.LOCK_SH)
            return self._url()

    def stop(self) -> None:
        """Leaves the server. The last one out stops it."""
        if self._share is None:
            return
        with locked(self.folder / "start.lock"), opened(self.folder / "users.lock") as users:
            os.close(self._share)
            self._share = None
            if takes(users, fcntl.LOCK_EX) and self._answers():
                stopping = self._postmaster()
                self.installation.run(*CONTROL, "-m", "fast", "stop")
                self._tidy_after(stopping)

    @property
    def running(self) -> bool:
        with opened(self.folder / "alive.lock") as alive:
            return not takes(alive, fcntl.LOCK_SH)

    def _initialise(self) -> None:
        shutil.rmtree(self.folder / "data.new", ignore_errors=True)  # of one who was killed on the way
        self.installation.run(*INITDB, *(f"--set={name}={value}" for name, value in self.configuration.items()))
        (self.folder / "data.new").rename(self.folder / "data")

    def _launch(self) -> None:
        with opened(self.folder / "alive.lock") as alive:
            if takes(alive, fcntl.LOCK_EX):
                # No process of the server lives, whoever has the number that a killed one left here.
                self._tidy_after(self._postmaster())
                options = f"-c unix_socket_directories='\"{self._socket_folder()}\"'"
                self.installation.run(*CONTROL, "-l", "server.log", "-o", options, "start", keeps=alive)

    def _tidy_after(self, postmaster: list[str]) -> None:
        for left in (self.folder / "data" / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        if postmaster:
            remove_short_folder(Path(postmaster[SOCKET_LINE]))

    def _socket_folder(self) -> Path:
        quoted = set("'\"") & set(str(self.folder))
        short = len(os.fsencode(self.folder)) <= LONGEST_SOCKET_FOLDER
        return self.folder if short and not quoted else self.installation.new_short_folder()

    def _answers(self) -> bool:
        return bool(self._postmaster()) and PGconn.ping(self._url().encode()) == Ping.OK

    def _url(self) -> str:
        lines = self._postmaster()
        return f"postgresql://postgres@/postgres?host={quote(lines[SOCKET_LINE], safe='')}&port={lines[PORT_LINE]}"

    def _postmaster(self) -> list[str]:
        """The lines in which PostgreSQL says where it listens; none before it does."""
        try:
            lines = (self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return lines if len(lines) > SOCKET_LINE + 1 else []


@contextmanager
def hosting(home: Path, **configuration: str) -> Iterator[str]:
    """The URL of the server on this folder, for as long as it is needed."""
    server = Server(home, **configuration)
    try:
        yield server.start()
    finally:
        server.stop()
