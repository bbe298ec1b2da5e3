"""The text of an invoice, cut into cells: each knows its page and line, and whether it speaks of payee or buyer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal, NamedTuple

Side = Literal["payee", "buyer"]
MOST_LINES: Final = 3_000
LONGEST: Final = 400
"""Letters of a line."""
CELL_ENDS: Final = re.compile(r"\t| {3,}")
INVISIBLE: Final = re.compile(r"[^\S\t]|[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
SIDES: Final[tuple[tuple[Side, re.Pattern[str]], ...]] = (
    (
        "buyer",
        re.compile(
            r"\W*(банк плательщика|плательщик|покупател|заказчик|арендатор|лицензиат|грузополучател|клиент|абонент"
            r"|потребител|реквизиты.{0,20}(покупател|заказчик|плательщик))",
            re.IGNORECASE,
        ),
    ),
    (
        "payee",
        re.compile(
            r"\W*(банк получателя|получател|поставщик|исполнител|продав[ец]|подрядчик|арендодател|лицензиар"
            r"|(банковские |платежные )?реквизиты)",
            re.IGNORECASE,
        ),
    ),
)
NEITHER: Final = re.compile(
    r"\W*(№|итого|всего|наименование(?! ?:| организац| получател| банк)|товар|основание|договор|назначение|внимание"
    r"|руководител|директор|бухгалтер|сч[её]т(-|–|—| на | №| n|$))",
    re.IGNORECASE,
)
"""With these words something else begins."""


class Cell(NamedTuple):
    """A piece of a line that stands apart."""

    page: int
    row: int
    """Of all pages."""
    column: int
    text: str
    line: str
    side: Side | None


class Line(NamedTuple):
    """The cells side by side."""

    page: int
    cells: tuple[Cell, ...]
    text: str

    @property
    def row(self) -> int:
        return self.cells[0].row


@dataclass
class Sides:
    """Of whom the lines speak, as one reads on."""

    now: Side | None = None
    beside: list[Side] = field(default_factory=list)
    """Both of them, in columns."""

    def of(self, texts: Sequence[str]) -> Iterator[Side | None]:
        """Of whom each cell of the next line speaks."""
        named = [side_of(text) for text in texts]
        told = [side for side in named if side]
        if len(set(told)) > 1:
            self.beside = told
        elif told or any(NEITHER.match(text) for text in texts):
            self.beside = []
        if self.beside:
            share, rest = divmod(len(texts), len(self.beside))
            self.now = None
            yield from (None if rest else self.beside[n // share] for n in range(len(texts)))
            return
        for text, side in zip(texts, named, strict=True):
            if side or NEITHER.match(text):
                self.now = side
            yield self.now


def side_of(text: str) -> Side | None:
    return next((side for side, words in SIDES if words.match(text)), None)


def lines(pages: Sequence[str]) -> list[Line]:
    """All lines that say anything."""
    return list(islice(_lines(pages), MOST_LINES))


def _lines(pages: Sequence[str]) -> Iterator[Line]:
    row, sides = 0, Sides()
    for page, text in enumerate(pages, 1):
        for raw in text.splitlines():
            parts = [part.strip() for part in CELL_ENDS.split(plain(raw[:LONGEST]))]
            parts = [part for part in parts if part]
            if parts:
                whole = "  ".join(parts)
                told = zip(parts, sides.of(parts), strict=True)
                yield Line(
                    page, tuple(Cell(page, row, n, part, whole, side) for n, (part, side) in enumerate(told)), whole
                )
                row += 1


def plain(text: str) -> str:
    """With ordinary spaces, and without what nobody sees."""
    return INVISIBLE.sub(lambda found: " " if found[0].isspace() else "", text)
