"""Hours as people type them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

MINUTES: Final = 60
CLOCK: Final = re.compile(r"(\d{1,6}):([0-5]\d)")


def minutes_of(text: str) -> int | None:
    """8, 8,5 and 8:30 in minutes; None where it cannot be read as hours."""
    told = re.sub(r"\s", "", text).replace(",", ".")
    if clock := CLOCK.fullmatch(told):
        return int(clock[1]) * MINUTES + int(clock[2])
    try:
        hours = Decimal(told)
    except InvalidOperation:
        return None
    return round(hours * MINUTES) if hours.is_finite() and 0 <= hours < 10**6 else None


def typed(minutes: int) -> str:
    """Minutes as a form holds them: 8:30, and 8 where no minutes are over."""
    return f"{minutes // MINUTES}:{minutes % MINUTES:02}" if minutes % MINUTES else str(minutes // MINUTES)
