"""Days, times, money and amounts as people of a language write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent

from crm_es.printing.shapes import Language

LOCALES: Final = {"ru": Locale.parse("ru_RU"), "en": Locale.parse("en_GB")}
MONEY: Final = {"en": "¤¤\xa0#,##0.00"}
"""Where the usual form glues the currency to the amount: RUB1,000.00."""
MINUTES: Final = 60


class Measures:
    """How one language writes what is measured. Values of JSON are taken as they come."""

    def __init__(self, language: Language) -> None:
        self.language: Final = language
        self.locale: Final = LOCALES[language]

    def day(self, on: date | str, today: date | None = None) -> str:
        """A day; without its year where it is this year's."""
        on = day_of(on)
        if today and on.year == today.year:
            return format_skeleton("MMMd", datetime.combine(on, time()), locale=self.locale)
        return format_date(on, "medium", self.locale)

    def month(self, on: date | str) -> str:
        """The month of a day, by name."""
        return format_skeleton("yMMMM", datetime.combine(day_of(on), time()), locale=self.locale)

    def short_day(self, on: date | str) -> str:
        """A day with the first letters of its weekday, for the axis of a chart."""
        return format_skeleton("MMMEd", datetime.combine(day_of(on), time()), locale=self.locale)

    def weekday(self, on: date | str) -> str:
        """A day with the name of its weekday."""
        return format_date(day_of(on), "EEEE, d MMMM", self.locale)

    def clock(self, at: datetime | str, zone: tzinfo) -> str:
        """The time of day, where the company is."""
        return format_time(moment_of(at).astimezone(zone), "short", locale=self.locale)

    def moment(self, at: datetime | str, zone: tzinfo, today: date | None = None) -> str:
        """Day and time, where the company is."""
        local = moment_of(at).astimezone(zone)
        return f"{self.day(local.date(), today)}, {format_time(local, 'short', locale=self.locale)}"

    def money(self, amount: Decimal | str | float, currency: str) -> str:
        """An amount with its currency."""
        return format_currency(Decimal(str(amount)), currency, MONEY.get(self.language), self.locale)

    def number(self, value: Decimal | str | float) -> str:
        return format_decimal(Decimal(str(value)), locale=self.locale)

    def percent(self, share: Decimal | str | float) -> str:
        """A share of one: 0.5 is 50 %."""
        return format_percent(Decimal(str(share)), locale=self.locale)

    def hours(self, minutes: int) -> str:
        """A duration as a clock shows it: 95 minutes are 1:35."""
        sign = "-" if minutes < 0 else ""
        return f"{sign}{abs(minutes) // MINUTES}:{abs(minutes) % MINUTES:02}"

    def away(self, by: timedelta, granularity: Literal["day", "minute"] = "minute") -> str:
        """How long ago it was, or how soon it will be."""
        return format_timedelta(by, granularity=granularity, add_direction=True, locale=self.locale)


def day_of(on: date | str) -> date:
    return date.fromisoformat(on) if isinstance(on, str) else on


def moment_of(at: datetime | str) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at
