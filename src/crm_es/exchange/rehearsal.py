"""Commands decided in memory, as the application would: what a dry run tells, and what an import steers by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from crm_es.aggregates import DECIDER_OF
from crm_es.aggregates.playbook import InForce
from crm_es.batch import permitted
from crm_es.context import Context
from crm_es.ids import BANKS, PLAYBOOK, PRICE_LIST, RATE_CARD
from crm_es.messages import Command, Refused
from crm_es.reference import Reference
from crm_es.states import EMPTY, Stream


class Rehearsal:
    """Streams that are empty in the beginning, beside the staff, playbooks, banks, prices and rates that are there."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.streams: dict[UUID, Stream] = {}
        if reference.version:
            in_force = InForce(reference.version, reference.playbooks[reference.version])
            self.streams[PLAYBOOK] = EMPTY._replace(state=in_force, version=reference.version)
        if reference.bank_directory:
            self.streams[BANKS] = EMPTY._replace(state=reference.bank_directory, version=1)
        if reference.price_list:
            self.streams[PRICE_LIST] = EMPTY._replace(state=reference.price_list, version=1)
        if reference.rate_card:
            self.streams[RATE_CARD] = EMPTY._replace(state=reference.rate_card, version=1)

    def decide(self, command: Command, context: Context) -> Refused | None:
        """Take over what the command leads to; or tell why it is refused."""
        decider = DECIDER_OF[type(command)]
        key = decider.stream(command)
        stream = self.streams.get(key, EMPTY)
        context = self.reference.completed(context)
        try:
            permitted(decider, command, context, stream)
            events = list(decider.decide(stream.state, command, context))
        except Refused as refusal:
            return refusal
        if events:
            state = decider.fold(events, stream.state)
            self.streams[key] = Stream(decider, state, stream.version + len(events), 0)
            self.reference = self.reference.after(events)
        return None

    def state(self, key: UUID) -> Any:
        return self.streams.get(key, EMPTY).state
