"""Everything that pages can say is said in Russian too."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import groupby
from typing import Final

import pytest

from crm_es.printing.shapes import Language
from crm_es.site.catalogues import SENTENCES, Entry, entries
from crm_es.site.code_phrases import Phrase
from crm_es.site.phrases import phrases

HOLE: Final = re.compile(r"\{\w*\}")
GLUE: Final = frozenset({"{rest}"})
"""What English needs for its grammar alone."""
RUSSIAN: Final = list(entries("ru"))


@cache
def said() -> frozenset[Phrase]:
    return frozenset(phrases())


def entry_name(entry: Entry) -> str:
    return f"{entry.file}: {entry.msgid}"


def test_every_phrase_is_translated() -> None:
    known = {(entry.msgid, entry.plural) for entry in RUSSIAN if all(entry.said)}
    missing: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(said(), key=lambda one: one.msgid):
        if (phrase.msgid, phrase.plural) not in known:
            missing[phrase.where].append(phrase.msgid)
    told = "\n".join(f"{where}: {msgid!r}" for where, msgids in sorted(missing.items()) for msgid in msgids)
    assert not told, f"Translate these in src/crm_es/site/locale/ru:\n{told}"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_nothing_is_translated_that_nobody_says(language: Language) -> None:
    known = {(phrase.msgid, phrase.plural) for phrase in said()}
    idle = [entry_name(entry) for entry in entries(language) if (entry.msgid, entry.plural) not in known]
    assert not idle, "Take these out: nobody says them any more.\n" + "\n".join(idle)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_phrase_is_translated_once(language: Language) -> None:
    ordered = sorted(entries(language), key=lambda entry: entry.msgid)
    twice = [
        [*map(entry_name, same)]
        for same in (list(found) for _, found in groupby(ordered, lambda one: one.msgid))
        if len(same) > 1
    ]
    assert not twice


def test_translations_keep_the_holes() -> None:
    wrong = [
        entry_name(entry)
        for entry in RUSSIAN
        for way in entry.said
        if not holes(entry.msgid) - GLUE <= holes(way) <= holes(entry.msgid) | holes(entry.plural or "")
    ]
    assert not wrong


def holes(text: str) -> set[str]:
    return set(HOLE.findall(text))


def test_what_counts_is_said_in_three_ways() -> None:
    assert [entry_name(entry) for entry in RUSSIAN if entry.plural and len(entry.said) != 3] == []


def test_sentences_end_as_they_do_in_english() -> None:
    """What follows a sentence is found by its end."""
    ends = (".", ":", "?")
    wrong = [
        entry_name(entry)
        for entry in RUSSIAN
        if entry.file in SENTENCES and (entry.msgid[-1] in ends) != (entry.said[0][-1] in ends)
    ]
    assert not wrong


def test_phrases_come_from_the_code_and_from_pages() -> None:
    """S0-28: what a refusal says, what a list shows, what a command is called."""
    found = {phrase.msgid for phrase in said()}
    assert {"Pay by", "Approve payment request", "Head of sales", "Field required"} <= found
    assert {"Your notebook comes first. Close these entries in it: {entries}.", "Payment request approved"} <= found
    assert Phrase("My day", "menu.py") in said()
