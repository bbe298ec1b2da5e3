"""A real mailbox behind IMAP: as much of a server as a client needs that only reads."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Mailroom:
    """What lies in the mailbox, by number, and how the server behaves."""

    def __init__(self) -> None:
        self.letters: dict[int, tuple[bytes, date]] = {}
        self.validity, self.next = 7, 1
        self.password = "open sesame"
        self.asked: list[str] = []
        self.breaks_at: str | None = None
        """A word in a command at which the connection breaks."""
        self.announced: int | None = None
        """Bytes that it says a letter has, whatever it has."""
        self.counted: str | None = None
        """What it answers to a search."""

    def put(self, content: bytes, on: date | None = None) -> int:
        uid, self.next = self.next, self.next + 1
        self.letters[uid] = (content, on or datetime.now(UTC).date())
        return uid

    def renumber(self) -> None:
        """As servers do after a repair: every letter has another number."""
        letters, self.letters, self.next, self.validity = list(self.letters.values()), {}, 100, self.validity + 1
        for content, on in letters:
            self.put(content, on)


class Clerk(StreamRequestHandler):
    """Answers one client."""

    disable_nagle_algorithm = True

    @property
    def room(self) -> Mailroom:
        server: Any = self.server
        assert isinstance(server.room, Mailroom)
        return server.room

    def handle(self) -> None:
        with suppress(OSError):
            self.say("* OK ready")
            for line in self.rfile:
                tag, _, asked = line.decode().strip().partition(" ")
                self.room.asked.append(asked)
                if self.room.breaks_at and self.room.breaks_at in asked:
                    self.request.shutdown(socket.SHUT_RDWR)
                    return
                self.answer(tag, asked)
                if asked == "LOGOUT":
                    return

    def answer(self, tag: str, asked: str) -> None:
        room, word = self.room, asked.upper()
        done = f"{tag} OK done"
        if word == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif word.startswith("LOGIN"):
            done = done if asked.endswith(f'"{room.password}"') else f"{tag} NO who are you?"
        elif word.startswith("EXAMINE"):
            if '"INBOX"' not in asked:
                done = f"{tag} NO no such folder"
            self.say(f"* {len(room.letters)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {room.validity}] ok")
            self.say(f"* OK [UIDNEXT {room.next}] ok")
        elif word.startswith("UID SEARCH"):
            self.say(f"* SEARCH {room.counted or ' '.join(map(str, self.found(word)))}")
        elif word.startswith("UID FETCH"):
            self.fetch(asked)
        elif word == "LOGOUT":
            self.say("* BYE")
        else:
            done = f"{tag} BAD what?"
        self.say(done)

    def found(self, word: str) -> list[int]:
        uids = sorted(self.room.letters)
        if "SINCE" in word:
            day, month, year = word.rsplit(maxsplit=1)[-1].title().split("-")
            since = date(int(year), MONTHS.index(month) + 1, int(day))
            return [uid for uid in uids if self.room.letters[uid][1] >= since]
        if found := re.search(r"UID (\d+):\*", word):
            return sorted({*(uid for uid in uids if uid >= int(found[1])), *uids[-1:]})
        return uids

    def fetch(self, asked: str) -> None:
        uid = int(asked.split()[2])
        if uid not in self.room.letters:
            return
        content = self.room.letters[uid][0]
        if "SIZE" in asked:
            self.say(f"* {uid} FETCH (RFC822.SIZE {len(content)} UID {uid})")
            return
        if part := re.search(r"<0\.(\d+)>", asked):
            content = content[: int(part[1])]
        self.wfile.write(
            f"* {uid} FETCH (UID {uid} BODY[] {{{self.room.announced or len(content)}}}\r\n".encode()
            + content
            + b")\r\n"
        )

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Server(ThreadingTCPServer):
    """Listens on a free port; with a context all is encrypted from the start."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, room: Mailroom, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.room, self.context = room, context

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        return (self.context.wrap_socket(connection, server_side=True) if self.context else connection), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever does not trust us hangs up."""


@contextmanager
def open_mailbox(room: Mailroom, context: ssl.SSLContext | None = None) -> Iterator[dict[str, Any]]:
    """The settings by which it is found."""
    with Server(room, context) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield {
            "imap_host": "localhost",
            "imap_port": server.server_address[1],
            "imap_user": "service@trade.example",
            "imap_password": room.password,
            "imap_tls": "implicit" if context else "none",
            "effect_seconds": 5,
            "imap_every": 0.05,
        }
        server.shutdown()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that its holder made, and a server's context with it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "localhost.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return file, context
