"""What the parts of a playbook are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]


def among(names: tuple[str, ...], name: str | None) -> bool:
    """Whether it is one of these, however people type it. None given are all."""
    return not names or (name is not None and typed_alike(name) in map(typed_alike, names))


def typed_alike(name: str) -> str:
    """A name without its case, and with one blank between words."""
    return " ".join(name.casefold().split())


def twice(names: Iterable[str]) -> Iterator[str]:
    """The names that are there more than once."""
    return (name for name, count in Counter(names).items() if count > 1)
