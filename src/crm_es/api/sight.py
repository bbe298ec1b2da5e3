"""Who may see what: one's own rows, those of one's team, or all (X-07)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates import DECIDERS
from crm_es.audit import main_registry
from crm_es.decider import Decider
from crm_es.directory import Directory
from crm_es.ids import PLAYBOOK, desk_of, notebook_of
from crm_es.pages import Page, page
from crm_es.reference import Reference
from crm_es.registries import Registry

SEES_ALL: Final = frozenset({"administrator", "director", "compliance", "analyst"})
AnyDecider = Decider[Any, Any, Any]


class Sight(NamedTuple):
    """What one person may see now."""

    people: frozenset[UUID] | None
    """Rows that concern them; None where all may be seen."""
    accounting: bool
    """Approved and paid requests too (S1-30)."""

    def page(self, shown: Registry, db: Connection[Any], **asked: Any) -> Page:
        """A page of a list, without what is not to be seen."""
        paying = self.accounting and shown.name == "payment-requests"
        besides = {"status": ("approved", "paid")} if paying else None
        return page(shown, db, sight=self.people, besides=besides, **asked)

    def row(self, shown: Registry, db: Connection[Any], key: UUID) -> dict[str, Any] | None:
        rows = self.page(shown, db, filters={shown.row.KEY: str(key)}, limit=1).rows
        return rows[0] if rows else None

    def reaches(self, decider: AnyDecider, db: Connection[Any], stream: UUID) -> bool:
        """Whether the history of a record may be seen."""
        if self.people is None or stream == PLAYBOOK:
            return True
        if any(stream in (notebook_of(person), desk_of(person)) for person in self.people):
            return True
        shown = main_registry(decider)
        return shown is not None and self.row(shown, db, stream) is not None


def sight(reference: Reference, person_id: UUID) -> Sight:
    """Leaders of everything see all; everybody else their team, and for whom they stand in today."""
    directory, at = Directory(reference.people), datetime.now(UTC)
    roles = directory.roles(person_id)
    if roles & SEES_ALL:
        return Sight(None, accounting=True)
    absent = (other for other in directory.people if directory.stands_in(person_id, other, at))
    people = directory.team(person_id).union(*map(directory.team, absent))
    playbook = reference.playbooks.get(reference.version)
    return Sight(people, accounting=playbook is not None and playbook.payments.accounting_role in roles)


DECIDER_NAMED: Final = {decider.plural.replace(" ", "-"): decider for decider in DECIDERS}
"""Deciders as addresses say them."""
