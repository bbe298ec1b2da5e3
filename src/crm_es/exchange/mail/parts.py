"""The parts of a letter: which of them say something, what, and under which names."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message as Mime
from typing import Final

from crm_es.exchange.mail.html import text_of
from crm_es.exchange.mail.words import decoded, header, plain

NAMING: Final = ("content-disposition", "content-type")


def leaves(mime: Mime) -> Iterator[Mime]:
    """The parts that say something, in their order. Of several ways to say the same, the plainest."""
    if mime.get_content_type() == "message/rfc822" or not mime.is_multipart():
        yield mime
        return
    parts = [part for part in mime.get_payload() if isinstance(part, Mime)]
    if mime.get_content_type() == "multipart/alternative":
        said = {part.get_content_type(): part for part in reversed(parts)}
        told = said.get("text/plain")
        chosen = told if told is not None and words(told).strip() else (parts or [mime])[-1]
        others = [part for part in parts if part is not chosen and part.get_content_maintype() == "multipart"]
        yield from leaves(chosen) if chosen is not mime else ()
        for part in others:  # files stand beside the page in one of the ways
            yield from (leaf for leaf in leaves(part) if leaf.get_content_maintype() != "text" or name_of(leaf))
        return
    for part in parts:
        yield from leaves(part)


def words(part: Mime) -> str:
    """Its text. Enriched and calendar texts are shown as they are."""
    text = decoded(content_of(part), part.get_param("charset", failobj=None) and str(part.get_content_charset()))
    return text_of(text) if part.get_content_type() == "text/html" else text


def content_of(part: Mime) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def name_of(part: Mime) -> str:
    """As its head tells it: encoded, or in bare bytes of whatever encoding."""
    head = Mime()
    for header_name, value in part.raw_items():
        if header_name.lower() in NAMING:
            head[header_name] = plain(str(value))
    name = head.get_filename()
    return header(name) if name else ""


def inner(part: Mime) -> Mime:
    payload = part.get_payload()
    return payload[0] if isinstance(payload, list) and payload and isinstance(payload[0], Mime) else part


def whole(mime: Mime) -> bytes:
    return mime.as_bytes(unixfrom=False)
