"""The lines of a file of the exchange with a bank, in whatever encoding: keys, and values as texts, sums and days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

LONGEST: Final = 500
"""Characters of a value; no honest one has more."""
DOS: Final = re.compile(rb"=[ \t]*dos[ \t]*[\r\n]", re.IGNORECASE)
HEAD: Final = 2_000
"""Bytes within which the header names its encoding."""
RUSSIAN: Final = re.compile("[А-яЁё]")
ENOUGH: Final = 3
"""Russian letters that do not come by chance."""
AMOUNT: Final = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{0,2})?")
DAY: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})( .*)?")
OLDEST: Final = 1990
"""1C writes an empty date as one of the year 1."""


class Line(NamedTuple):
    """One line of a file, split at its first sign of equality."""

    number: int
    key: str
    """As keys are compared: small letters without spaces, ё as е."""
    value: str


def lines_of(data: bytes) -> Iterator[Line]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    codec_of = codecs_of(data)
    for n, line in enumerate(data.splitlines(), 1):
        key, _, value = line.partition(b"=")
        codec = codec_of(key, "")
        name = key.decode(codec, "replace")
        said = value.decode(codec_of(value, codec), "replace")
        yield Line(n, "".join(name.split()).casefold().replace("ё", "е"), cleaned(said))


def codecs_of(data: bytes) -> Callable[[bytes, str], str]:
    """How to find the encoding of a part, where that of the part before it is known.

    What is UTF-8 as a whole is so, whatever the header says. Some files mix encodings: there a part is UTF-8 if it
    reads as Russian words, for short words of Windows may look like UTF-8 too.
    """
    if is_utf8(data):
        return lambda *_: "utf-8"
    if DOS.search(data[:HEAD]):
        return lambda *_: "cp866"

    def mixed(part: bytes, before: str) -> str:
        words = is_utf8(part) and (before == "utf-8" or len(RUSSIAN.findall(part.decode())) >= ENOUGH)
        return "utf-8" if words else "cp1251"

    return mixed


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def cleaned(text: str) -> str:
    """A value without what no eye sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST]


def amount(text: str) -> Decimal | None:
    """A sum with a point or a comma, or with neither; never by way of a binary fraction."""
    text = text.replace(" ", "")
    return Decimal(text.replace(",", ".")).quantize(Decimal("0.01")) if AMOUNT.fullmatch(text) else None


def day_of(text: str) -> date | None:
    if not (found := DAY.fullmatch(text)):
        return None
    day, month, year = map(int, found.groups()[:3])
    try:
        return date(year, month, day) if year >= OLDEST else None
    except ValueError:
        return None
