"""The working calendar: which days and hours people work, and when their day ends (X-10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays as public_holidays
from pydantic import Field, StringConstraints, field_validator, model_validator

from crm_es.messages import Message
from crm_es.playbook.names import Day, Hour

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final[tuple[Weekday, ...]] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
LAST_SECOND: Final = time(23, 59, 59)


class Calendar(Message):
    """When this company works. Times inside are UTC; days are those of its time zone."""

    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = None
    """Whose public holidays are free (ISO 3166-1); nobody's where none is given."""
    time_zone: Annotated[str, Field(examples=["Europe/Moscow"])] = "UTC"
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    holidays: tuple[Day, ...] = ()
    """Days off besides."""
    working_days: tuple[Day, ...] = ()
    """Days on which people work although they look free."""
    opens: Hour = time(9)
    closes: Hour = time(18)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def told(self, at: datetime) -> str:
        """As people here say it, in sentences."""
        return f"{at.astimezone(self.zone):%d.%m.%Y %H:%M}"

    def day(self, at: datetime) -> date:
        """The day that it is there at this time."""
        return at.astimezone(self.zone).date()

    def moment(self, day: date, at: time) -> datetime:
        """This time of this day, in UTC."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The last second of this day, in UTC."""
        return self.moment(day, LAST_SECOND)

    def is_working(self, day: date) -> bool:
        if day in self.working_days:
            return True
        free = day in self.holidays or WEEKDAYS[day.weekday()] in self.weekend
        return not free and (self.country is None or day not in free_days(self.country, day.year))

    def after(self, day: date, count: int) -> date:
        """The working day so many working days later; before, where the number is below zero."""
        step = timedelta(1 if count >= 0 else -1)
        while count:
            day += step
            if self.is_working(day):
                count -= step.days
        return day

    def working_between(self, first: date, last: date) -> int:
        """How many working days lie after the first day, up to the last."""
        days = (first + timedelta(n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working, days))

    @field_validator("country")
    @classmethod
    def _known(cls, country: str | None) -> str | None:
        if country is not None and country not in public_holidays.list_supported_countries():
            raise ValueError(f"The holidays of {country!r} are not known: give them as days.")
        return country

    @field_validator("time_zone")
    @classmethod
    def _there(cls, time_zone: str) -> str:
        try:
            ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"There is no time zone {time_zone!r}: give one such as Europe/Moscow.") from None
        return time_zone

    @model_validator(mode="after")
    def _some_work(self) -> Self:
        if len(set(self.weekend)) == len(WEEKDAYS):
            raise ValueError("Not every day can be a day off: leave one to work on.")
        if self.opens >= self.closes:
            raise ValueError("The working day ends before it begins: exchange the hours.")
        return self


@lru_cache
def free_days(country: str, year: int) -> frozenset[date]:
    """Public holidays, with those that were moved by decree as far as they are known."""
    return frozenset(public_holidays.country_holidays(country, years=year))
