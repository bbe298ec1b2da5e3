"""Words out of the bytes of a letter, in whatever encoding they are, and without signs that no text has."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error, a2b_qp
from codecs import lookup
from collections.abc import Iterator
from itertools import groupby
from typing import Final
from unicodedata import category, normalize

LONGEST_HEADER: Final = 4000
WORD: Final = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
"""An encoded word of RFC 2047; blanks are left in by broken programs."""
HIGH: Final = 0x80
RUSSIAN: Final = ("cp1251", "koi8-r", "cp866")
FREQUENT: Final = frozenset("оеаинтсрвлкмдпуяыьг")
"""Small letters that make up most of a Russian text. Read in another encoding, it has few of them."""
MANY: Final = 0.3
"""So many of the letters are Russian where any are; else it is a Western word with an accent."""
ALIASES: Final = {
    "windows-1251": "cp1251",
    "ansi_x3.4-1968": "ascii",
    "us-ascii": "ascii",
    "unicode-1-1-utf-7": "utf-7",
}


def decoded(data: bytes, charset: str | None = None) -> str:
    """The text, in the encoding that is told if that is true, else in the likeliest."""
    for name in (known(charset), "utf-8"):
        if name:
            try:
                return clean(data.decode(name))
            except UnicodeError:
                continue
    return clean(guessed(data))


def known(charset: str | None) -> str | None:
    """The encoding by a name that letters give it; None where nobody knows it, or it is none for text."""
    name = (charset or "").strip().strip("\"'").lower().removeprefix("x-")
    try:
        found = lookup(ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def guessed(data: bytes) -> str:
    high = sum(byte >= HIGH for byte in data)
    letters = sum(chr(byte).isalpha() for byte in data if byte < HIGH)
    if high < MANY * (high + letters):
        return data.decode("cp1252", "replace")
    readings = [data.decode(name, "replace") for name in RUSSIAN]
    return max(readings, key=lambda reading: sum(sign in FREQUENT for sign in reading))


def clean(text: str) -> str:
    """With plain line ends, and without what steers a terminal or cannot be stored."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return normalize("NFC", "".join(sign for sign in lines if sign in "\n\t" or category(sign) not in {"Cc", "Cs"}))


def one_line(text: str) -> str:
    return " ".join(text.split())


def header(raw: str) -> str:
    """What a header says, on one line."""
    raw = raw[:LONGEST_HEADER]
    return one_line("".join(spoken(raw)))


def spoken(raw: str) -> Iterator[str]:
    """Plain pieces and encoded words in turn. Words of one encoding belong together: a letter may be cut between."""
    place, words = 0, list[tuple[str, bytes]]()
    for found in WORD.finditer(raw):
        between = raw[place : found.start()]
        if between.strip() or not words:
            yield from joined(words)
            words = []
            yield plain(between)
        words.append((found[1].lower(), unpacked(found[2], found[3])))
        place = found.end()
    yield from joined(words)
    yield plain(raw[place:])


def joined(words: list[tuple[str, bytes]]) -> Iterator[str]:
    for charset, pieces in groupby(words, key=lambda word: word[0]):
        yield decoded(b"".join(data for _, data in pieces), charset)


def unpacked(way: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    if way in "qQ":
        return a2b_qp(data, header=True)
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except Error:
        return data


def plain(text: str) -> str:
    """What stands there without being encoded, though it may have had to be."""
    return decoded(text.encode("utf-8", "surrogateescape"))
