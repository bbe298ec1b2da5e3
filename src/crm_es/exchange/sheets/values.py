"""What people write into cells: days, amounts, times, yes and no."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Final

DAY: Final = re.compile(
    r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2})"
)
HOUR: Final = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d{2})(:\d{2})?")
SPENT: Final = re.compile(
    r"(?:(?P<h>\d{1,3})\s*(?:h|ч|час\w*)\.?)?\s*(?:(?P<m>\d{1,4})\s*(?:m|м|min\w*|мин\w*)\.?)?", re.IGNORECASE
)
A_DAY: Final = 24 * 60
NUMBER: Final = re.compile(r"[-+]?[0-9]{1,15}([.,][0-9]{1,6})?")
SPACES: Final = re.compile(r"[\s\u00a0\u202f']")
SIGNS: Final = {"₽": "RUB", "руб": "RUB", "р": "RUB", "$": "USD", "€": "EUR", "¥": "CNY"}
YES: Final = frozenset({"yes", "y", "да", "д", "+", "1", "true", "!", "x", "v"})
CENTURY: Final = 2000


def day(text: str) -> date:
    """31.12.2026, 31.12.26, 31/12/2026 or 2026-12-31. Raises ValueError."""
    if not (found := DAY.fullmatch(text.strip())):
        raise ValueError("is no day: write it as 31.12.2026")
    year, month, on = (found[a] or found[b] for a, b in (("y", "Y"), ("m", "M"), ("d", "D")))
    try:
        return date(int(year) + (CENTURY if len(year) == 2 else 0), int(month), int(on))  # noqa: PLR2004 - 26 is 2026
    except ValueError:
        raise ValueError("is no day of the calendar: correct it") from None


def moment(text: str) -> tuple[date, time | None]:
    """A day, and a time of it where one is given. Raises ValueError."""
    on, _, rest = text.strip().replace("T", " ").partition(" ")
    if not rest.strip():
        return day(on), None
    if not (found := HOUR.fullmatch(rest.strip())):
        raise ValueError("has no time that can be read: write it as 31.12.2026 15:00")
    try:
        return day(on), time(int(found["h"]), int(found["m"]))
    except ValueError:
        raise ValueError("has no time that can be read: write it as 31.12.2026 15:00") from None


def clock(text: str) -> tuple[date | None, time]:
    """15:00, or 31.12.2026 15:00. Raises ValueError."""
    if found := HOUR.fullmatch(text.strip()):
        try:
            return None, time(int(found["h"]), int(found["m"]))
        except ValueError:
            raise ValueError("is no time of the day: write it as 15:00") from None
    day, at = moment(text)
    if at is None:
        raise ValueError("has no time: write it as 31.12.2026 15:00")
    return day, at


def length(text: str) -> int:
    """Minutes of 1,5 or 1:30 or 1h 30m. Raises ValueError."""
    text = text.strip()
    if found := HOUR.fullmatch(text) or (text and SPENT.fullmatch(text)) or None:
        minutes = 60 * int(found["h"] or 0) + int(found["m"] or 0)
    else:
        minutes = int((number(text) * 60).quantize(Decimal(1)))
    if not 0 < minutes <= A_DAY:
        raise ValueError("is no time that a day has: write it as 1:30 or 1.5")
    return minutes


def number(text: str) -> Decimal:
    """1 250,50 or 1,250.50 or 1250.5: a comma alone stands before decimals. Raises ValueError."""
    plain = SPACES.sub("", text)
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    if not NUMBER.fullmatch(plain):
        raise ValueError("is no number: write it as 1250.50")
    return Decimal(plain.replace(",", "."))


def money(text: str) -> tuple[Decimal, str | None]:
    """An amount in hundredths, and its currency where one stands beside it. Raises ValueError."""
    text = " ".join(text.split())
    found = re.fullmatch(
        r"(?P<before>[^\d\s,.+-]*)\s*(?P<amount>[-+\d\s\u00a0\u202f.,']*\d)\s*(?P<after>\D*)", text.strip()
    )
    if not found:
        raise ValueError("is no amount: write it as 1250.50")
    beside = (found["before"] or found["after"]).strip().rstrip(".").casefold()
    currency = SIGNS.get(beside) or (beside.upper() if re.fullmatch(r"[a-z]{3}", beside) else None)
    if beside and currency is None:
        raise ValueError("has a currency that is not known: write its code, such as RUB")
    amount = number(found["amount"])
    if amount.as_tuple().exponent not in (0, -1, -2):
        raise ValueError("has more than two decimals: round it, or write it as 1250.50")
    return amount.quantize(Decimal("0.01")), currency


def yes(text: str) -> bool:
    return text.casefold().strip() in YES


def several(text: str) -> tuple[str, ...]:
    """What a cell holds of phones or addresses: between commas, semicolons or lines."""
    return tuple(part.strip() for part in re.split(r"[;,\n]", text) if part.strip())
