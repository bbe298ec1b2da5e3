"""The number and the day of an invoice, as its title says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from crm_es.exchange.invoice_cells import Line
from crm_es.exchange.invoice_numbers import LIKELY, POSSIBLE, SURE
from crm_es.exchange.suggested import Name, Place, Suggested

MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
DAY: Final = re.compile(
    rf"(?<![0-9.])(?P<day>[0-9]{{1,2}}) ?[»\"”]? ?(?P<word>{'|'.join(MONTHS)})[а-яё]*\.? (?P<year>[0-9]{{4}})"
    r"|(?<![0-9.])(?P<d>[0-9]{1,2})[./-](?P<m>[0-9]{1,2})[./-](?P<y>[0-9]{4}|[0-9]{2})(?![0-9]|[./-][0-9])"
    r"|(?<![0-9-])(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9-])",
    re.IGNORECASE,
)
CENTURY: Final = 2000
TITLE: Final = re.compile(
    r"\b(?:сч[её]т[ау]?|invoice)\b(?! ?[-–—]? ?фактур)[^№#0-9]{0,40}?(?:№|#|\bN[oо°]?\b\.?) ?(?P<rest>\S.*)",
    re.IGNORECASE,
)
OF: Final = re.compile(r" (?:от|dated)\b|(?<=[0-9])от\b", re.IGNORECASE)
ANOTHER: Final = re.compile(r"расч|корр?|лицев|[рлк] ?/|договор|акт\b|сч\.", re.IGNORECASE)
"""Words before it that make it another kind of счёт, or something else with a number."""
APART: Final = re.compile(r"\W*(?:от|дата(?: сч[её]та)?(?! (?:опл|пост|отгр))|date)\b", re.IGNORECASE)
"""A day that does not stand beside the number begins so."""
LONGEST: Final = 40
NEAR: Final = 40
"""Letters within which a day belongs to the number before it."""
NEIGHBOURS: Final = 3
"""Lines within which a day apart is the invoice's."""
ACCOUNT: Final = re.compile(r"[0-9. ]{20,}")


def title(lines: list[Line]) -> Iterator[Suggested]:
    """The number of the invoice and its day."""
    found = max(numbered(lines), key=lambda one: one[0], default=None)
    if found is None:
        return
    confidence, line, number, day = found
    yield suggested("invoice_number", number, confidence, line)
    apart = (one for one in lines if abs(one.row - line.row) <= NEIGHBOURS and APART.match(one.text))
    days = [(day, line, confidence)] if day else [(day_in(one.text), one, POSSIBLE) for one in apart]
    for day, place, sure in days:
        if day:
            yield suggested("invoice_date", day.isoformat(), sure, place)
            return


def suggested(field: Name, value: str, confidence: float, line: Line) -> Suggested:
    return Suggested(field=field, value=value, confidence=confidence, place=Place(page=line.page, text=line.text))


def numbered(lines: list[Line]) -> Iterator[tuple[float, Line, str, date | None]]:
    """Everything that could be the title. It may go on in the next line."""
    for line, following in pairwise((*lines, None)):
        if line is None:
            continue
        whole = " ".join(f"{line.text} {following.text if following else ''}".split())
        match = TITLE.search(whole)
        if not match or match.start() >= len(line.text) or ANOTHER.search(whole[: match.start()][-20:]):
            continue
        said = match["rest"]
        apart = OF.search(said[: LONGEST + 4])
        number = (said[: apart.start()] if apart else said.split()[0]).strip(" .,;:«»\"'")
        if not any(map(str.isdigit, number)) or len(number) > LONGEST or ACCOUNT.fullmatch(number):
            continue
        day = day_in(said[apart.end() :][:NEAR]) if apart else None
        first = not whole[: match.start()].strip("№ ")
        yield (SURE if first and day else LIKELY if first else POSSIBLE), line, number, day


def day_in(text: str) -> date | None:
    """The first day that a text names."""
    for match in DAY.finditer(" ".join(text.split())):
        try:
            if match["iso"]:
                return date.fromisoformat(match["iso"])
            if match["word"]:
                month = MONTHS.index(match["word"].lower()) + 1
                return date(int(match["year"]), month, int(match["day"]))
            year = int(match["y"])
            return date(year if year >= CENTURY // 20 else CENTURY + year, int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    return None
