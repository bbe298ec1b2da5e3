"""Days and times as people type them, in English and Russian."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from crm_es.messages import Refused
from crm_es.playbook import Calendar

Match = re.Match[str]
MONTHS: Final = (
    "january января", "february февраля", "march марта", "april апреля", "may мая", "june июня", "july июля",
    "august августа", "september сентября", "october октября", "november ноября", "december декабря",
)  # fmt: skip
WEEKDAYS: Final = (
    r"mon(?:day)?|пн|понедельник\w?", r"tue(?:s|sday)?|вт|вторник\w?", r"wed(?:nesday)?|ср|сред[аыуе]",
    r"thu(?:r|rs|rsday)?|чт|четверг\w?", r"fri(?:day)?|пт|пятниц[аыуе]", r"sat(?:urday)?|сб|суббот[аыуе]",
    r"sun(?:day)?|вс|воскресень[еюя]",
)  # fmt: skip
MONTH: Final = {name[:length]: n for n, names in enumerate(MONTHS, 1) for name in names.split() for length in (3, 99)}
NAMED: Final = "|".join(sorted(MONTH, key=len, reverse=True))
BEFORE: Final = r"(?:(?:at|by|on|till|until|before|в|во|к|ко|до|на)\s+)?"
IN: Final = r"(?:in|через)\s+(?:an?\s+)?(?:(?P<count>\d{1,9})\s+)?"
MANY: Final = 3650
EARLIEST, LATEST = 2000, 2199


class Now(NamedTuple):
    """When and where somebody types."""

    at: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.calendar.day(self.at)


def written(match: Match, now: Now) -> date:
    """27.11, 27.11.26, 27.11.2026; without a year the next that there is."""
    day, month, year = match["day"], match["month"], match["year"]
    if year:
        return exactly(int(year) + 2000 * (len(year) < len("2026")), int(month), int(day), match[0])
    return coming(int(month), int(day), now.today, match[0])


def iso(match: Match, _: Now) -> date:
    return exactly(int(match["year"]), int(match["month"]), int(match["day"]), match[0])


def spoken(match: Match, now: Now) -> date:
    """27 november, nov 27, 27 ноября."""
    return coming(MONTH[match["name"].lower()], int(match["day"]), now.today, match[0])


def coming(month: int, day: int, today: date, said: str) -> date:
    years = (today.year, today.year + 1, *(range(today.year + 2, today.year + 9) if (month, day) == (2, 29) else ()))
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise no_day(said)


def exactly(year: int, month: int, day: int, said: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise no_day(said) from None
    if not EARLIEST <= found.year <= LATEST:
        raise no_day(said)
    return found


def no_day(said: str) -> Refused:
    return Refused(f"There is no day {said.strip()!r}: give another, or put it in quotes.", "no such day")


def weekday(match: Match, now: Now) -> date:
    """The next one; today has a word of its own."""
    wanted = next(n for n, names in enumerate(WEEKDAYS) if re.fullmatch(names, match["weekday"], re.IGNORECASE))
    return now.today + timedelta((wanted - now.today.weekday() - 1) % 7 + 1)


def later(match: Match, now: Now) -> date:
    """In 3 days, через неделю, in 2 working days."""
    count, unit = int(match["count"] or 1), match["unit"].lower()
    if count > MANY:
        raise Refused(f"{match[0].strip()!r} is too far away: give a nearer day.", "day too far away")
    if match["working"] or unit == "wd":
        return now.calendar.after(now.today, count)
    return now.today + timedelta(count * (7 if unit.startswith(("w", "н")) else 1))


def in_days(count: int) -> Callable[[Match, Now], date]:
    return lambda _, now: now.today + timedelta(count)


DAYS: Final[tuple[tuple[str, Callable[[Match, Now], date]], ...]] = (
    (rf"{BEFORE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)", iso),
    (rf"{BEFORE}(?P<day>\d{{1,2}})\.(?P<month>0?[1-9]|1[0-2])(?:\.(?P<year>\d{{4}}|\d\d)?)?", written),
    (rf"{BEFORE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>{NAMED})", spoken),
    (rf"{BEFORE}(?P<name>{NAMED})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", spoken),
    (r"(?:the\s+)?day after tomorrow|послезавтра", in_days(2)),
    (r"tomorrow|завтра", in_days(1)),
    (r"today|сегодня", in_days(0)),
    (rf"{BEFORE}(?:next\s+|следующ\w+\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})", weekday),
    (rf"{IN}(?P<working>working\s+|рабоч\w+\s+)?(?P<unit>days?|weeks?|день|дня|дней|недел[юия]|недель)", later),
    (r"(?P<count>\d{1,9})\s+(?P<working>working|рабоч\w+)\s+(?P<unit>days?|день|дня|дней)", later),
    (r"\+(?P<count>\d{1,9})(?P<working>)(?P<unit>wd|d|w|д|н)", later),
)


def of_the_clock(match: Match, _: Now) -> time:
    """15:00, at 15, 3pm, в 15 часов."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "pm") if 1 <= hour <= 12 else 99  # noqa: PLR2004 - a clock has twelve hours
    try:
        return time(hour, minute)
    except ValueError:
        raise Refused(f"There is no time {match[0].strip()!r}: give another.", "no such time") from None


TIMES: Final[tuple[tuple[str, Callable[[Match, Now], time]], ...]] = (
    (rf"{BEFORE}(?P<hour>\d{{1,2}}):(?P<minute>\d\d)\s*(?P<half>[ap]m)?", of_the_clock),
    (rf"{BEFORE}(?P<hour>\d{{1,2}})(?P<minute>)\s*(?P<half>[ap]m)", of_the_clock),
    (r"(?:at|by|в|к|до)\s+(?P<hour>\d{1,2})(?P<minute>)(?P<half>)(?:\s+(?:o'clock|час(?:ов|а)?))?", of_the_clock),
)


def soon(match: Match, now: Now) -> datetime:
    """In 2 hours, через полчаса."""
    unit, count = match["unit"].lower(), int(match["count"] or 1)
    if unit.startswith("пол"):
        return now.at + timedelta(minutes=30)
    if count > MANY:
        raise Refused(f"{match[0].strip()!r} is too far away: give a day.", "day too far away")
    return now.at + (timedelta(minutes=count) if unit.startswith(("м", "m")) else timedelta(hours=count))


SOON: Final[tuple[tuple[str, Callable[[Match, Now], datetime]], ...]] = (
    (rf"{IN}(?P<unit>hours?|h|minutes?|min|час(?:а|ов)?|полчаса|мин(?:ут[уы]?)?)", soon),
)
