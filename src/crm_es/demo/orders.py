"""How clients of the demo company buy: an interest, an order, the warehouse, an invoice, money, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.invoice_desk import DraftInvoice, ExemptDesk, IssueInvoice, WantedLine
from crm_es.aggregates.order import PayOrder, PrepareDocument, RegisterOrder, ShipOrder, ShippedLine
from crm_es.aggregates.order_desk import NoteInterest, PlaceOrder
from crm_es.aggregates.price_list import PublishPriceList
from crm_es.aggregates.reconciliation import ReconcileClient
from crm_es.demo.people import person
from crm_es.demo.prices import FLOORS
from crm_es.demo.simulation import Simulation, Story
from crm_es.ids import desk_of, order_desk_of
from crm_es.money import Money
from crm_es.tariff import ListedPrice
from crm_es.trade_lines import OrderLine

ABOVE_FLOOR, OF_FLOOR = Decimal("1.14"), Decimal("0.86")
"""What the list asks for, and what goods cost us, of the floor."""
KOPECK: Final = Decimal("0.01")
SOURCES: Final = ("call", "call", "e-mail", "meeting")
ERP: Final = "ERP"
"""Who tells of what the warehouse and the cash office did."""


@dataclass(frozen=True)
class Buyer:
    """A client, and who looks after it."""

    client_id: UUID
    owner: str

    @property
    def owner_id(self) -> UUID:
        return person(self.owner)


def price_list() -> PublishPriceList:
    """What the demo company sells, by the kilogram or litre."""
    listed = (
        ListedPrice(
            product=product,
            unit="l" if "oil" in product else "kg",
            price=(Decimal(floor) * ABOVE_FLOOR).quantize(KOPECK),
            floor=Decimal(floor),
            cost=(Decimal(floor) * OF_FLOOR).quantize(KOPECK),
            vat_rate=Decimal(10),
        )
        for product, floor in FLOORS.items()
    )
    return PublishPriceList(name="Autumn", currency="RUB", prices=tuple(listed))


def wanted(sim: Simulation) -> tuple[OrderLine, ...]:
    """One to three products, at a price between the floor and the list."""
    products = sim.rng.sample(tuple(FLOORS), sim.rng.randint(1, 3))
    return tuple(
        OrderLine(
            product=product,
            quantity=Decimal(sim.rng.randrange(200, 4_000, 100)),
            unit="l" if "oil" in product else "kg",
            price=(Decimal(FLOORS[product]) * sim.rng.randint(101, 114) / 100).quantize(KOPECK),
        )
        for product in products
    )


def purchase(sim: Simulation, buyer: Buyer, at: datetime) -> Story:
    """A client wants something, and gets it; sometimes less than was ordered."""
    yield at
    interest_id, order_id, desk_id = sim.new_id(), sim.new_id(), order_desk_of(buyer.owner_id)
    lines = wanted(sim)
    noting = NoteInterest(
        order_desk_id=desk_id,
        interest_id=interest_id,
        client_id=buyer.client_id,
        source=sim.rng.choice(SOURCES),
        lines=lines,
    )
    sim.ask(buyer.owner_id, noting, at)
    at = sim.after(at, sim.rng.uniform(1, 30))
    yield at
    placing = PlaceOrder(order_desk_id=desk_id, order_id=order_id, client_id=buyer.client_id, interest_id=interest_id)
    placed = sim.ask(buyer.owner_id, placing, at)
    at = sim.after(at, 3)
    yield at
    while placed.exception():
        placed = sim.ask(buyer.owner_id, placing, at)
        at = sim.after(at, 8)
        yield at
    yield from delivery(sim, buyer, order_id, lines, at)


def web_order(sim: Simulation, buyer: Buyer, at: datetime) -> Story:
    """An order that came by the web shop at this hour."""
    yield at
    registering = RegisterOrder(
        order_id=sim.new_id(),
        client_id=buyer.client_id,
        manager_id=buyer.owner_id,
        lines=wanted(sim),
        source="web",
        number=f"W-{sim.rng.randint(100, 999)}",
    )
    sim.ask(ERP, registering, at, role="import")


def interested(sim: Simulation, buyer: Buyer, at: datetime) -> Story:
    """A client wants something, and nobody has ordered it yet."""
    yield at
    noting = NoteInterest(
        order_desk_id=order_desk_of(buyer.owner_id),
        interest_id=sim.new_id(),
        client_id=buyer.client_id,
        source="call",
        lines=wanted(sim),
        note="Wants an answer this week.",
    )
    sim.ask(buyer.owner_id, noting, at)


def begun(sim: Simulation, buyer: Buyer, at: datetime) -> Story:
    """An invoice that was begun when the notebook came first."""
    yield at
    draft = DraftInvoice(
        invoice_desk_id=desk_of(buyer.owner_id),
        invoice_id=sim.new_id(),
        client_id=buyer.client_id,
        lines=billed(wanted(sim)),
    )
    sim.ask(buyer.owner_id, draft, at)


def exempted(sim: Simulation, manager: str, at: datetime) -> Story:
    """The head of sales lets a manager write invoices for two days, whatever the notebook holds."""
    yield at
    exempting = ExemptDesk(
        invoice_desk_id=desk_of(person(manager)),
        manager_id=person(manager),
        until=at + timedelta(days=2),
        reason="At the fair, with clients at the stand.",
    )
    sim.ask(person("elena"), exempting, at)


def delivery(sim: Simulation, buyer: Buyer, order_id: UUID, lines: tuple[OrderLine, ...], at: datetime) -> Story:
    """Papers, goods, the invoice, the money."""
    at = sim.after(at, sim.rng.uniform(2, 20))
    yield at
    number = str(sim.rng.randint(1_000, 9_999))
    sim.ask(ERP, PrepareDocument(order_id=order_id, kind="waybill", number=number, on=at.date()), at, role="import")
    yield from invoice(sim, buyer, order_id, lines, at)
    at = sim.after(at, sim.rng.uniform(10, 60))
    yield at
    shipped = tuple(ShippedLine(product=line.product, quantity=less(sim, line.quantity)) for line in lines)
    shipping = ShipOrder(order_id=order_id, shipment_id=sim.new_id(), lines=shipped, on=at.date())
    sim.ask(ERP, shipping, at, role="import")
    at = sim.after(at, sim.rng.uniform(48, 300))
    yield at
    total = sum((line.amount for line in lines if line.amount), Decimal(0))
    paying = PayOrder(
        order_id=order_id, payment_id=sim.new_id(), amount=Money(amount=total, currency="RUB"), on=at.date()
    )
    sim.ask(ERP, paying, at, role="import")


def less(sim: Simulation, quantity: Decimal) -> Decimal:
    """Seldom the warehouse has less than was ordered."""
    return quantity - 100 if sim.likely(0.04) else quantity


def invoice(sim: Simulation, buyer: Buyer, order_id: UUID, lines: tuple[OrderLine, ...], at: datetime) -> Story:
    """The manager asks for the money, again while the desk is blocked."""
    issuing = IssueInvoice(
        invoice_desk_id=desk_of(buyer.owner_id),
        invoice_id=sim.new_id(),
        client_id=buyer.client_id,
        order_id=order_id,
        lines=billed(lines),
    )
    for _ in range(5):
        at = sim.after(at, sim.rng.uniform(1, 5))
        yield at
        answer = sim.ask(buyer.owner_id, issuing, at)
        at = sim.after(at, 2)
        yield at
        if answer.exception() is None:
            return


def billed(lines: tuple[OrderLine, ...]) -> tuple[WantedLine, ...]:
    """What was ordered, as an invoice asks for it."""
    return tuple(
        WantedLine(product=one.product, quantity=one.quantity, unit=one.unit, price=one.price) for one in lines
    )


def reconciled(sim: Simulation, buyer: Buyer, at: datetime, *, differs: bool) -> Story:
    """Both books are compared at the end of a month."""
    yield at
    ours = Decimal(sim.rng.randrange(20_000, 400_000, 500))
    theirs = ours - 12_500 if differs else ours
    until = date(at.year, at.month, 1) - timedelta(days=1)
    comparing = ReconcileClient(
        reconciliation_id=sim.new_id(),
        client_id=buyer.client_id,
        manager_id=buyer.owner_id,
        since=until.replace(day=1),
        until=until,
        our_balance=Money(amount=ours, currency="RUB"),
        their_balance=Money(amount=theirs, currency="RUB"),
    )
    sim.ask(ERP, comparing, at, role="import")
