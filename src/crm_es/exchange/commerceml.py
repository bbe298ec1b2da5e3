"""Reads orders, shipments and payments from an exchange file of 1C and web shops: CommerceML 2 and 3."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from pydantic import ValidationError

from crm_es.exchange.commerceml_document import ORDER, news_of
from crm_es.exchange.commerceml_elements import Unread, text
from crm_es.exchange.ed807_entry import local
from crm_es.exchange.news import Reading
from crm_es.exchange.summary import BadRow
from crm_es.messages import Refused

LARGEST: Final = 20_000_000
MOST: Final = 1000
ROOT: Final = "КоммерческаяИнформация"
RULE: Final = "the file is CommerceML"


def read(data: bytes, zone: ZoneInfo, *, web: bool = False) -> Reading:
    """All documents of the file that are news to us. Its times are those of the zone.

    Raises Refused where the file is broken, or not of this kind.
    """
    if len(data) > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // 10**6} MB: send it in parts.", RULE)
    found = Reading()
    try:
        for number, (document, order) in enumerate(documents(data), 1):
            if number > MOST:
                raise Refused(f"The file holds more than {MOST} documents: send it in parts.", RULE)
            found.rows = number
            take(found, document, order, zone, web=web)
    except DefusedXmlException:
        sentence = "The file declares a document type of its own, which CommerceML never does and can hide traps."
        raise Refused(f"{sentence} Send it without.", "no document type") from None
    except (ParseError, LookupError, UnicodeError) as error:
        raise Refused(f"The file is broken ({error}): send it again.", RULE) from None
    return found


def documents(data: bytes) -> Iterator[tuple[Element, str]]:
    """One after the other, with the order of the same container before it; what was read is let go."""
    elements = iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True)
    _, root = next(elements)
    if local(root) != ROOT:
        raise Refused(f"The file begins with {local(root)[:80]!r}, and CommerceML with {ROOT!r}.", RULE)
    order = ""
    for event, element in elements:
        if local(element) == "Контейнер":
            order = ""
        elif event == "end" and local(element) == "Документ":
            yield element, order
            if text(element, "ХозОперация").casefold() == ORDER:
                order = text(element, "Ид")
            root.clear()


def take(found: Reading, document: Element, order: str, zone: ZoneInfo, *, web: bool) -> None:
    """What cannot be used is told and left out; the rest goes on."""
    number = found.rows
    name = f"Document {text(document, 'Номер')[:60] or number}"
    try:
        told = news_of(document, order, zone, web=web)
        found.news.append(told)
        found.lines[told.id] = number
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:3])
        found.bad_rows.append(BadRow(number, f"{name} is left out: {faults}."))
    except Unread as reason:
        found.bad_rows.append(BadRow(number, f"{name} is left out: {reason}."))
