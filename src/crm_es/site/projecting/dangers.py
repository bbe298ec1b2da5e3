"""What a project was warned of and what still holds, as sentences (S3-12, S3-15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from crm_es.site.speech import Speech, phrase

Row = Mapping[str, Any]
SAYS: Final[Mapping[str, str]] = {
    "stage late": phrase("{stage} was to be finished by {ends}."),
    "stage over plan": phrase("{stage} took {figure} % of its plan."),
    "project over plan": phrase("The project took {figure} % of its plan."),
    "runs ahead": phrase("More is spent than done: {figure} points of the plan more."),
    "budget": phrase("{figure} % of the budget is spent."),
    "SPI": phrase("It falls behind: {done} % is done, {due} % was to be (SPI {figure})."),
    "CPI": phrase("It takes more than planned for what is done (CPI {figure})."),
}
INDEXES: Final = ("SPI", "CPI")
PER_STAGE: Final = frozenset({"stage late", "stage over plan"})


class Danger(NamedTuple):
    """One warning."""

    what: str
    sentence: str
    at: str
    stage_id: str | None


def dangers(
    speech: Speech, past: Iterable[Row], open_stages: Iterable[str], earned: Row | None, today: date
) -> list[Danger]:
    """The last word on each danger, the newest first, without what is over: finished stages, indexes that recovered."""
    still, last = set(open_stages), {}
    for one in past:
        if one["event"] == "ProjectWarned":
            facts = one["facts"]
            last[facts["what"], facts.get("stage_id"), facts.get("period")] = one
    found = [told(speech, one, today) for one in last.values() if holds(one["facts"], still, earned)]
    return sorted(found, key=lambda danger: danger.at, reverse=True)


def holds(facts: Row, open_stages: set[str], earned: Row | None) -> bool:
    if facts["what"] in INDEXES and earned:
        index = earned[facts["what"].lower()]
        return index is not None and index < 1
    if not open_stages:
        return facts["what"] in {"project over plan", "budget"}
    return facts.get("stage_id") is None or facts["stage_id"] in open_stages


def told(speech: Speech, one: Row, today: date) -> Danger:
    facts = one["facts"]
    sentence = speech.text(
        SAYS[facts["what"]],
        stage=facts.get("stage") or "",
        ends=speech.day(facts["ends"], today) if facts.get("ends") else "",
        figure=speech.number(Decimal(facts["figure"]).normalize()),
        done=facts["done_percent"],
        due=facts.get("due_percent") or 0,
    )
    return Danger(facts["what"], sentence, one["occurred_at"], facts.get("stage_id"))
