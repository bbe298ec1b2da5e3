"""Whether a client can be merged into the one that somebody names (X-11)."""

from __future__ import annotations

from crm_es.aggregates import client
from crm_es.aggregates.client import MergeClient
from crm_es.application import Crm
from crm_es.exchange.histories import states
from crm_es.messages import Refused


def must_take_in(crm: Crm, wish: MergeClient) -> None:
    """Refuse what is no client any more, or never was: merging would be undone at once."""
    other = states(crm, client.decider, [wish.into_id])[wish.into_id]
    if other is None or other.discarded:
        raise Refused("There is no client into which this one could be merged: name another.", "no such other client")
    if other.merged_into:
        raise Refused(
            f"{other.name} is merged into another client itself: merge into that one, or unmerge it first.",
            "the other client is merged",
        )
