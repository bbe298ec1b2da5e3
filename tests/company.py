"""A company at work, for stories: people ask, time passes, everything that follows happens."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Command, Refused
from crm_es.pages import page
from crm_es.projections.notebook_entries import Entry, open_for
from crm_es.registries import registry
from crm_es.runners.clock import tick
from crm_es.runners.worker import settle


class Company:
    """What people do and see in it."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm

    def ask(self, person_id: UUID, command: Command, at: datetime, **changes: Any) -> None:
        """Somebody asks for something, and what follows from it follows."""
        self.crm.handle(command, Context(by=person_id, at=at, **changes))
        settle(self.crm)

    def refused(self, person_id: UUID, command: Command, at: datetime) -> str:
        """Somebody asks for something, and is told why not."""
        with pytest.raises(Refused) as refusal:
            self.ask(person_id, command, at)
        return str(refusal.value)

    def clock(self, at: datetime) -> None:
        """It is so late now."""
        tick(self.crm, at)
        settle(self.crm)

    def notebook(self, person_id: UUID) -> list[Entry]:
        """What is open in somebody's notebook."""
        with self.crm.log.datastore.get_connection() as db:
            return open_for(person_id, db)

    def kinds(self, person_id: UUID) -> list[str]:
        return [entry.kind for entry in self.notebook(person_id)]

    def list(self, name: str, **question: Any) -> list[dict[str, Any]]:
        """The rows of a list."""
        with self.crm.log.datastore.get_connection() as db:
            return page(registry(name), db, **question).rows

    def one(self, name: str) -> dict[str, Any]:
        (row,) = self.list(name)
        return row
