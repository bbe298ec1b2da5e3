"""Links by which clients see what is theirs without signing in: signed, and good until a time (S3-08, S3-10).

A link says what it opens, until when, and of which round: whoever has it may do what a client may. Nobody can make
one, or lengthen one, who does not know the secret of the company.
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest, digest
from typing import Final, Literal
from uuid import UUID

from crm_es.messages import Refused

LinkKind = Literal["act", "evidence"]
KINDS: Final[tuple[LinkKind, ...]] = ("act", "evidence")
ROLE: Final = "client link"
"""The name and the role of whoever comes by a link."""
EXPIRED: Final = "link has expired"
FORGED: Final = "link is not ours"
SHAPE: Final = struct.Struct(">BB16sIH")
"""Version, kind, id, the second of its end, round."""
VERSION: Final = 1
SEAL: Final = 16
"""Bytes of the signature."""
LONGEST: Final = 4 * (SHAPE.size + SEAL + 2) // 3


@dataclass(frozen=True)
class ClientLink:
    """What a link opens."""

    kind: LinkKind
    id: UUID
    """Of the act, or of what was shared."""
    until: datetime
    round: int = 1
    """How many times it was sent: a new link takes the place of those before."""


def sign(link: ClientLink, secret: bytes) -> str:
    """The token that stands for it: letters, digits, - and _."""
    said = SHAPE.pack(VERSION, KINDS.index(link.kind), link.id.bytes, int(link.until.timestamp()), link.round)
    return urlsafe_b64encode(said + sealed(said, secret)).decode().rstrip("=")


def read(token: str, secret: bytes, at: datetime) -> ClientLink:
    """What a token opens. Raises Refused where we never made it, or its time is over."""
    said, seal = parted(token)
    if not compare_digest(seal, sealed(said, secret)):
        raise forged()
    _, kind, raw, until, number = SHAPE.unpack(said)
    link = ClientLink(KINDS[kind], UUID(bytes=raw), datetime.fromtimestamp(until, UTC), number)
    if at >= link.until:
        raise Refused(f"This link worked until {link.until:%d.%m.%Y}: ask whoever sent it for a new one.", EXPIRED)
    return link


def parted(token: str) -> tuple[bytes, bytes]:
    """What it says, and its signature."""
    try:
        whole = urlsafe_b64decode(token + "=" * (-len(token) % 4)) if len(token) <= LONGEST else b""
    except (Error, ValueError):
        whole = b""
    if len(whole) != SHAPE.size + SEAL:
        raise forged()
    return whole[:-SEAL], whole[-SEAL:]


def forged() -> Refused:
    return Refused("This link is not whole: copy all of it from the letter, or ask for a new one.", FORGED)


def sealed(said: bytes, secret: bytes) -> bytes:
    return digest(secret, b"crm_es client link\0" + said, "sha256")[:SEAL]
