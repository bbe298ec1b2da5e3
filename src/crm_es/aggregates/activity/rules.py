"""What of somebody's activity is suggested as work at all: what no rule names is neither kept nor told."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from crm_es.messages import Message
from crm_es.playbook import Name
from crm_es.work import Moment, Note, Subject

Part = Annotated[str, StringConstraints(max_length=100, strip_whitespace=True, pattern=r"^[^\x00]*$")]


class ActivityRule(Subject):
    """Windows that are work, and on what."""

    name: Name
    app: Part = ""
    """What the name of the program holds, in letters of either case; anything, where nothing is said."""
    title: Part = ""
    """What the title of the window holds."""
    url: Part = ""
    """What the address of the page holds, where a browser tells it."""
    kind: Name
    """The kind of work."""
    note: Note = ""
    titles: bool = False
    """The title of the window is kept as a note. Otherwise no title ever leaves the file that it came in."""

    def fits(self, app: str, title: str, url: str) -> bool:
        parts = ((self.app, app), (self.title, title), (self.url, url))
        return all(part.casefold() in whole.casefold() for part, whole in parts if part)

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.app or self.title or self.url):
            raise ValueError("A rule names a program, a title or an address: say which windows are work.")
        return self


class SeenSpan(Message):
    """A time in which windows that fit a rule were in front, and somebody was there."""

    rule: Name
    starts: Moment
    ends: Moment
    title: Note = ""
    """Only where the rule keeps titles."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts >= self.ends:
            raise ValueError("A time ends after it begins.")
        return self
