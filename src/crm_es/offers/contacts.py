"""What may be done with a call that was missed, an inbox item that waits, and books that differ."""

from __future__ import annotations

from uuid import UUID

from crm_es.aggregates import call, inbox_item, reconciliation
from crm_es.aggregates.call import ReturnCall
from crm_es.aggregates.inbox_item import DismissInboxItem, InboxItem, SettleInboxItem
from crm_es.aggregates.reconciliation import SettleDifference
from crm_es.offers.way import Look, Values, Way, kind

SOMEBODY = UUID(int=1)


def asker(look: Look) -> UUID:
    return look.context.person_id


def found(look: Look) -> Values:
    """Whom it seems to be about."""
    item: InboxItem = look.state
    return {name: value for name, value in item.found if value and name in SettleInboxItem.model_fields}


CALL = kind("calls", call.decider, Way(ReturnCall))

ITEM = kind(
    "inbox-items",
    inbox_item.decider,
    Way(SettleInboxItem, present=found, typed={"client_id": SOMEBODY, "order_id": SOMEBODY, "manager_id": asker}),
    Way(DismissInboxItem, menu=True),
)

BOOKS = kind("reconciliations", reconciliation.decider, Way(SettleDifference))
