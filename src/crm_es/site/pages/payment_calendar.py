"""What is to be paid when: a month of days, or weeks and months ahead, by currency (S1-23)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import APIRouter, Query, Response

from crm_es.site.payment_filling import is_accounting
from crm_es.site.visitor import Seen

routes = APIRouter()
Period = Literal["day", "week", "month"]
Line = dict[str, Any]
LAST_MONTH: Final = date(9998, 12, 1)
AHEAD: Final = {"week": 12 * 7, "month": 365}
"""Days that the two longer views show."""


class Cell(NamedTuple):
    """A day, a week or a month, with a line for each currency."""

    first: date
    last: date
    lines: list[Line]
    when: str
    """late, today or later."""
    is_outside: bool
    """It is of another month than the one that is shown."""


@routes.get("/payments/calendar")
async def payment_calendar(
    visitor: Seen,
    by: Period = "day",
    month: Annotated[str | None, Query(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] = None,
) -> Response:
    """The days of a month, or what is ahead by weeks or months; a click shows the requests."""
    today = visitor.today
    first = min(max(date.fromisoformat(f"{month}-01") if month else today.replace(day=1), date(2, 1, 1)), LAST_MONTH)
    since, until = shown_days(by, first, today)
    found = await visitor.get("/payment-calendar", by=by, from_=since, to=until)
    ends = [line for line in found["rows"] if line["line"] != "period"]
    periods = [line for line in found["rows"] if line["line"] == "period"]
    return visitor.page(
        "payments/calendar.html",
        by=by,
        first=first,
        cells=list(days(since, until, first, periods, today) if by == "day" else spans(periods, today)),
        overdue=[line for line in ends if line["line"] == "overdue"],
        without_day=[line for line in ends if line["line"] == "without a day"],
        earlier=f"{first - timedelta(1):%Y-%m}",
        following=f"{after(first):%Y-%m}",
        largest=largest(periods),
        pays=is_accounting(visitor),
        week=[date(2024, 1, day) for day in range(1, 8)],
    )


def shown_days(by: Period, first: date, today: date) -> tuple[date, date]:
    """Whole weeks around the month; else from the current period on."""
    if by != "day":
        return today, today + timedelta(AHEAD[by])
    last = after(first) - timedelta(1)
    return first - timedelta(first.weekday()), last + timedelta(6 - last.weekday())


def after(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(31)).replace(day=1)


def days(since: date, until: date, first: date, lines: list[Line], today: date) -> Iterable[Cell]:
    for n in range((until - since).days + 1):
        day = since + timedelta(n)
        own = [line for line in lines if line["from"] == day.isoformat()]
        yield Cell(day, day, own, when(day, day, today), day.month != first.month)


def spans(lines: list[Line], today: date) -> Iterable[Cell]:
    for begin, end in dict.fromkeys((line["from"], line["to"]) for line in lines):
        first, last = date.fromisoformat(begin), date.fromisoformat(end)
        own = [line for line in lines if line["from"] == begin]
        yield Cell(first, last, own, when(first, last, today), is_outside=False)


def when(first: date, last: date, today: date) -> str:
    if last < today:
        return "late"
    return "today" if first <= today else "later"


def largest(lines: list[Line]) -> dict[str, Decimal]:
    """By currency, the most that one period comes to: as long as the longest bar."""
    found: dict[str, Decimal] = {}
    for line in lines:
        sums = Decimal(line["left_amount"]) + Decimal(line["paid_amount"])
        found[line["currency"]] = max(found.get(line["currency"], Decimal(0)), sums)
    return found
