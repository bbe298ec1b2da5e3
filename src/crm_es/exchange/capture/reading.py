"""Reads one line: what is to be done, by when, by whom, how urgently; for which client and deal is found later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final, TypeVar

from crm_es.exchange.capture.moments import DAYS, SOON, TIMES, Match, Now
from crm_es.messages import Refused

LONGEST: Final = 500
WHAT: Final = 80
"""As long as the name of a task may be."""
QUOTED: Final = re.compile(r"\"([^\"]+)\"|«([^»]+)»|“([^”]+)”")
HIDDEN: Final = 0xE000
"""Quoted words are hidden behind signs that nobody types."""
KINDS: Final = {
    "call": r"call|phone|ring|позвонить|позвони|звонок|созвон\w*|перезвонить",
    "meeting": r"meet|meeting|visit|встреча|встретиться|встретить|приехать|визит",
    "mail": r"mail|e-?mail|write|написать|напиши|письмо|ответить",
}
"""What the first word says of what it takes (X-17)."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Captured:
    """What was understood."""

    what: str
    due: datetime
    said_when: bool
    """The line says when; otherwise the calendar did."""
    urgent: bool
    kind: str | None
    person: str | None
    """Whoever is to do it, as typed after @."""
    deal: str | None
    """As typed after #."""
    quoted: tuple[str, ...]
    """What was put in quotes: names, as they are."""


@dataclass
class Text:
    """A line of which more and more is understood."""

    rest: str
    quoted: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, line: str) -> Text:
        text = cls("".join(sign for sign in line if not HIDDEN <= ord(sign) <= HIDDEN + LONGEST))

        def hide(match: Match) -> str:
            text.quoted.append(next(filter(None, match.groups())).strip())
            return chr(HIDDEN + len(text.quoted) - 1)

        text.rest = QUOTED.sub(hide, text.rest)
        return text

    def take(self, pattern: str) -> Match | None:
        """What stands by itself and reads so, which is understood then."""
        found = re.search(rf"(?<!\S)(?:{pattern})(?=[,;.!]*(?:\s|$))", self.rest, re.IGNORECASE)
        if found:
            self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :].lstrip(',;.')}"
        return found

    def first(self, rules: Iterable[tuple[str, Callable[[Match, Now], Found]]], now: Now, what: str) -> Found | None:
        """The one that a line names; naming two is not understood."""
        found: list[tuple[str, Found]] = []
        for pattern, meaning in rules:
            while match := self.take(pattern):
                found.append((match[0].strip(), meaning(match, now)))
        if len(found) > 1:
            said = " and ".join(repr(one) for one, _ in found)
            raise Refused(f"The line names two {what}, {said}: put what is only told in quotes.", f"two {what}")
        return found[0][1] if found else None

    @property
    def words(self) -> str:
        """What is left, with the quoted words in their places."""
        shown = "".join(
            self.quoted[ord(sign) - HIDDEN] if HIDDEN <= ord(sign) < HIDDEN + len(self.quoted) else sign
            for sign in self.rest
        )
        return " ".join(shown.split()).strip(" ,;")


def read(line: str, now: Now) -> Captured:
    """Raises Refused, with a sentence, where the line cannot be understood."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())
    if len(line) > LONGEST:
        raise Refused("This is long for one line: say it shorter.", "line too long")
    text = Text.of(line)
    person, deal = text.take(r"@(?P<name>[^\s,;!]+)"), text.take(r"#(?P<name>[^\s,;!]+)")
    soon = text.first(SOON, now, "times")
    day = text.first(DAYS, now, "days")
    clock = text.first(TIMES, now, "times")
    urgent = bool(re.search(r"(?<!\S)!+(?!\S)|!+\s*$", text.rest))
    text.rest = re.sub(r"(?<!\S)!+(?!\S)|!+\s*$", " ", text.rest)
    what = text.words
    if not any(map(str.isalnum, what)):
        raise Refused("Say what is to be done, such as: call Acme tomorrow 15:00", "nothing to do")
    if len(what) > WHAT:
        raise Refused(f"What is to be done has {len(what)} signs: say it in {WHAT}.", "line too long")
    return Captured(
        what=what,
        due=soon or due(day, clock, now, urgent=urgent),
        said_when=any(said is not None for said in (soon, day, clock)),
        urgent=urgent,
        kind=next((kind for kind, words in KINDS.items() if re.match(rf"(?:{words})\b", what, re.IGNORECASE)), None),
        person=name_of(person),
        deal=name_of(deal),
        quoted=tuple(text.quoted),
    )


def name_of(match: Match | None) -> str | None:
    return match["name"].replace("_", " ").rstrip("?.") or None if match else None


def due(day: date | None, clock: time | None, now: Now, *, urgent: bool) -> datetime:
    """The time that is meant: on a day without an hour, when work ends; without a day, on the next working day.

    What is urgent, or has an hour that is still to come, is meant for today.
    """
    calendar: Any = now.calendar
    at = clock or calendar.closes
    if day is None:
        today: datetime = calendar.moment(now.today, at)
        soon = (clock is not None or urgent) and today > now.at
        day = now.today if soon else calendar.after(now.today, 1)
    moment: datetime = calendar.moment(day, at)
    return moment
