"""How managers of the demo company ask for prices below the floor, and what they hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.price_approval import GrantPrice, RefusePrice, RequestPrice
from crm_es.demo.people import person
from crm_es.demo.simulation import Simulation, Story
from crm_es.money import Money

FLOORS: Final = {
    "wheat flour": "32.50",
    "rye flour": "29.80",
    "white sugar": "64.00",
    "sunflower oil": "98.00",
    "buckwheat": "58.50",
    "long-grain rice": "87.00",
    "pasta": "71.20",
    "table salt": "14.90",
}
REASONS: Final = (
    "A competitor offers less, the client orders every month.",
    "The client takes a full lorry.",
    "The goods expire in spring.",
)
REFUSALS: Final = ("We would sell at a loss.", "Offer a later payment instead.", "The client had a discount in spring.")


@dataclass(frozen=True)
class Wish:
    """What a manager would like to sell for less."""

    asker_id: UUID
    client_id: UUID
    product: str
    deal_id: UUID | None = None


def price_question(sim: Simulation, wish: Wish, at: datetime) -> Story:
    """A manager asks, and the head of sales, or who stands in, answers."""
    yield at
    approval_id = asked(sim, wish, at)
    at = sim.after(at, sim.rng.uniform(0.5, 9))
    yield at
    answered(sim, approval_id, at)


def price_today(sim: Simulation, wish: Wish, *, has_answer: bool) -> Story:
    """A price that waits for its answer at this hour, or the answer for being passed on to the client."""
    at = sim.now - timedelta(hours=2)
    yield at
    approval_id = asked(sim, wish, at)
    if has_answer:
        at += timedelta(hours=1)
        yield at
        answered(sim, approval_id, at)


def asked(sim: Simulation, wish: Wish, at: datetime) -> UUID:
    """Ask for some per cent off. Answers which price approval it is."""
    price = Decimal(FLOORS[wish.product]) * Decimal(sim.rng.randint(88, 97)) / 100
    request = RequestPrice(
        price_approval_id=sim.new_id(),
        client_id=wish.client_id,
        deal_id=wish.deal_id,
        product=wish.product,
        quantity=Decimal(sim.rng.randrange(500, 20_000, 500)),
        price=Money(amount=price.quantize(Decimal("0.01")), currency="RUB"),
        reason=sim.rng.choice(REASONS),
    )
    sim.ask(wish.asker_id, request, at)
    return request.price_approval_id


def answered(sim: Simulation, approval_id: UUID, at: datetime) -> None:
    """Grant it or refuse it."""
    by = person(sim.on_duty("elena", at))
    if sim.likely(0.7):
        valid_until = (at + timedelta(days=sim.rng.randint(7, 30))).date()
        sim.ask(by, GrantPrice(price_approval_id=approval_id, valid_until=valid_until), at)
    else:
        sim.ask(by, RefusePrice(price_approval_id=approval_id, reason=sim.rng.choice(REFUSALS)), at)
