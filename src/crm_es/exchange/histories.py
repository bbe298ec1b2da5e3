"""Records as the log has them now, for operations that must not look at a list that lags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from crm_es.application import Crm
from crm_es.decider import Decider
from crm_es.recorded import Recorded
from crm_es.store.reading import by_stream


def histories(crm: Crm, decider: Decider[Any, Any, Any], ids: Iterable[UUID]) -> dict[UUID, list[Recorded[Any]]]:
    """What happened to these records; nothing, where an id is of none of this kind."""
    with crm.log.datastore.get_connection() as db:
        found = by_stream(db, dict.fromkeys(ids, 0))
    ours = frozenset(decider.events)
    return {key: [one for one in history if type(one.event) in ours] for key, history in found.items()}


def states(crm: Crm, decider: Decider[Any, Any, Any], ids: Iterable[UUID]) -> dict[UUID, Any]:
    """What is true of these records; None where there is none."""
    return {
        key: decider.fold(recorded.event for recorded in history)
        for key, history in histories(crm, decider, ids).items()
    }
