"""What a file is, by its content: what the sender says of it does not count. Only kinds that people pay by are taken.

Signatures of our own: they are few, and a library that knows them all takes every table for a text document.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from mmap import mmap
from typing import Final

from crm_es.messages import Refused

Content = bytes | mmap
OFFICE: Final = "application/vnd.openxmlformats-officedocument"
OPEN: Final = "application/vnd.oasis.opendocument"

EXTENSIONS: Final = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    f"{OFFICE}.wordprocessingml.document": (".docx",),
    f"{OFFICE}.spreadsheetml.sheet": (".xlsx",),
    f"{OPEN}.text": (".odt",),
    f"{OPEN}.spreadsheet": (".ods",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/xml": (".xml",),
    "text/csv": (".csv", ".txt"),
    "text/plain": (".txt", ".csv"),
    "message/rfc822": (".eml",),
}
"""All that is taken, with the endings that its names may have; the first is the usual one."""

KEPT: Final = ", ".join(
    dict.fromkeys(one[0].removeprefix(".") for kind, one in EXTENSIONS.items() if kind != "message/rfc822")
)
"""As people are told what to send."""

LETTER: Final = b"X-Kept-By: crm_es\r\n"
"""With this header we begin letters that we keep as they came: anything may stand in them, and nobody opens it here."""
PARTS: Final = (
    (rb"word/document\d*\.xml", f"{OFFICE}.wordprocessingml.document"),
    (rb"xl/workbook\d*\.xml", f"{OFFICE}.spreadsheetml.sheet"),
)
"""By which part an office document is known."""
STREAMS: Final = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
"""By which part an older one is known."""
DIRECTORY: Final = 2**20
"""How much of the end of an archive is looked at: there are the names of what is in it."""
SAMPLE: Final = 2**16
"""How much of a text is looked at to see whether it is a table."""
WINDOW: Final = 2**18
OVERLAP: Final = 2**8
"""Longer than anything that is looked for."""
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"dex\n")
CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
WEB_PAGE: Final = re.compile(rb"<(?:!doctype\s{1,64}|[\w.-]{1,64}:)?(?:html|svg|script)\b", re.IGNORECASE)
DECLARED: Final = re.compile(rb"<!(?:doctype|entity)\b", re.IGNORECASE)
XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml\b|[A-Za-z_][\w.:-]*[\s/>])")


def sniffed(content: Content) -> str:
    """The media type. What is not taken is refused with what to do about it."""
    for signature, kind in SIGNATURES:
        if content[: len(signature)] == signature:
            return kind if isinstance(kind, str) else kind(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:2] in UTF16:
        return text(decoded(content))
    return text(content)


def archive(content: Content) -> str:
    """An office document, told by the names of its parts."""
    if content[30:38] == b"mimetype":
        for kind in (f"{OPEN}.text", f"{OPEN}.spreadsheet"):
            if content[38 : 40 + len(kind)] == kind.encode() + b"PK":
                return without_macros(kind, content[-DIRECTORY:], rb"Basic/")
    names = content[-DIRECTORY:]
    if b"[Content_Types].xml" in names:
        for part, kind in PARTS:
            if re.search(part, names):
                return without_macros(kind, names, rb"vbaProject\.bin")
    raise Refused("This is an archive: unpack it and send the files in it one by one.", "no archives")


def older_office(content: Content) -> str:
    """Whose main part comes first: a document may hold a table, and the other way round."""
    places = [(content.find(f"{name}\0".encode("utf-16-le")), kind) for name, kind in STREAMS]
    found = sorted(place for place in places if place[0] >= 0)
    if not found:
        raise unknown()
    return without_macros(found[0][1], content, "_VBA_PROJECT".encode("utf-16-le"))


def without_macros(kind: str, content: Content, mark: bytes) -> str:
    if re.search(mark, content):
        raise Refused("This document holds macros: save it without them, or as PDF.", "no macros")
    return kind


def text(content: Content) -> str:
    binary = occurs(CONTROLS, content)
    if content[:2] == b"#!" or (binary and any(content[: len(mark)] == mark for mark in PROGRAMS)):
        raise Refused("This is a program, and programs are not kept: send the document itself.", "no programs")
    if binary:
        raise unknown()
    if occurs(WEB_PAGE, content):
        raise Refused("This is a web page or a drawing that may hold a program: save it as PDF.", "no web pages")
    if not XML.match(content):
        return "text/csv" if is_table(content[:SAMPLE]) else "text/plain"
    if occurs(DECLARED, content):
        raise Refused("This XML declares entities, which may hide what it says: save it without them.", "no entities")
    return "application/xml"


def occurs(pattern: re.Pattern[bytes], content: Content) -> bool:
    """Whether it is anywhere, looked for piece by piece: nothing else runs while one search does."""
    return any(pattern.search(content, n, n + WINDOW + OVERLAP) for n in range(0, len(content), WINDOW))


def decoded(content: Content) -> bytes:
    try:
        return content[:].decode("utf-16").encode()
    except UnicodeError:
        raise unknown() from None


def is_table(sample: bytes) -> bool:
    """At least two lines, all of the same several columns. The last line of the sample may be cut, and is left out."""
    lines = [line for line in sample.decode("latin-1").replace("\r", "").split("\n") if line.strip()]
    if len(sample) == SAMPLE:
        lines = lines[:-1]
    return len(lines) > 1 and any(even(lines, separator) for separator in ";,\t|")


def even(lines: list[str], separator: str) -> bool:
    try:
        widths = {len(row) for row in csv.reader(lines, delimiter=separator, strict=True)}
    except csv.Error:
        return False
    return len(widths) == 1 and widths.pop() > 1


def unknown() -> Refused:
    return Refused(f"This file is of a kind that is not kept: send one of {KEPT}.", "kind of file")


SIGNATURES: Final[tuple[tuple[bytes, str | Callable[[Content], str]], ...]] = (
    (LETTER, "message/rfc822"),
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"PK\3\4", archive),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", older_office),
)
