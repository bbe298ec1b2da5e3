"""Texts as the search over everything compares them: small letters, Ё as Е, word by word."""

from __future__ import annotations

import re
from typing import Final

WORD: Final = re.compile(r"[^\W_]{1,60}")
MOST: Final = 300
"""So many words of one text are looked for."""
SHORT: Final = 80
"""What is longer is no name or number that somebody types as a whole."""


def folded(text: str) -> str:
    """As people compare texts: small and capital letters alike, Ё as Е."""
    return text.lower().replace("ё", "е")


def words(text: str) -> list[str]:
    """Its words, in order. Numbers are words too, and whatever stands between is none."""
    return WORD.findall(folded(text))[:MOST]


def endings(word: str) -> list[str]:
    """A number is known by its last digits as well."""
    return [word[n:] for n in range(1, len(word) - 1)] if word.isdigit() else []


def whole(text: str) -> str | None:
    """The text as one, however it is written: `INV-7`, `inv 7`. None where it is too long to be typed."""
    found = " ".join(words(text))
    return found if 0 < len(found) <= SHORT else None
