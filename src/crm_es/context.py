"""The context of a command: who asks, when, in whose name, because of what, and what then holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from crm_es.banks import Banks
from crm_es.directory import Directory
from crm_es.messages import Refused
from crm_es.playbook import Playbook
from crm_es.rates import Rates
from crm_es.tariff import Tariff

NOBODY: Final = Directory()
NO_RATES: Final = Rates()
UNKNOWN: Final = UUID(int=0)
IMPORT: Final = "import"
"""Who asks when the history of another system is replayed; also the role for it."""


@dataclass(frozen=True, slots=True)
class Context:
    """Made where a command enters, never in the domain. The application adds what it knows when it decides."""

    by: UUID | str
    """A person, or the name of the policy, clock or import that asks."""
    at: datetime
    """When it was asked, in UTC. Decisions never read a clock."""
    roles: frozenset[str] = frozenset()
    """What the asker may do. Of a person the application knows it from the directory."""
    on_behalf_of: UUID | None = None
    """The person in whose name an operator enters it (S0-46)."""
    command_id: UUID = field(default_factory=uuid4)
    """The Idempotency-Key: the same id again gets the same answer and records nothing."""
    correlation_id: UUID = UNKNOWN
    """The first command of the chain that led here: this one, where none is given."""
    causation_id: int | None = None
    """The position of the event that a policy answers; None where a person asked."""
    expected_version: int | None = None
    """The version that the asker has seen; None where any will do."""
    playbook_version: int = 0
    """The version in force; 0 before the first is published."""
    playbooks: Mapping[int, Playbook] = field(default_factory=dict)
    directory: Directory = NOBODY
    banks: Banks = field(default_factory=dict)
    """The bank directory; empty where none was imported."""
    tariff: Tariff | None = None
    """The price list in force, with the terms of clients; None before the first."""
    rates: Rates = NO_RATES

    def __post_init__(self) -> None:
        if self.correlation_id == UNKNOWN:
            object.__setattr__(self, "correlation_id", self.command_id)

    @property
    def person(self) -> UUID | str:
        """Whose wish it is: the person it is entered for, else who asks."""
        return self.on_behalf_of or self.by

    @property
    def person_id(self) -> UUID:
        """The person whose wish it is. Machines have to say for whom they ask."""
        if isinstance(self.person, UUID):
            return self.person
        raise Refused("This takes a person: say on whose behalf it is entered.", "a person is needed")

    @property
    def playbook(self) -> Playbook:
        """The playbook in force."""
        if self.playbook_version not in self.playbooks:
            raise Refused("No playbook is published yet: publish one with `crm-es playbook publish FILE`.")
        return self.playbooks[self.playbook_version]

    def is_or_stands_in_for(self, person_id: UUID) -> bool:
        """Whether the asker is this person, or a deputy within the dates (S0-26)."""
        asker = self.person
        return asker == person_id or (isinstance(asker, UUID) and self.directory.stands_in(asker, person_id, self.at))

    def answers_for(self, person_id: UUID) -> bool:
        """Whether the asker is this person or anybody above in the tree, or stands in for one of them."""
        return any(map(self.is_or_stands_in_for, (person_id, *self.directory.chain(person_id))))
