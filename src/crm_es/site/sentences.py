"""Sentences that the rules say in English, with their particulars filled in: said again in another language.

A rule says `This deal is won: open another one.` where its code has `This deal is {status}: open another one.`;
the catalogue translates the pattern, and the caught particulars are put into the translation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Final

HOLE: Final = re.compile(r"\{(\w*)\}")
LONGEST: Final = 2000
"""Letters: what is longer is somebody's own words."""
MOST_WAYS: Final = 5000
"""In which a pattern may fit: texts that fit in more are made to be slow."""
AFTER: Final = "(?:( )(.+))?"
AFTER_WORDS: Final = r"(?:([.:;,] )(.+))?"
MONEY: Final = r"(-?\d[\d ,.\xa0]* [A-Z]{3}|unknown)"
NUMBER: Final = r"(-?[\d.:]+)"
SHAPES: Final = {
    **dict.fromkeys(("amount", "price", "floor", "list_price"), MONEY),
    **dict.fromkeys(("quantity", "hours", "percent", "figure", "margin", "n"), NUMBER),
    "day": r"(\d\d\.\d\d\.\d{4})",
    "time": r"(\d\d:\d\d)",
    "reference": r"([A-Z]+-\w+)",
    "sentence": r"(.+[.?!]|.+?)",
}
"""What fills a hole of this name; anything fills the others."""


@dataclass(frozen=True)
class Pattern:
    """A sentence with holes, and how it is said."""

    literal: str
    """Its longest fixed part: what does not hold it cannot match."""
    shape: re.Pattern[str]
    holes: tuple[str, ...]
    said: str
    between: tuple[str, ...]
    """What stands between its holes."""

    def found_in(self, told: str) -> re.Match[str] | None:
        if self.literal not in told or prod(map(told.count, self.between)) > MOST_WAYS:
            return None
        return self.shape.fullmatch(told)


class Sentences:
    """The patterns of a language, those that fix most first."""

    def __init__(self, said: Mapping[str, str]) -> None:
        ordered = sorted(said, key=sureness, reverse=True)
        self.patterns = tuple(pattern(msgid, said[msgid]) for msgid in ordered)

    def translated(self, told: str, caught: Callable[[str, str], str]) -> str | None:
        """It in this language, each particular told by `caught`; none if nothing like it is known.

        More may follow a sentence: another one, or somebody's own words.
        """
        if len(told) > LONGEST:
            return None
        for one in self.patterns:
            if found := one.found_in(told):
                *values, mark, more = found.groups(default="")
                said = filled(one.said, one.holes, map(caught, one.holes, values))
                return f"{said}{mark}{self.translated(more, caught) or more}"
        return None


def sureness(msgid: str) -> tuple[bool, int]:
    """What begins with words of its own is surer than what begins with a hole; then what has more of them."""
    return not msgid.startswith("{"), len(HOLE.sub("", msgid))


def pattern(msgid: str, said: str) -> Pattern:
    parts = HOLE.split(msgid)
    fixed, holes = parts[::2], parts[1::2]
    caught = [SHAPES.get(hole, "(.*?)") for hole in holes]
    shape = "".join(re.escape(text) + catch for text, catch in zip(fixed, [*caught, ""], strict=True))
    if fixed[-1].endswith((".", ":", "?")):
        more = AFTER
    elif holes and (fixed[-1] or holes[-1] in SHAPES):
        more = AFTER_WORDS
    else:
        more = "()()"
    shaped = re.compile(shape + more, re.DOTALL)
    return Pattern(max(fixed, key=len), shaped, tuple(holes), said, tuple(fixed[1:-1]))


def filled(said: str, holes: Iterable[str], values: Iterable[str]) -> str:
    """The translation with what was caught: holes are filled by name, so that words may come in another order."""
    known = dict(zip(holes, values, strict=True))
    return HOLE.sub(lambda hole: known.get(hole[1], hole[0]), said)
