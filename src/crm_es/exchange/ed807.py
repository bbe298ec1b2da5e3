"""Reads the Bank of Russia's directory of banks, whole or changes only: ED807 of its electronic messages."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from pydantic import ValidationError

from crm_es.banks import Bank
from crm_es.exchange.ed807_entry import bank_of, local
from crm_es.exchange.event_log import RULE, TORN
from crm_es.exchange.packed import unpacked
from crm_es.exchange.summary import BadRow
from crm_es.messages import Refused

REMOVED: Final = "DLTD"
CHANGES: Final = frozenset({"ADDD", "CHGD", REMOVED})
"""How an entry says that it is new, changed or removed."""
CHANGES_ONLY: Final = "SIRR"
"""How a file says that it holds changes only."""
BROKEN: Final = (ParseError, LookupError, ValueError, zipfile.BadZipFile, *TORN)


@dataclass
class Edition:
    """The directory as one file tells it."""

    day: date
    changes_only: bool = False
    """Banks that it does not name stay as they are; else they are no longer listed."""
    banks: dict[str, Bank] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    bad_rows: list[BadRow] = field(default_factory=list)


def read(path: Path) -> Edition:
    """The whole file, or none of it: half a directory would say that the other half is closed."""
    try:
        with unpacked(path) as stream:
            return edition(stream)
    except DefusedXmlException:
        sentence = "The file declares a document type of its own, which ED807 never does and which can hide traps."
        raise Refused(f"{sentence} Download it again.", "no document type") from None
    except BROKEN as error:
        raise Refused(f"The file {path.name} is broken ({error}): download it again.", RULE) from None


def edition(stream: IO[bytes]) -> Edition:
    elements = iterparse(stream, events=("start", "end"), forbid_dtd=True)
    _, root = next(elements)
    if local(root) != "ED807":
        raise Refused(
            f"The file begins with {local(root)[:80]!r}, and the bank directory with 'ED807': "
            "download the directory of БИК from the Bank of Russia.",
            "the file is ED807",
        )
    found = Edition(day_of(root))
    kinds = set[str | None]()
    for number, entry in enumerate(entries(elements, root), 1):
        kinds.add(entry.get("ChangeType"))
        take(found, number, entry)
    if not kinds:
        raise Refused("The file lists no bank: download the whole directory from the Bank of Russia.", "no banks")
    found.changes_only = root.get("InfoTypeCode") == CHANGES_ONLY or kinds <= CHANGES
    return found


def entries(elements: Iterator[tuple[str, Element]], root: Element) -> Iterator[Element]:
    """One after the other; what was read is let go."""
    for event, element in elements:
        if event == "end" and local(element) == "BICDirectoryEntry":
            yield element
            root.clear()


def take(found: Edition, number: int, entry: Element) -> None:
    """What cannot be used is told and left out; the rest goes on."""
    bik = entry.get("BIC", "")
    if bik in found.banks or bik in found.removed:
        found.bad_rows.append(BadRow(number, f"Entry {number} tells of {bik} again: it stands instead of the first."))
    found.banks.pop(bik, None)
    found.removed.discard(bik)
    try:
        if bik and entry.get("ChangeType") == REMOVED:
            found.removed.add(bik)
        else:
            found.banks[bik] = bank_of(entry, found.day)
    except ValueError as error:
        found.unreadable.add(bik)
        found.bad_rows.append(
            BadRow(number, f"Entry {number} ({bik or 'without a БИК'}) is left out: {reason(error)}.")
        )


def reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())


def day_of(root: Element) -> date:
    told = root.get("BusinessDay") or root.get("EDDate") or ""
    try:
        return date.fromisoformat(told)
    except ValueError:
        sentence = f"The file does not say for which day it is (BusinessDay {told[:40]!r}): download it again."
        raise Refused(sentence, RULE) from None
