"""Whom and what the company knows already: rows are tied to it, and told from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.application import Crm
from crm_es.directory import Directory
from crm_es.messages import Refused, quoted
from crm_es.playbook import Playbook
from crm_es.playbook.names import typed_alike
from crm_es.store.accounts import accounts, create_tables

CLIENTS: Final = "SELECT client_id, name, inn, phones, emails, codes FROM client_registry WHERE status <> 'merged'"
DEALS: Final = "SELECT deal_id, title, client_id FROM deal_registry WHERE outcome = 'open'"
TICKETS: Final = "SELECT ticket_id, reference, subject FROM ticket_registry"
PROJECTS: Final = "SELECT project_id, name FROM project_registry"
STAGES: Final = "SELECT stage_id, project_id, name FROM project_stages WHERE status <> 'dropped'"
WORKS: Final = """
SELECT work_id, person_id, starts, day, raw_minutes, note,
    coalesce(ticket_id, project_id, task_id, deal_id, client_id) AS subject_id
FROM work_entries
"""
CLOSED: Final = """
SELECT person_id, first_day, last_day, status FROM work_periods WHERE status IN ('submitted', 'approved')
"""
EMAILS: Final = "SELECT staff_member_id, email FROM staff_registry WHERE email IS NOT NULL"
READERS: Final = ("client_registry", "deal_registry", "staff_registry")
ANY_TIME: Final = "any time"
OF_TIME: Final = ("ticket_registry", "project_registry", "project_stages", "work_entries", "work_periods")
"""What has to be at the head of the log before anything is looked up."""


class Twin(NamedTuple):
    """Something known that a row looks like."""

    record_id: UUID
    by: str
    """What is the same: name, ИНН, phone, e-mail."""


@dataclass
class Index:
    """Records by what they go by. What rows of the sheet bring is known from then on too."""

    found: dict[tuple[str, str], set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def add(self, record_id: UUID, signs: Mapping[str, Iterable[str]]) -> None:
        for by, values in signs.items():
            for value in filter(None, values):
                self.found[by, typed_alike(value)].add(record_id)

    def twin(self, signs: Mapping[str, Iterable[str]]) -> Twin | None:
        """The first known record that shares a sign, in their order."""
        for by, values in signs.items():
            for value in filter(None, values):
                if ids := self.found.get((by, typed_alike(value))):
                    return Twin(min(ids), by)
        return None

    def one(self, value: str, *by: str) -> UUID | None:
        """The only one that goes by this. Raises Refused where several do."""
        ids = set[UUID]().union(*(self.found.get((sign, typed_alike(value)), ()) for sign in by))
        if len(ids) > 1:
            raise Refused(f"Several go by {value!r}: name one that is unlike the others.", "several go by it")
        return next(iter(ids), None)


class Closed(NamedTuple):
    """A week or month that is submitted or approved."""

    first: date
    last: date
    status: str


@dataclass
class Known:
    """The company, as rows refer to it."""

    directory: Directory
    playbook: Playbook
    importer_id: UUID
    clients: Index = field(default_factory=Index)
    deals: Index = field(default_factory=Index)
    contacts: Index = field(default_factory=Index)
    tasks: Index = field(default_factory=Index)
    tickets: Index = field(default_factory=Index)
    projects: Index = field(default_factory=Index)
    stages: Index = field(default_factory=Index)
    works: Index = field(default_factory=Index)
    closed: defaultdict[UUID, list[Closed]] = field(default_factory=lambda: defaultdict(list))
    """By the person whose time it is."""
    addresses: Index = field(default_factory=Index)
    """Logins and e-mail addresses of those who work here."""

    def staff(self, name: str) -> UUID:
        """Who works here under this name, login or e-mail address; whoever imports, where none is given."""
        if not name:
            return self.importer_id
        if (found := self.addresses.one(name, "login", "e-mail")) and self.directory.person(found):
            return found
        here = [p for p in self.directory.people.values() if typed_alike(p.name) == typed_alike(name) and not p.left]
        if len(here) == 1:
            return here[0].person_id
        if here:
            raise Refused(f"Several people are called {name!r}: rename one first.", "several go by it")
        close = [
            p.name for p in self.directory.people.values() if typed_alike(name) in typed_alike(p.name) and not p.left
        ]
        hint = f": did you mean {quoted(close)}?" if close else ": name somebody of the staff."
        raise Refused(f"Nobody here is called {name!r}{hint}", "nobody of this name")

    def client(self, name: str) -> UUID:
        """The client that goes by this name, ИНН, code, phone or e-mail."""
        if found := self.clients.one(name, "name", "ИНН", "code", "phone", "e-mail"):
            return found
        raise Refused(f"There is no client {name!r}: import clients first.", "no such client")


def known(crm: Crm, importer_id: UUID, *, with_time: bool = False) -> Known:
    reference = crm.reference
    if (playbook := reference.playbooks.get(reference.version)) is None:
        raise Refused("No playbook is published yet: publish one with `crm-es playbook publish FILE`.")
    found = Known(Directory(reference.people), playbook, importer_id)
    with crm.log.datastore.get_connection() as db:
        for row in db.execute(CLIENTS).fetchall():
            signs = {"ИНН": [row["inn"]], "phone": row["phones"], "e-mail": row["emails"], "name": [row["name"]]}
            found.clients.add(row["client_id"], signs | {"code": row["codes"]})
        for row in db.execute(DEALS).fetchall():
            found.deals.add(row["deal_id"], {"title": [f"{row['client_id']} {row['title']}"]})
        create_tables(db)
        for account in accounts(db):
            found.addresses.add(account.staff_member_id, {"login": [account.login]})
        for row in db.execute(EMAILS).fetchall():
            found.addresses.add(row["staff_member_id"], {"e-mail": [row["email"]]})
        if with_time:
            learn_of_time(found, db)
    return found


def learn_of_time(known: Known, db: Connection[Any]) -> None:
    """What people work on, and what is recorded already."""
    for row in db.execute(TICKETS).fetchall():
        known.tickets.add(row["ticket_id"], {"reference": [row["reference"]], "name": [row["subject"]]})
    for row in db.execute(PROJECTS).fetchall():
        known.projects.add(row["project_id"], {"name": [row["name"]]})
    for row in db.execute(STAGES).fetchall():
        known.stages.add(row["stage_id"], {"name": [f"{row['project_id']} {row['name']}"]})
    for row in db.execute(CLOSED).fetchall():
        known.closed[row["person_id"]].append(Closed(row["first_day"], row["last_day"], row["status"]))
    zone = known.playbook.calendar.zone
    for row in db.execute(WORKS).fetchall():
        begun = f"{row['starts'].astimezone(zone):%H:%M}"
        known.works.add(row["work_id"], {"time": [sign(begin, **row) for begin in (ANY_TIME, begun)]})


def sign(
    begun: str, *, person_id: UUID, day: date, raw_minutes: int, subject_id: UUID | None, note: str, **_: object
) -> str:
    """What tells one entry of time from others: by its start, or where that is not told, by its length alone."""
    return f"{person_id} {day} {begun} {raw_minutes} {subject_id} {note}"
