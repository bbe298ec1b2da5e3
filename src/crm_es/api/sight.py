"""Who may see what: one's own rows, those of one's team, or all (X-07)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates import DECIDERS, activity
from crm_es.aggregates.rate_card import SETTERS
from crm_es.audit import main_registry
from crm_es.decider import Decider
from crm_es.directory import Directory
from crm_es.ids import (
    BANKS,
    BILLING,
    PLAYBOOK,
    PRICE_LIST,
    RATE_CARD,
    activity_of,
    desk_of,
    notebook_of,
    order_desk_of,
    views_of,
    work_log_of,
)
from crm_es.pages import Page, page
from crm_es.reference import Reference
from crm_es.registries import PRICING, Registry

SEES_ALL: Final = frozenset({"administrator", "director", "compliance", "analyst"})
AnyDecider = Decider[Any, Any, Any]


class Sight(NamedTuple):
    """What one person may see now."""

    person_id: UUID
    people: frozenset[UUID] | None
    """Rows that concern them; None where all may be seen."""
    roles: frozenset[str] = frozenset()
    """What they may see besides goes by roles: accounting sees all approved requests (S1-30)."""

    def page(self, shown: Registry, db: Connection[Any], **asked: Any) -> Page:
        """A page of a list, without what is not to be seen."""
        return page(shown, db, **self.limits(shown), **asked)

    def limits(self, shown: Registry) -> dict[str, Any]:
        """What of a list may be seen, as questions to it take it."""
        opened = [rows for role, rows in shown.open_to.items() if role in self.roles]
        people = self.people if all(opened) else None
        besides = {column: values for rows in opened for column, values in rows.items()}
        return {"sight": frozenset({self.person_id}) if shown.private else people, "besides": besides}

    def row(self, shown: Registry, db: Connection[Any], key: UUID | str) -> dict[str, Any] | None:
        rows = self.page(shown, db, filters={shown.id_column: str(key)}, limit=1).rows
        return rows[0] if rows else None

    @property
    def knows_costs(self) -> bool:
        """Whether one may see what we pay for products, and what remains."""
        return self.people is None or not self.roles.isdisjoint(PRICING)

    def reaches(self, decider: AnyDecider, db: Connection[Any], stream: UUID) -> bool:
        """Whether the past of a record may be seen."""
        of_oneself = decider is activity.decider
        if of_oneself or self.people is None or stream in (PLAYBOOK, BANKS, views_of(self.person_id)):
            return not of_oneself or stream == activity_of(self.person_id)
        if stream in (PRICE_LIST, RATE_CARD):
            return self.knows_costs or (stream == RATE_CARD and not self.roles.isdisjoint(SETTERS))
        if stream == BILLING:
            return "billing" in self.roles
        if any(stream in of_person(person) for person in self.people):
            return True
        shown = main_registry(decider)
        if shown is None or (shown.told_to and shown.told_to.isdisjoint(self.roles)):
            return False
        people, row = self.limits(shown)["sight"], self.row(shown, db, stream)
        told = row is not None and (row[name] for name in shown.past_for)
        return bool(told) and (people is None or not shown.past_for or not people.isdisjoint(told))


def sight(reference: Reference, person_id: UUID) -> Sight:
    """Leaders of everything see all; everybody else their team, and for whom they stand in today."""
    directory, at = Directory(reference.people), datetime.now(UTC)
    roles = directory.roles(person_id)
    if roles & SEES_ALL:
        return Sight(person_id, None, roles)
    absent = (other for other in directory.people if directory.stands_in(person_id, other, at))
    people = directory.team(person_id).union(*map(directory.team, absent))
    meant = roles - {"accounting", "head", "inbox", "pricing", "service", "billing", "projects"}
    if playbook := reference.playbooks.get(reference.version):
        if playbook.payments.accounting_role in roles:
            meant |= {"accounting"}
        if playbook.payments.head_role in roles:
            meant |= {"head"}
        if playbook.orders.inbox_role in roles:
            meant |= {"inbox"}
        if playbook.prices.approver_role in roles:
            meant |= {"pricing"}
        if not roles.isdisjoint({playbook.service.role, playbook.service.head_role}):
            meant |= {"service"}
        if playbook.projects.head_role in roles:
            meant |= {"projects"}
        if not roles.isdisjoint(playbook.billing.roles):
            meant |= {"billing"}
    return Sight(person_id, people, meant)


DECIDER_NAMED: Final = {decider.plural.replace(" ", "-"): decider for decider in DECIDERS}
"""Deciders as addresses say them."""


def of_person(person_id: UUID) -> tuple[UUID, ...]:
    """Records that each person has one of."""
    return notebook_of(person_id), desk_of(person_id), order_desk_of(person_id), work_log_of(person_id)
