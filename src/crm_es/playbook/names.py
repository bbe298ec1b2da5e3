"""What the parts of a playbook are called, and the days and hours that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Annotated, Final
from unicodedata import category, normalize

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
WRITTEN: Final = {"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$", "examples": ["08:30"]}


def of_the_company(at: time) -> time:
    if at.tzinfo:
        raise ValueError("An hour is that of the company: give it without a time zone, such as 08:30.")
    return at


Hour = Annotated[time, AfterValidator(of_the_company), WithJsonSchema(WRITTEN)]
"""By the company's clock."""


def among(names: tuple[str, ...], name: str | None) -> bool:
    """Whether it is one of these, however people type it. None given are all."""
    return not names or (name is not None and typed_alike(name) in map(typed_alike, names))


LATIN: Final = str.maketrans("АВЕКМНОРСТУХІЅЈ‐‑‒–—−", "ABEKMHOPCTYXISJ------")
"""Cyrillic capitals as the Latin ones that look like them, and every dash as one."""
AT_THE_END: Final = " .,;:!?'\"-_"
"""What means nothing behind a name."""


def capitals(text: str) -> str:
    """In capitals, without what cannot be seen; letters and dashes that look alike are the same."""
    seen = text if text.isprintable() else "".join(char for char in text if category(char) != "Cf")
    return normalize("NFKC", seen).upper().translate(LATIN)


def typed_alike(name: str) -> str:
    """A name without its case and what hides in it, and with one blank between words: to compare, not to be shown."""
    words = " ".join(capitals(name).split())
    return (words.rstrip(AT_THE_END) or words).casefold()


def twice(names: Iterable[str]) -> Iterator[str]:
    """The names that are there more than once."""
    return (name for name, count in Counter(names).items() if count > 1)


def typed_twice(names: Iterable[str]) -> Iterator[str]:
    """The names that are typed like one before them."""
    seen: set[str] = set()
    for name in names:
        if (alike := typed_alike(name)) in seen:
            yield name
        seen.add(alike)
