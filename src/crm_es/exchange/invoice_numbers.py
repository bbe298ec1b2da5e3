"""The numbers of an invoice, each under the label that stands nearest, and how likely it is the payee's."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from crm_es.bank_details.numbers import typed
from crm_es.exchange.invoice_cells import Cell, Line
from crm_es.exchange.suggested import Name, Place, Suggested

NUMBER: Final = re.compile(
    r"(?<![0-9A-ZА-ЯЁ])"
    r"(?:[0-9]{5}[0-9ABCEHKMPTXАВСЕНКМРТХ][0-9]{14}|[0-9]{12}|[0-9]{10}|[0-9]{4}[0-9A-Z]{2}[0-9]{3})"
    r"(?![0-9A-ZА-ЯЁ])"
)
IN_GROUPS: Final = re.compile(r"[0-9]{1,7}(?:[ .][0-9]{1,11}){1,9}")
"""One number with blanks in it, such as 40702 810 9 0000 0002851."""
LABEL: Final = re.compile(
    r"\b(?:(?P<inn_kpp>инн ?[/\\и,] ?кпп)|(?P<inn>инн)|(?P<kpp>кпп)|(?P<bik>бик)"
    r"|(?P<correspondent>к ?/ ?с|корр?[а-яё./ -]{0,18}сч)"
    r"|(?P<other>огрн|окпо|октмо|окато|оквэд|кбк|уин|тел|факс|л ?/ ?с|лицев)"
    r"|(?P<account>р ?/ ?с|сч))",
    re.IGNORECASE,
)
LABELLED, OF_PAYEE, OF_BUYER = 4.0, 3.0, -9.0
"""What speaks for a number, and against it."""
MOST: Final = 300
"""Numbers of one invoice that are looked at."""
SURE, LIKELY, POSSIBLE, DOUBTFUL = 0.97, 0.9, 0.7, 0.4


class Found(NamedTuple):
    """A number, or some other value, that may be meant."""

    value: str
    cell: Cell
    label: str = ""
    score: float = 0.0

    @property
    def confidence(self) -> float:
        if self.score >= LABELLED + OF_PAYEE:
            return SURE
        if self.score >= LABELLED:
            return LIKELY
        return POSSIBLE if self.score >= OF_PAYEE else DOUBTFUL

    def suggested(self, field: Name, confidence: float | None = None) -> Suggested:
        place = Place(page=self.cell.page, text=self.cell.line)
        return Suggested(field=field, value=self.value, confidence=confidence or self.confidence, place=place)


def numbers(lines: list[Line], ours: Collection[str] = ()) -> list[Found]:
    """All that could be bank details. Numbers of our own company are the buyer's, wherever they stand."""
    found = (one for n, line in enumerate(lines) for cell in line.cells for one in within(cell, n, lines, ours))
    return list(islice(found, MOST))


def within(cell: Cell, n: int, lines: list[Line], ours: Collection[str]) -> Iterator[Found]:
    whole = list(NUMBER.finditer(cell.text))
    groups = (group for group in IN_GROUPS.finditer(cell.text) if not any(overlap(group, one) for one in whole))
    for match in (*whole, *groups):
        label = label_of(cell, match.start(), n, lines)
        value = typed(match[0].replace(".", ""))
        score = OF_BUYER if value in ours else {"payee": OF_PAYEE, "buyer": OF_BUYER, None: 0.0}[cell.side]
        yield Found(value, cell, label, score + (LABELLED if label else 0.0))


def overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def label_of(cell: Cell, start: int, n: int, lines: list[Line]) -> str:
    """The nearest before it in its cell, else in the cell to the left, else in the cell above."""
    here, above = lines[n].cells, lines[n - 1].cells if n else ()
    beside = here[cell.column - 1].text if cell.column else ""
    over = above[cell.column].text if len(above) == len(here) else ""
    for text in (cell.text[:start], beside, over):
        if labels := [match.lastgroup for match in LABEL.finditer(text)]:
            return labels[-1] or ""
    return ""


def best(found: Iterable[Found], fits: Callable[[str], bool], *labels: str, near: int | None = None) -> Found | None:
    """The likeliest of those that can be it: under one of the labels, and not the buyer's."""
    possible = [one for one in found if one.label in labels and one.score >= 0 and fits(one.value)]
    return max(possible, key=lambda one: one.score - distance(one, near), default=None)


def distance(found: Found, row: int | None) -> float:
    """A little for each line between, so that it decides only among equals."""
    return 0.0 if row is None else min(abs(found.cell.row - row), 100) * 0.02
