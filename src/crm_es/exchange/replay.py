"""Sends what others have done through the ordinary commands: in order, many at once, each at its own time."""

from __future__ import annotations

from collections import Counter, deque
from concurrent.futures import Future
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.application import Crm
from crm_es.batch import Receipt
from crm_es.context import IMPORT, Context
from crm_es.exchange.rehearsal import Rehearsal
from crm_es.exchange.summary import Summary
from crm_es.ids import derived
from crm_es.messages import Command, Refused
from crm_es.playbook import Playbook
from crm_es.reference import TOPICS, Reference
from crm_es.runners.worker import settle
from crm_es.store.log import Log
from crm_es.store.reading import head, news, number

ROLES: Final = frozenset({IMPORT})
IMPORTED: Final = uuid5(NAMESPACE_OID, "crm_es/import")
"""All ids of imported things follow from it, so that the same file again leads to the same ids."""
IN_FLIGHT: Final = 2_000
WRITTEN: Final = "SELECT count(*) FROM events WHERE actor = %s AND notification_id > %s"


class Replay:
    """One import on its way. Each command is rehearsed, and sent unless this is a dry run."""

    def __init__(self, crm: Crm, summary: Summary, dry_run: bool) -> None:
        self.crm, self.summary, self.dry_run = crm, summary, dry_run
        self.rehearsal = Rehearsal(reference_of(crm.log))
        self._sent: deque[Future[Receipt]] = deque()

    def __enter__(self) -> Self:
        with self.crm.log.datastore.get_connection() as db:
            self._head = head(db)
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Wait for all answers, until policies have followed and the registries show them."""
        if kind is not None or self.dry_run:
            return
        self._hear(0)
        with self.crm.log.datastore.get_connection() as db:
            self.summary.recorded = number(db, WRITTEN, IMPORT, self._head)
        settle(self.crm)

    def send(self, command: Command, at: datetime, command_id: UUID, person_id: UUID | None = None) -> None:
        """Ask for it in a person's name. The same command id again changes nothing."""
        context = Context(IMPORT, at, ROLES, person_id, command_id)
        refusal = self.rehearsal.decide(command, context)
        self.summary.commands += 1
        if not self.dry_run:
            self._sent.append(self.crm.submit(command, context, repeated=True))
            self._hear(IN_FLIGHT)
        elif refusal is not None:
            self.summary.refused[refusal.rule] += 1

    def _hear(self, left: int) -> None:
        """Take answers until at most so many are awaited."""
        while len(self._sent) > left:
            error = self._sent.popleft().exception()
            if isinstance(error, Refused):
                self.summary.refused[error.rule] += 1
            elif error is not None:
                raise error

    def publish(self, playbook: Playbook, at: datetime) -> None:
        """Put a playbook in force, unless it is."""
        if playbook != self.in_force:
            self.send(PublishPlaybook(playbook=playbook), at, uuid4())

    @property
    def in_force(self) -> Playbook | None:
        reference = self.rehearsal.reference
        return reference.playbooks.get(reference.version)

    def hire(self, name: str, role: str, at: datetime, supervisor_id: UUID | None = None) -> UUID:
        """Somebody of this name in this role works here from now on; whoever does already stays as they are."""
        person_id = derived(IMPORTED, "staff", role, name)
        if person_id not in self.rehearsal.reference.people:
            hiring = HireStaffMember(
                staff_member_id=person_id, name=name[:80], roles=frozenset({role}), supervisor_id=supervisor_id
            )
            self.send(hiring, at, derived(person_id, "hire"))
        return person_id


def reference_of(log: Log) -> Reference:
    """Who works here and by which playbooks, as of the head of the log."""
    with log.datastore.get_connection() as db:
        _, found = news(db, 0, sorted(TOPICS), limit=(stop := head(db)), stop=stop)
    return Reference().after(recorded.event for recorded in found)


def states_in(crm: Crm, table: str, column: str, key: str, ids: list[UUID]) -> Counter[str]:
    """How many of these records a registry shows in which state."""
    question: Any = f"SELECT {column} AS state, count(*) AS n FROM {table} WHERE {key} = ANY(%s) GROUP BY 1"
    with crm.log.datastore.get_connection() as db:
        return Counter({row["state"]: row["n"] for row in db.execute(question, (ids,)).fetchall()})
