"""Payment codes by GOST R 56042-2014: what the QR code of a Russian invoice says of where the money goes."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal

from crm_es.bank_details.numbers import typed
from crm_es.bank_details.payment_qr_fields import KNOWN, LIMITS, REQUIRED, SHAPES
from crm_es.messages import Refused

Encoding = Literal["cp1251", "utf-8", "koi8-r"]
ENCODINGS: Final[dict[str, Encoding]] = {"1": "cp1251", "2": "utf-8", "3": "koi8-r"}
HEADER: Final = re.compile(rb"ST([0-9]{4})([0-9])")
VERSION: Final = b"0001"
LARGEST: Final = 6_000
"""Bytes: twice what a QR code holds, for scanners turn letters of one byte into letters of two."""
LARGEST_BLOCK: Final = 300
"""Bytes of the required fields together."""
SEPARATORS: Final = "|#;:^_~{}!$%&*+/<>?@"
"""The first that no value contains is taken for writing."""


def is_meant(payload: bytes) -> bool:
    """Whether it wants to be a payment code, be it a good one or not."""
    return HEADER.match(payload.removeprefix(BOM_UTF8).lstrip()) is not None


def read(payload: bytes) -> dict[str, str]:
    """The fields by their names in the standard, without unknown and empty ones."""
    payload = payload.removeprefix(BOM_UTF8).strip()
    if len(payload) > LARGEST:
        raise Refused(f"This is longer than any payment code ({LARGEST} bytes): read another.", "code too long")
    header = HEADER.match(payload)
    if header is None:
        raise Refused("This is no payment code, for it does not begin with ST0001: read another.", "no payment code")
    if header[1] != VERSION:
        raise Refused(
            f"The code is of version {header[1].decode()}, and only 0001 is known: type the details.", "unknown version"
        )
    text = decoded(payload, header[2].decode())
    separator, pairs = text[7:8], text[8:]
    if separator.isalnum() or separator == "=":
        raise Refused("Nothing separates the fields of this code: read it again.", "no separator")
    found: dict[str, str] = {}
    for pair in pairs.split(separator) if separator else ():
        name, _, said = pair.partition("=")
        key = KNOWN.get(typed(name))
        value = cleaned(key, said) if key else ""
        if key and value and found.setdefault(key, value) != value:
            raise Refused(f"The code says {key} twice, and not the same: ask for another.", "field said twice")
    checked(found)
    return found


def decoded(payload: bytes, digit: str) -> str:
    """By the encoding that the code names, unless a scanner has made it UTF-8 and left the digit as it was."""
    if digit not in ENCODINGS:
        raise Refused(
            f"The code names the encoding {digit}, and only 1, 2 and 3 are known: type the details.", "unknown encoding"
        )
    for encoding in ("utf-8", ENCODINGS[digit]):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("The letters of this code cannot be read: read it again, or type the details.", "unreadable letters")


def cleaned(key: str, value: str) -> str:
    """The value without what nobody sees; a number also without blanks and in Latin letters."""
    value = "".join(letter for letter in " ".join(value.split()) if letter.isprintable())
    if value.casefold() == "null":
        return ""
    return str(typed(value)) if key in SHAPES else value


def checked(fields: Mapping[str, str]) -> None:
    """Refuses what cannot be paid by."""
    if missing := [key for key in REQUIRED if key not in fields]:
        raise Refused(f"The code lacks {', '.join(missing)}: type the details.", "required field missing")
    for key, (shape, meant) in SHAPES.items():
        if key in fields and not re.fullmatch(shape, fields[key]):
            raise Refused(f"{key} must be {meant}, and the code says {fields[key][:40]!r}.", f"shape of {key}")


def overlong(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is longer than the standard allows. Codes of real invoices often are, and are readable all the same."""
    for key, value in fields.items():
        if len(value) > LIMITS.get(key, LARGEST):
            yield key, f"{key} has {len(value)} characters, and the standard allows {LIMITS[key]}: shorten it."


def amount(fields: Mapping[str, str]) -> Decimal | None:
    """The sum in roubles; None where the payer says how much."""
    kopecks = Decimal(fields.get("Sum", "0"))
    return kopecks.scaleb(-2) if kopecks else None


def write(fields: Mapping[str, str], encoding: Encoding = "utf-8") -> bytes:
    """The code that says this: the required fields first, the others as they were given."""
    if unknown := [key for key in fields if KNOWN.get(key.upper()) != key]:
        raise Refused(f"A payment code has no field {unknown[0]!r}: leave it out.", "unknown field")
    said = {key: fields[key] for key in (*REQUIRED, *fields) if fields.get(key)}
    if untidy := [key for key, value in said.items() if cleaned(key, value) != value]:
        raise Refused(f"{untidy[0]} has spaces or signs that a code does not keep: correct it.", "untidy value")
    checked(said)
    for _, sentence in overlong(said):
        raise Refused(sentence, "value too long")
    pairs = [f"{key}={value}" for key, value in said.items()]
    separator = next((sign for sign in SEPARATORS if not any(sign in value for value in said.values())), None)
    if separator is None:
        raise Refused("The texts contain every sign that could separate them: change one.", "no separator")
    digit = next(digit for digit, name in ENCODINGS.items() if name == encoding)
    try:
        if len(separator.join(pairs[: len(REQUIRED)]).encode(encoding)) > LARGEST_BLOCK:
            raise Refused("The names of payee and bank are too long for a code together: shorten one.", "code too long")
        return f"ST{VERSION.decode()}{digit}{separator}{separator.join(pairs)}".encode(encoding)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        raise Refused(f"The encoding {encoding} has no letter {letter!r}: take UTF-8.", "unreadable letters") from None
