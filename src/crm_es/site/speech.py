"""Everything that pages say, in the language of whoever reads them. Phrases are written in English."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, lru_cache, partial
from typing import Any, Final, get_args

from crm_es.aggregates.project.events import ProjectWarned
from crm_es.printing.shapes import Language
from crm_es.site.catalogues import catalogue
from crm_es.site.measures import Measures, day_of, moment_of
from crm_es.site.sentences import HOLE, Sentences


def phrase(msgid: str) -> str:
    """Marks what is said later, where nobody's language is known yet; the catalogue holds it."""
    return msgid


NEAR: Final = {-1: phrase("yesterday"), 0: phrase("today"), 1: phrase("tomorrow")}
JUST_NOW: Final = timedelta(seconds=45)
CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
WISHES: Final = re.compile(r" \([SX]\d?-\d+[^()]*\)")
"""Numbers of wishes, for readers of the code."""
CODED: Final = frozenset(
    {"status", "from_status", "to_status", "doubt", "which", "channel", "kind", "use", "per", "about", "decision"}
    | {"outcome", "role"}
)
"""Holes that hold words of the code."""
DANGERS: Final = frozenset(get_args(ProjectWarned.model_fields["what"].annotation))
"""What projects are warned of."""
FAULT: Final = re.compile(r"(?:[\w.]*\.)?([a-z]\w*)(?:\.\d+)*: (.+)")
"""What is wrong with a field, told beside others."""
DEPTH: Final = 4
"""How often a sentence may hold another one."""
MOMENT: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d)?")
SUM: Final = re.compile(r"(-?\d[\d \xa0]{0,19}(?:\.\d{1,6})?) ([A-Z]{3})")

COUNTS: Final = frozenset({"quantity", "hours", "percent", "figure", "margin"})
"""Holes that hold numbers."""
COUNTED: Final = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class Speech(Measures):
    """One language. Get it by `speech`, which makes it once."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.catalogue: Final = catalogue(language)
        self._told = lru_cache(maxsize=2000)(self._translated)

    @property
    def measures(self) -> Measures:
        """What is measured, without any words."""
        return self

    @cached_property
    def sentences(self) -> Sentences:
        return Sentences(self.catalogue.sentences)

    def text(self, msgid: str, **values: Any) -> str:
        """A phrase; its holes `{so}` are filled with values."""
        said = self.catalogue.texts.get(msgid) or WISHES.sub("", msgid)
        return filled(said, values) if values else said

    def plural(self, one: str, many: str, n: int, **values: Any) -> str:
        """A phrase that counts: `plural("{n} deal", "{n} deals", 5)`."""
        ways = self.catalogue.plurals.get(one, ())
        if ways and all(ways):
            said = ways[("one", "few", "many").index(self.locale.plural_form(n))]
        else:
            said = one if n == 1 else many
        return filled(said, {"n": self.number(n), **values})

    def name(self, identifier: str) -> str:
        """What code calls a thing, as people call it: `pay_by` is «Оплатить до»."""
        return self.text(humanised(identifier))

    def refusal(self, sentence: str) -> str:
        """What a rule says, or what happened, as a sentence. What nothing like is known stays as it is."""
        return self._told(sentence, DEPTH)

    def _translated(self, sentence: str, depth: int) -> str:
        if known := self.catalogue.texts.get(sentence):
            return known
        said = self.sentences.translated(sentence, partial(self.caught, depth - 1)) if depth else None
        return said or WISHES.sub("", sentence)

    def caught(self, depth: int, hole: str, value: str) -> str:
        """A particular of a sentence, as people write it. Words of the company itself stay as they are."""
        if measured := self.measured(hole, value):
            return measured
        if hole in CODED or value in DANGERS:
            return self.name(value).lower() if value.islower() else self.text(value)
        if hole == "sentence" and all(faults := [FAULT.fullmatch(part) for part in value.split("; ")]):
            return "; ".join(f"{self.name(one[1])}: {self._told(one[2], depth)}" for one in faults if one)
        return self._inner(value, depth)

    def _inner(self, value: str, depth: int) -> str:
        """A sentence within a sentence, with its full stop or without."""
        if " " not in value:
            return self.catalogue.sentences.get(value, value)
        said = self._told(value, depth)
        return said if said != value else self._told(f"{value}.", depth).removesuffix(".")

    def measured(self, hole: str, value: str) -> str | None:
        """A day, an amount or a number, as people write it."""
        if moment := MOMENT.fullmatch(value):
            year, month, day, clock = moment.groups(default="")
            return f"{day}.{month}.{year}{clock.replace('T', ' ')}"
        if amount := SUM.fullmatch(value):
            return self.money(re.sub(r"\s", "", amount[1]), amount[2])
        return self.number(value) if hole in COUNTS and COUNTED.fullmatch(value) else None

    def dated(self, on: date | str, today: date) -> str:
        """A day as far as it is: today, tomorrow, yesterday; else in 3 days, 2 days ago."""
        days = (day_of(on) - today).days
        near = NEAR.get(days)
        return self.text(near) if near else self.away(timedelta(days=days), "day")

    def ago(self, at: datetime | str, now: datetime | None = None) -> str:
        by = moment_of(at) - (now or datetime.now(UTC))
        return self.text("just now") if abs(by) < JUST_NOW else self.away(by)


@cache
def speech(language: Language) -> Speech:
    """The one speech of a language."""
    return Speech(language)


def humanised(identifier: str) -> str:
    """`Pay by` of pay_by, `Client` of client_id, `Approve payment request` of ApprovePaymentRequest."""
    words = CAMEL.sub("_", identifier).replace("-", "_").lower() if CAMEL.search(identifier) else identifier
    words = re.sub(r"_ids?$", "", words).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def filled(said: str, values: dict[str, Any]) -> str:
    """Holes are names only, so that no phrase can reach into a value."""
    return HOLE.sub(lambda hole: str(values.get(hole[1], hole[0])), said)
