"""How long something took, as people type it: 1:30, 1,5, 90 min."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

HOUR: Final = 60
A_DAY: Final = 24
CLOCK: Final = re.compile(r"(\d{1,3}):([0-5]?\d)")
AMOUNT: Final = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(h|ч|m|min|м|мин)?\.?")


def minutes(text: str) -> int | None:
    """Minutes; 0 where nothing is typed, None where it cannot be read. Whole numbers up to 24 are hours."""
    text = text.strip().lower()
    if not text:
        return 0
    if clock := CLOCK.fullmatch(text):
        return int(clock[1]) * HOUR + int(clock[2])
    if not (amount := AMOUNT.fullmatch(text)):
        return None
    value, unit = Decimal(amount[1].replace(",", ".")), amount[2]
    in_hours = unit in ("h", "ч") if unit else value != int(value) or value <= A_DAY
    return round(value * HOUR) if in_hours else round(value)
