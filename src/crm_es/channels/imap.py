"""Reads a mailbox by IMAP, and changes nothing in it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from imaplib import IMAP4, IMAP4_SSL
from typing import Any, Final

from crm_es.settings import Settings

SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
LONGEST_NUMBER, LARGEST_NUMBER = 10, 2**32 - 1
MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Bounded(IMAP4):
    """A server that announces more than can be is left."""

    largest = 2**20
    """Bytes; nothing longer is wanted before a letter is."""

    def read(self, size: int) -> bytes:
        if size > self.largest:
            raise self.abort(f"The server announces {size} bytes at once, more than it was asked for.")
        return super().read(size)


class BoundedTls(Bounded, IMAP4_SSL):
    """The same, encrypted from the start."""


class Mailbox:
    """A folder that is looked into."""

    def __init__(self, server: Bounded, uid_validity: int, uid_next: int | None) -> None:
        self._server, self.uid_validity, self._uid_next = server, uid_validity, uid_next

    @property
    def newest(self) -> int:
        """The number of the newest letter there."""
        return self._uid_next - 1 if self._uid_next else max(self._found("ALL"), default=0)

    def after(self, uid: int) -> list[int]:
        """The numbers of the letters that came after this one. A server tells the last one in any case."""
        return [one for one in self._found(f"UID {uid + 1}:*") if one > uid]

    def since(self, day: date) -> list[int]:
        """The numbers of the letters that came on this day or later."""
        return self._found(f"SINCE {day.day}-{MONTHS[day.month - 1]}-{day.year}")

    def letter(self, uid: int, limit: int, cut_to: int) -> tuple[bytes, int] | None:
        """The letter and its size; of one that is larger than the limit its beginning. None where it is gone."""
        told = b"".join(one for one in self._fetch(uid, "(RFC822.SIZE)") if isinstance(one, bytes))
        size = SIZE.search(told)
        if size is None:
            return None
        self._server.largest = max(limit, cut_to)
        wanted = "(BODY.PEEK[])" if int(size[1]) <= limit else f"(BODY.PEEK[]<0.{cut_to}>)"
        contents = [one[1] for one in self._fetch(uid, wanted) if isinstance(one, tuple)]
        return (contents[0], int(size[1])) if contents else None

    def _found(self, what: str) -> list[int]:
        _, data = checked(self._server.uid("SEARCH", what))
        return sorted({numbered(one) for line in data if line for one in line.split()})

    def _fetch(self, uid: int, what: str) -> list[Any]:
        return checked(self._server.uid("FETCH", str(uid), what))[1]


@contextmanager
def opened(settings: Settings) -> Iterator[Mailbox]:
    """The mailbox that the settings name. Raises OSError or IMAP4.error where it cannot be read."""
    server = connected(settings)
    try:
        secret = settings.imap_password.get_secret_value() if settings.imap_password else ""
        server.login(settings.imap_user or "", secret)
        folder = settings.imap_folder.replace("\\", "\\\\").replace('"', '\\"')
        checked(server.select(f'"{folder}"', readonly=True))
        validity = number(server, "UIDVALIDITY")
        if validity is None:
            raise IMAP4.error("The server gives no UIDVALIDITY, without which letters cannot be told apart.")
        yield Mailbox(server, validity, number(server, "UIDNEXT"))
    finally:
        with suppress(OSError, IMAP4.error):
            server.logout()
        with suppress(OSError):
            server.shutdown()


def connected(settings: Settings) -> Bounded:
    place: dict[str, Any] = {
        "host": settings.imap_host or "",
        "port": settings.imap_port,
        "timeout": settings.effect_seconds,
    }
    if settings.imap_tls == "implicit":
        return BoundedTls(**place, ssl_context=ssl.create_default_context())
    server = Bounded(**place)
    if settings.imap_tls == "starttls":
        try:
            server.starttls(ssl.create_default_context())
        except BaseException:
            server.shutdown()
            raise
    return server


def number(server: IMAP4, name: str) -> int | None:
    _, data = server.response(name)
    return numbered(data[-1]) if data and data[-1] else None


def numbered(told: bytes) -> int:
    """A number as servers count letters."""
    if not told.isdigit() or len(told) > LONGEST_NUMBER or int(told) > LARGEST_NUMBER:
        raise IMAP4.error(f"The server counts letters by what is no number: {told[:40]!r}.")
    return int(told)


def checked(answer: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    if answer[0] != "OK":
        raise IMAP4.error(b" ".join(one for one in answer[1] if isinstance(one, bytes)).decode(errors="replace"))
    return answer
