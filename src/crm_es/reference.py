"""What every decision may ask for: staff, playbooks, banks, prices and rates, folded from their own events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, get_args
from uuid import UUID

from crm_es.aggregates import bank_directory, price_list, rate_card
from crm_es.aggregates.bank_directory import BankDirectory, BankDirectoryUpdated
from crm_es.aggregates.client import ClientMerged, ClientUnmerged
from crm_es.aggregates.playbook import PlaybookPublished
from crm_es.aggregates.price_list import (
    PriceList,
    PriceListEvent,
    PriceListPlanned,
    PriceListPublished,
    TermsAgreed,
    TermsEnded,
)
from crm_es.aggregates.rate_card import RateCard, RateCardEvent, RateEnded, RateSet
from crm_es.aggregates.staff_member import (
    DeputyAppointed,
    DeputyDismissed,
    RolesChanged,
    StaffEmailRecorded,
    StaffMemberEvent,
    StaffMemberHired,
    StaffMemberLeft,
    SupervisorChanged,
)
from crm_es.banks import Banks
from crm_es.context import NO_RATES, Context
from crm_es.directory import Deputy, Directory, Person
from crm_es.messages import Event
from crm_es.playbook import Calendar, Playbook
from crm_es.playbook.deadlines import ALWAYS
from crm_es.rates import Rates

TOPICS: Final = frozenset(
    event.__name__
    for event in (
        *get_args(StaffMemberEvent),
        PlaybookPublished,
        BankDirectoryUpdated,
        *get_args(PriceListEvent),
        *get_args(RateCardEvent),
        ClientMerged,
        ClientUnmerged,
    )
)
"""The events that it is folded from."""


@dataclass(frozen=True)
class Reference:
    """The staff, all versions of the playbook, banks, prices, rates and merged clients, as of one position."""

    people: Mapping[UUID, Person] = field(default_factory=dict)
    playbooks: Mapping[int, Playbook] = field(default_factory=dict)
    version: int = 0
    bank_directory: BankDirectory | None = None
    price_list: PriceList | None = None
    rate_card: RateCard | None = None
    merged: Mapping[UUID, UUID] = field(default_factory=dict)
    """Into which client others were merged."""

    @property
    def banks(self) -> Banks:
        """By their БИК; none where no directory was imported."""
        return self.bank_directory.banks if self.bank_directory else {}

    @property
    def calendar(self) -> Calendar:
        """The company's working calendar; any day of the world before there is a playbook."""
        return self.playbooks[self.version].calendar if self.version in self.playbooks else ALWAYS

    @property
    def rates(self) -> Rates:
        """What hours cost; none before one is set."""
        return replace(self.rate_card.rates, merged=self.merged) if self.rate_card else NO_RATES

    def completed(self, context: Context) -> Context:
        """The context with what holds now: the playbook in force, the directory, the roles of whoever asks."""
        directory = Directory(self.people)
        roles = self.roles(context)
        if context.on_behalf_of:
            roles |= directory.roles(context.on_behalf_of)
        return Context(
            context.by,
            context.at,
            roles,
            context.on_behalf_of,
            context.command_id,
            context.correlation_id,
            context.causation_id,
            context.expected_version,
            self.version,
            self.playbooks,
            directory,
            self.banks,
            self.price_list.tariff if self.price_list else None,
            self.rates,
        )

    def roles(self, context: Context) -> frozenset[str]:
        """What whoever asks may do, without what the person may do in whose name it is."""
        return Directory(self.people).roles(context.by) if isinstance(context.by, UUID) else context.roles

    def after(self, events: Iterable[Event]) -> Reference:
        """The same after more events; others than its own leave it as it is."""
        reference = self
        for event in events:
            reference = evolve(reference, event)
        return reference


def evolve(reference: Reference, event: Event) -> Reference:
    match event:
        case PlaybookPublished(version=version, playbook=playbook):
            return replace(reference, playbooks={**reference.playbooks, version: playbook}, version=version)
        case BankDirectoryUpdated():
            return replace(reference, bank_directory=bank_directory.evolve(reference.bank_directory, event))
        case PriceListPlanned() | PriceListPublished() | TermsAgreed() | TermsEnded():
            return replace(reference, price_list=price_list.evolve(reference.price_list, event))
        case RateSet() | RateEnded():
            return replace(reference, rate_card=rate_card.evolve(reference.rate_card, event))
        case ClientMerged(client_id=client_id, into_id=into_id):
            return replace(reference, merged={**reference.merged, client_id: into_id})
        case ClientUnmerged(client_id=gone):
            return replace(reference, merged={one: into for one, into in reference.merged.items() if one != gone})
        case _:
            return _staffed(reference, event)


def _staffed(reference: Reference, event: Event) -> Reference:
    """The same with news of the staff."""
    match event:
        case StaffMemberHired(staff_member_id=person_id, name=name, roles=roles, supervisor_id=supervisor_id):
            return _with(reference, Person(person_id, name, roles, supervisor_id))
        case RolesChanged(staff_member_id=person_id, to_roles=roles):
            return _with(reference, replace(reference.people[person_id], roles=roles))
        case SupervisorChanged(staff_member_id=person_id, to_supervisor_id=supervisor_id):
            return _with(reference, replace(reference.people[person_id], supervisor_id=supervisor_id))
        case DeputyAppointed(staff_member_id=person_id, deputy_id=deputy_id, since=since, until=until):
            person = reference.people[person_id]
            return _with(reference, replace(person, deputies=(*person.deputies, Deputy(deputy_id, since, until))))
        case DeputyDismissed(staff_member_id=person_id, deputy_id=deputy_id):
            person = reference.people[person_id]
            kept = tuple(deputy for deputy in person.deputies if deputy.deputy_id != deputy_id)
            return _with(reference, replace(person, deputies=kept))
        case StaffEmailRecorded(staff_member_id=person_id, language=language):
            return _with(reference, replace(reference.people[person_id], language=language))
        case StaffMemberLeft(staff_member_id=person_id):
            return _with(reference, replace(reference.people[person_id], left=True))
        case _:
            return reference


def _with(reference: Reference, person: Person) -> Reference:
    return replace(reference, people={**reference.people, person.person_id: person})
