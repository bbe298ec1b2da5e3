"""Looks before somebody settles an inbox item whether it could be entered then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from crm_es.aggregates import DECIDER_OF, inbox_item
from crm_es.aggregates.inbox_item import InboxItem, SettleInboxItem, merged
from crm_es.application import Crm
from crm_es.context import IMPORT, Context
from crm_es.exchange.histories import states
from crm_es.exchange.inbox import WHO
from crm_es.inbox_wishes import wish
from crm_es.messages import Refused
from crm_es.runners.following import catch_up

OWNER: Final = "SELECT owner_id FROM client_registry WHERE client_id = %s"


def enterable(crm: Crm, asked: SettleInboxItem) -> SettleInboxItem:
    """The wish, with the manager of the client that it names. Raises Refused where it could not be entered then."""
    item: InboxItem | None = states(crm, inbox_item.decider, [asked.inbox_item_id])[asked.inbox_item_id]
    if item is None or not item.waits_because:
        return asked
    found = merged(item.found, asked)
    if found.client_id is not None:
        catch_up(crm, "client_registry")
        with crm.log.datastore.get_connection() as db:
            owner = db.execute(OWNER, (found.client_id,)).fetchone()
        if owner is None:
            raise Refused("There is no such client: meet the client first.", "a client who is known")
        if found.manager_id is None:
            asked = asked.model_copy(update={"manager_id": owner["owner_id"]})
            found = merged(item.found, asked)
    if not found.lacks(item.told):
        now = datetime.now(UTC)
        command = wish(item.source, item.told, found, now.date())
        decider = DECIDER_OF[type(command)]
        stream = decider.stream(command)
        context = crm.reference.completed(Context(WHO, now, frozenset({IMPORT})))
        list(decider.decide(states(crm, decider, [stream])[stream], command, context))
    return asked
