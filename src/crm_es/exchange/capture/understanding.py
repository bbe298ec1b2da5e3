"""A line put together with what the company knows: the task that it means."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.task import AssignTask
from crm_es.directory import Directory
from crm_es.exchange.capture.finding import Known, client_named, deal_named, person_named
from crm_es.exchange.capture.moments import Now
from crm_es.exchange.capture.reading import Captured, read
from crm_es.reference import Reference


class Understood(NamedTuple):
    """What a line means."""

    captured: Captured
    responsible: Known
    client: Known | None
    deal: Known | None

    def wish(self, task_id: UUID) -> AssignTask:
        return AssignTask(
            task_id=task_id,
            what=self.captured.what,
            responsible_id=self.responsible.id,
            due=self.captured.due,
            deal_id=self.deal.id if self.deal else None,
            client_id=self.client.id if self.client else None,
            urgent=self.captured.urgent,
            kind=self.captured.kind,
        )

    @property
    def facts(self) -> dict[str, Any]:
        """As it is told to whoever typed it."""
        return {
            "what": self.captured.what,
            "due": self.captured.due,
            "said_when": self.captured.said_when,
            "urgent": self.captured.urgent,
            "kind": self.captured.kind,
            "responsible_id": self.responsible.id,
            "responsible": self.responsible.name,
            "client_id": self.client.id if self.client else None,
            "client": self.client.name if self.client else None,
            "deal_id": self.deal.id if self.deal else None,
            "deal": self.deal.name if self.deal else None,
        }


def understood(
    line: str,
    *,
    me: UUID,
    at: datetime,
    reference: Reference,
    db: Connection[Any],
    people: Collection[UUID] | None = None,
) -> Understood:
    """The task that somebody means, of clients and deals that these people have. Raises Refused with a sentence."""
    captured, directory = read(line, Now(at, reference.calendar)), Directory(reference.people)
    who = person_named(captured.person, me, directory) if captured.person else me
    return Understood(
        captured,
        Known(who, directory.name(who)),
        client_named(captured, db, people),
        deal_named(captured.deal, db, people) if captured.deal else None,
    )
