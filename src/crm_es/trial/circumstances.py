"""Under which circumstances something was asked: as they were, but for the playbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

from crm_es.context import IMPORT, Context
from crm_es.decider import Decider
from crm_es.directory import Directory
from crm_es.messages import Command, Event, Refused
from crm_es.playbook import Playbook
from crm_es.recorded import Recorded
from crm_es.reference import Reference

C = TypeVar("C", bound=Command)


class Circumstances(NamedTuple):
    """Of one moment of the past."""

    reference: Reference
    """As it was, with the tried playbook in the place of all versions."""
    playbook: Playbook
    since: datetime
    """From then on the playbook is tried; what was before stays as it was."""

    @property
    def directory(self) -> Directory:
        return Directory(self.reference.people)

    def counts(self, recorded: Recorded[Any]) -> bool:
        return recorded.occurred_at >= self.since

    def context(self, recorded: Recorded[Any]) -> Context:
        """Whoever asked then, asking again."""
        by = person_or_machine(recorded.actor)
        roles = frozenset[str]() if isinstance(by, UUID) else frozenset({IMPORT if by == IMPORT else "policy"})
        asked = Context(by=by, at=recorded.occurred_at, roles=roles, on_behalf_of=recorded.on_behalf_of)
        return self.reference.completed(asked)

    def decided(
        self, decider: Decider[Any, Any, Any], state: object, command: Command, recorded: Recorded[Any]
    ) -> Event | Refused:
        """The fact that the wish would have led to."""
        try:
            (event,) = decider.decide(state, command, self.context(recorded))
        except Refused as refusal:
            return refusal
        return cast(Event, event)


def under(reference: Reference, playbook: Playbook) -> Reference:
    """The same company, had it always worked by this playbook."""
    versions = {*reference.playbooks, max(reference.version, 1)}
    return replace(reference, playbooks=dict.fromkeys(versions, playbook), version=max(reference.version, 1))


def person_or_machine(actor: str) -> UUID | str:
    try:
        return UUID(actor)
    except ValueError:
        return actor


def again(command: type[C], event: Event) -> C:
    """The wish that led to this fact; it was valid then, whatever commands are asked for today."""
    return command.model_construct(**{name: getattr(event, name) for name in command.model_fields})
