"""What an hour costs: rates by client, project, person and kind of work, each from a day on (X-35)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from uuid import UUID

from crm_es.messages import Message
from crm_es.money import Money
from crm_es.playbook import Day, Name
from crm_es.playbook.names import typed_alike

RateUse = Literal["price", "cost"]
"""What the client pays for an hour, VAT included; or what it costs us."""


class HourlyRate(Message):
    """What an hour costs from a day on. What is not named is meant in all its cases."""

    use: RateUse = "price"
    per_hour: Money
    client_id: UUID | None = None
    project_id: UUID | None = None
    person_id: UUID | None = None
    kind: Name | None = None
    """Of work."""
    since: Day
    until: Day | None = None
    """The last day; without end where none is given."""

    @property
    def weight(self) -> tuple[bool, bool, bool, bool]:
        """A rate for a project counts more than one for its client, that more than one for a person, then the kind."""
        return (self.project_id is not None, self.client_id is not None, self.person_id is not None, bool(self.kind))

    def fits(self, work: Priced, on: date) -> bool:
        def same(wanted: UUID | None, given: UUID | None) -> bool:
            return wanted is None or wanted == given

        return (
            same(self.client_id, work.client_id)
            and same(self.project_id, work.project_id)
            and same(self.person_id, work.person_id)
            and (self.kind is None or typed_alike(self.kind) == typed_alike(work.kind))
            and self.since <= on
            and (self.until is None or on <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Priced:
    """Work whose price is asked for."""

    person_id: UUID
    kind: str
    client_id: UUID | None = None
    project_id: UUID | None = None


@dataclass(frozen=True)
class Rates:
    """All rates, by their ids."""

    rates: Mapping[UUID, HourlyRate] = field(default_factory=dict)
    merged: Mapping[UUID, UUID] = field(default_factory=dict)
    """Into which client others were merged: their rates and their work are that client's."""

    def hourly(self, work: Priced, on: date, use: RateUse = "price") -> Money | None:
        """The closest rate: a project's before its client's, before a person's, before that of a kind of work.

        The latest of several that name the same; None where none fits. What was agreed with a client itself counts
        more than what came with another that was merged into it.
        """
        whole = replace(work, client_id=self.whole(work.client_id))
        fitting = [rate for rate in self.rates.values() if rate.use == use and self.of_whole(rate).fits(whole, on)]
        if not fitting:
            return None
        return max(fitting, key=lambda rate: (rate.weight, rate.client_id == whole.client_id, rate.since)).per_hour

    def whole(self, client_id: UUID | None) -> UUID | None:
        return client_id and self.merged.get(client_id, client_id)

    def of_whole(self, rate: HourlyRate) -> HourlyRate:
        if rate.client_id not in self.merged:
            return rate
        return rate.model_copy(update={"client_id": self.whole(rate.client_id)})
