"""The rate card: what an hour costs the client, and what it costs us (X-35).

A rate names whom it is for: a client, a project, a person, a kind of work, or several of them; the closest one counts:
a project's before its client's, before a person's, before that of a kind of work. It holds from a day on, until its
last day, and while no later one for the same does. No two begin on one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, get_args
from uuid import UUID

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import RATE_CARD
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Day
from crm_es.playbook.names import typed_alike
from crm_es.rates import HourlyRate, Rates

# ── Events ──────────────────────────────────────────────────────────────────


class RateSet(Event):
    """An hour costs so much from a day on."""

    rate_card_id: UUID
    rate_id: UUID
    rate: HourlyRate
    was: HourlyRate | None = None
    """What it said before, where it was set under this id already."""


class RateEnded(Event):
    """A rate has a last day."""

    rate_card_id: UUID
    rate_id: UUID
    rate: HourlyRate
    """As it holds until then."""
    was: HourlyRate


RateCardEvent = RateSet | RateEnded

# ── Commands ────────────────────────────────────────────────────────────────

SETTERS: Final = ("director", "head_of_sales", "head_of_service", "chief_accountant", "administrator", "import")
"""Roles of those who say what an hour costs."""


class SetRate(HourlyRate, Command, roles=SETTERS, opens=True, in_person=True, refers=("client_id", "project_id")):
    """Say what an hour costs from a day on, for a client, a project, a person, a kind of work, or for all."""

    rate_card_id: UUID = RATE_CARD
    rate_id: UUID


class EndRate(Command, roles=SETTERS, in_person=True):
    """Give a rate its last day."""

    rate_card_id: UUID = RATE_CARD
    rate_id: UUID
    until: Day


RateCardCommand = SetRate | EndRate

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class RateCard:
    rates: Rates = field(default_factory=Rates)


def evolve(card: RateCard | None, event: RateCardEvent) -> RateCard:
    card = card or RateCard()
    if event.rate_card_id != RATE_CARD or event.was != card.rates.rates.get(event.rate_id):
        raise Corrupt(card, event)
    return RateCard(Rates({**card.rates.rates, event.rate_id: event.rate}))


# ── Decisions ───────────────────────────────────────────────────────────────

LARGEST: Final = Decimal(10) ** 9
"""No hour costs so much."""


def decide(card: RateCard | None, command: RateCardCommand, context: Context) -> Iterator[RateCardEvent]:
    if command.rate_card_id != RATE_CARD:
        raise Refused("There is one rate card: leave its id out.")
    known = card.rates.rates if card else {}
    was = known.get(command.rate_id)
    match command, was:
        case SetRate(), _:
            rate = HourlyRate(**{name: getattr(command, name) for name in HourlyRate.model_fields})
            checked(rate, context)
            for rate_id, other in known.items():
                if rate_id != command.rate_id and means(other) == means(rate):
                    raise Refused(
                        f"A rate for the same begins on {rate.since} already: set that one, {rate_id}.",
                        "one rate for the same from a day on",
                    )
            if rate != was:
                yield RateSet(rate_card_id=RATE_CARD, rate_id=command.rate_id, rate=rate, was=was)
        case EndRate(), None:
            raise Refused("There is no such rate: look up its id in the list of rates.", "no such rate")
        case EndRate(until=until), HourlyRate():
            if until < was.since:
                raise Refused(f"This rate begins on {was.since}: it ends on that day or later.", "a rate ends later")
            if until != was.until:
                ended = was.model_copy(update={"until": until})
                yield RateEnded(rate_card_id=RATE_CARD, rate_id=command.rate_id, rate=ended, was=was)


def means(rate: HourlyRate) -> tuple[object, ...]:
    """What it is for, and from when on."""
    kind = typed_alike(rate.kind) if rate.kind else None
    return (rate.use, rate.client_id, rate.project_id, rate.person_id, kind, rate.since)


def checked(rate: HourlyRate, context: Context) -> None:
    """Raises Refused where the rate cannot be meant."""
    if not 0 <= rate.per_hour.amount < LARGEST:
        raise Refused("An hour costs nothing, or something above it: look at the amount again.", "an amount for hours")
    if rate.until and rate.until < rate.since:
        raise Refused("The rate ends before it begins: exchange the days.", "a rate ends later")
    if rate.person_id and rate.person_id not in context.directory.people:
        raise Refused("This person does not work here: name somebody who does.", "must work here")
    if "import" in context.roles or rate.kind is None:
        return
    labour = context.playbook.labour
    if labour.kind(rate.kind) is None:
        known = ", ".join(kind.name for kind in labour.kinds)
        raise Refused(f"{rate.kind!r} is no kind of work: take one of {known}.", "kinds of the playbook")


decider = Decider("rate_card", "rate cards", get_args(RateCardCommand), decide, evolve)
