"""Reads letters of strangers: small ones here, large or intricate ones in a process of their own.

Run as a module it is that process: a letter on standard input, what is understood of it on standard output.
"""

from __future__ import annotations

from email import message_from_bytes
from email.policy import compat32
from typing import Final

import structlog

from crm_es.exchange import bounded
from crm_es.exchange.mail.letter import Letter, headed, taken_apart

log = structlog.get_logger()
LIGHT: Final = 100_000
"""Bytes up to which a letter is read here."""
LIGHT_PAGE: Final = 8_000
"""The same, where there is a web page in it: a page of broken marks takes the square of its length."""
SIMPLE: Final = 20
"""Parts up to which it is."""
INTRICATE: Final = 500
"""Parts from which on only the head is read."""
HEAD: Final = 60_000
"""Bytes of a head that are looked at."""


def read(content: bytes) -> Letter:
    """The letter; of one that cannot be read, its head."""
    parts = content.count(b"boundary")
    try:
        if parts > INTRICATE:
            return head(content)
        if parts <= SIMPLE and light(content):
            return taken_apart(content)
        return Letter.model_validate_json(bounded.apart(__name__, content))
    except Exception as error:  # noqa: BLE001 - a broken letter may break its reading anywhere
        log.warning("a letter cannot be read", error=repr(error)[:200])
        return head(content)


def light(content: bytes) -> bool:
    return len(content) <= (LIGHT_PAGE if b"text/html" in content.lower() else LIGHT)


def head(content: bytes) -> Letter:
    """What the head says, and that nothing else is known."""
    lines = content[:HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        return headed(message_from_bytes(lines + b"\n\n", policy=compat32)).model_copy(update={"damaged": True})
    except Exception:  # noqa: BLE001 - not even that
        return Letter(headers={}, damaged=True)


def seen(content: bytes) -> bytes:
    return taken_apart(content).model_dump_json().encode()


if __name__ == "__main__":
    bounded.answer(seen)
