"""Whom and what the company knows already: rows are tied to it, and told from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.application import Crm
from crm_es.directory import Directory
from crm_es.messages import Refused, quoted
from crm_es.playbook import Playbook
from crm_es.playbook.names import typed_alike

CLIENTS: Final = "SELECT client_id, name, inn, phones, emails, codes FROM client_registry WHERE status <> 'merged'"
DEALS: Final = "SELECT deal_id, title, client_id FROM deal_registry WHERE outcome = 'open'"
READERS: Final = ("client_registry", "deal_registry")
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

    def staff(self, name: str) -> UUID:
        """Who works here under this name; whoever imports, where none is given."""
        if not name:
            return self.importer_id
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


def known(crm: Crm, importer_id: UUID) -> Known:
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
    return found
