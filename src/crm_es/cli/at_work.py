"""Somebody at work: what they may work on, and what they mean by a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import typer

from crm_es.aggregates.work_log import WorkLogCommand
from crm_es.application import Crm
from crm_es.cli.terminal import terminal
from crm_es.cli.users import person
from crm_es.context import Context
from crm_es.filters import read
from crm_es.ids import work_log_of
from crm_es.labour.periods import Period, period
from crm_es.labour.trackable import Trackable, trackable
from crm_es.messages import Refused
from crm_es.playbook import Playbook
from crm_es.registries import Column
from crm_es.runners.following import catch_up
from crm_es.store.accounts import create_tables


class Asked(NamedTuple):
    """Somebody at work."""

    crm: Crm
    person_id: UUID
    now: datetime

    @property
    def book(self) -> Playbook:
        return self.crm.reference.completed(Context(self.person_id, self.now)).playbook

    @property
    def whose(self) -> dict[str, Any]:
        return {"work_log_id": work_log_of(self.person_id), "person_id": self.person_id}

    def period(self, day: date | None, which: Callable[..., Period], of: UUID | None = None) -> Period:
        """The week or month of this day; which follows from what is there, where none is told."""
        catch_up(self.crm, "work_days", "work_periods")
        with self.crm.log.datastore.get_connection() as db:
            if day:
                return period(db, of or self.person_id, day, self.book)
            return which(db, of or self.person_id, self.now, self.book)

    def things(self) -> list[Trackable]:
        with self.crm.log.datastore.get_connection() as db:
            return trackable(db, self.person_id, self.now, self.book)

    def send(self, command: WorkLogCommand) -> None:
        self.crm.handle(command, Context(self.person_id, self.now))


@contextmanager
def at_work(context: typer.Context, login: str) -> Iterator[Asked]:
    with terminal(context).company() as crm:
        with crm.log.datastore.get_connection() as db:
            create_tables(db)
            person_id = person(db, login)
        yield Asked(crm, person_id, datetime.now(UTC))


def chosen(things: list[Trackable], what: str) -> Trackable:
    """The one thing that is meant."""
    words = what.casefold()
    found = [one for one in things if one.title.casefold() == words]
    found = found or [one for one in things if words in one.title.casefold()]
    if len(found) == 1:
        return found[0]
    some = found or things
    titles = "; ".join(one.title for one in some[:5])
    problem = "More than one thing is called so" if found else "Nothing of yours is called so"
    raise Refused(f"{problem}: type more of its title, such as {titles}.", "one thing to work on")


def on(thing: Trackable) -> dict[str, Any]:
    """The ids of what is worked on."""
    return {name: getattr(thing, name) for name in ("ticket_id", "project_id", "stage_id", "task_id", "deal_id")}


def day_of(name: str, text: str | None) -> date | None:
    return None if text is None else read(Column(date), name, text)
