"""A gate: what of a notebook keeps a desk closed, and who may pass it all the same (S0-28..S0-30).

Every desk that the notebook may close has one: the desk for invoices and the desk for orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.context import Context
from crm_es.ids import notebook_of
from crm_es.messages import Refused, Remedy
from crm_es.playbook import EntryKind

LONGEST: Final = timedelta(days=31)
"""How long somebody is exempted at most."""


class Holding(NamedTuple):
    """An open entry that closes a desk."""

    kind: EntryKind
    text: str


@dataclass(frozen=True)
class GateState:
    """Of one desk."""

    held_by: Mapping[UUID, Holding] = field(default_factory=dict)
    """By entry, in the order in which they came."""
    open_until: datetime | None = None
    """Until then whoever is exempted passes."""

    def held(self, entry_id: UUID, kind: EntryKind, text: str) -> GateState:
        return replace(self, held_by={**self.held_by, entry_id: Holding(kind, text)})

    def let_go(self, entry_id: UUID) -> GateState:
        return replace(self, held_by={e: held for e, held in self.held_by.items() if e != entry_id})

    def opened(self, until: datetime) -> GateState:
        return replace(self, open_until=until)

    def exempted(self, at: datetime) -> bool:
        return self.open_until is not None and at <= self.open_until

    def must_be_open(self, at: datetime, rule: str, manager_id: UUID) -> bool:
        """Refuses where something in the notebook of this manager comes first, and names each entry as a remedy.

        Answers whether only an exemption let it pass.
        """
        if not self.held_by:
            return False
        if self.exempted(at):
            return True
        entries = "; ".join(held.text.removesuffix(".") for held in self.held_by.values())
        book = {"notebook_id": str(notebook_of(manager_id))}
        remedies = (
            Remedy(command="SeeEntry", sentence=held.text, fields={**book, "entry_id": str(entry_id)})
            for entry_id, held in self.held_by.items()
        )
        raise Refused(f"Your notebook comes first. Close these entries in it: {entries}.", rule, remedies)


def may_exempt(manager_id: UUID, until: datetime, context: Context) -> None:
    """Refuses where the asker may not let this manager pass until then: who answers for the manager may, for a while.

    Nobody exempts themselves, nor does a deputy exempt whom they stand in for.
    """
    if context.directory.person(manager_id) is None:
        raise Refused("This person does not work here: name whose desk it is.")
    above = context.directory.chain(manager_id)
    if context.person == manager_id or not any(map(context.is_or_stands_in_for, above)):
        raise Refused(
            "Whoever answers for the manager exempts them: a supervisor, or a deputy of one. Ask one of them.",
            "a supervisor exempts",
        )
    if not context.at < until <= context.at + LONGEST:
        raise Refused(f"An exemption ends, within {LONGEST.days} days from now: give such a time.", "an exemption ends")
