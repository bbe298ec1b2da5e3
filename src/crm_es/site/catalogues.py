"""What people read, in their language: every file of translations, read once and merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from crm_es.printing.shapes import Language

LOCALE: Final = Path(__file__).with_name("locale")
SENTENCES: Final = ("events.po", "notices.po", "refusals.po")
"""Files whose phrases are sentences that the rules say, with holes for particulars."""


@dataclass(frozen=True)
class Entry:
    """One phrase: what it is called, in which file it stands, and how it is said: several ways where it counts."""

    file: str
    msgid: str
    plural: str | None
    said: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """How phrases are said in one language. What is not there is said as it stands."""

    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    sentences: Mapping[str, str]
    """Those of the texts that rules say, with holes or without."""


def entries(language: Language) -> Iterator[Entry]:
    """Everything in the files of a language."""
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                msgid, plural = (message.id, None) if isinstance(message.id, str) else message.id[:2]
                said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                yield Entry(path.name, msgid, plural, said)


@cache
def catalogue(language: Language) -> Catalogue:
    """The merged catalogue; that of English is empty, because phrases are written in it."""
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    sentences: dict[str, str] = {}
    for entry in entries(language):
        if entry.plural is not None:
            plurals[entry.msgid] = entry.said
        elif entry.said[0]:
            texts[entry.msgid] = entry.said[0]
            if entry.file in SENTENCES:
                sentences[entry.msgid] = entry.said[0]
    return Catalogue(texts, plurals, sentences)
