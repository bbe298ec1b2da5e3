"""Imports a sales pipeline: clients, agents with their managers, deals with their outcome.

List prices less a tolerance become floors; a deal won below its floor is entered as a price asked for, which shows
what price approval would have stopped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from time import monotonic
from typing import Final
from uuid import UUID

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.deal import DealCommand, LoseDeal, MoveDeal, OpenDeal, WinDeal
from crm_es.aggregates.price_approval import RequestPrice
from crm_es.application import Crm
from crm_es.exchange.replay import IMPORTED, Replay, states_in
from crm_es.exchange.sales_files import OUTCOMES, STAGES, Line, amount, day, same, table
from crm_es.exchange.summary import BadRow, Progress, Summary, quiet
from crm_es.ids import derived
from crm_es.money import Money
from crm_es.playbook import Floor, Payments, Pipeline, Playbook, Prices, Reservoir, Route, RouteStep, Stage

PIPELINE: Final = Pipeline(name="maven", loss_reasons=("not told",), stages=tuple(Stage(name=name) for name in STAGES))
CURRENCY: Final = "USD"
EVERY: Final = 100
"""After how many deals progress is told."""


def run(
    crm: Crm,
    file: Path,
    accounts: Path,
    products: Path,
    teams: Path,
    *,
    tolerance: Decimal = Decimal("0.1"),
    dry_run: bool = False,
    progress: Progress = quiet,
) -> Summary:
    """Enter all that the tables tell; a dry run decides everything and records nothing."""
    began, summary = monotonic(), Summary("deals", notes={"below_floor": 0})
    rows = list(table(file, "opportunity_id", "sales_agent", "product", "deal_stage"))
    with Replay(crm, summary, dry_run) as replay:
        importer = Importer(replay, summary, earliest(rows))
        importer.set_floors(list(table(products, "product", "sales_price")), tolerance)
        importer.hire(list(table(teams, "sales_agent", "manager")))
        importer.read_accounts(list(table(accounts, "account")))
        for done, row in enumerate(rows, 1):
            importer.enter(row)
            if done % EVERY == 0 or done == len(rows):
                progress(done, len(rows))
    summary.cases, summary.events = len(importer.outcomes), len(rows)
    real = states_in(crm, "deal_registry", "outcome", "deal_id", list(importer.outcomes)) if not dry_run else None
    summary.states = real or Counter(importer.outcomes.values())
    summary.seconds = round(monotonic() - began, 3)
    return summary


def earliest(rows: list[Line]) -> datetime:
    """The first day that the deals tell of: what has no day of its own is entered on it."""
    days = [found for row in rows for column in ("engage_date", "close_date") if (found := day(row[column]))]
    return min(days, default=datetime.fromisoformat("2000-01-01T00:00:00Z"))


@dataclass(frozen=True, slots=True)
class Sale:
    """A row of the pipeline that makes sense."""

    deal_id: UUID
    title: str
    stage: str
    product: str
    owner_id: UUID
    client_id: UUID | None
    engaged: datetime
    closed: datetime
    value: Money | None

    @property
    def outcome(self) -> str:
        return self.stage.casefold() if self.stage in OUTCOMES else "open"

    def commands(self) -> list[tuple[DealCommand, datetime]]:
        """What led to where the deal stands, and when."""
        opening = OpenDeal(
            deal_id=self.deal_id,
            title=self.title,
            client_id=self.client_id,
            owner_id=self.owner_id,
            pipeline=PIPELINE.name,
            product=self.product,
        )
        steps: list[tuple[DealCommand, datetime]] = [(opening, self.engaged)]
        if self.stage != STAGES[0]:
            steps.append((MoveDeal(deal_id=self.deal_id, stage=STAGES[1]), self.engaged))
        if self.outcome == "won":
            steps.append((WinDeal(deal_id=self.deal_id, value=self.value), self.closed))
        if self.outcome == "lost":
            steps.append((LoseDeal(deal_id=self.deal_id, reason=PIPELINE.loss_reasons[0]), self.closed))
        return steps


class Importer:
    """Knows the people, clients and products that the deals name."""

    def __init__(self, replay: Replay, summary: Summary, since: datetime) -> None:
        self.replay, self.summary, self.since = replay, summary, since
        self.agents: dict[str, UUID] = {}
        self.accounts: dict[str, Line] = {}
        self.clients: dict[str, UUID] = {}
        self.floors: dict[str, Floor] = {}
        self.outcomes: dict[UUID, str] = {}

    def bad(self, line: int, reason: str) -> None:
        self.summary.bad_rows.append(BadRow(line, reason))

    def set_floors(self, products: list[Line], tolerance: Decimal) -> None:
        """Put a playbook in force that has the pipeline and a floor for each product, beside what is there."""
        for row in products:
            price = amount(row["sales_price"])
            if price is None or not row["product"]:
                self.bad(row.line, f"The product {row['product']!r} has no readable price: it is left out.")
                continue
            floor = (price * (1 - tolerance)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            money = Money(amount=floor, currency=CURRENCY)
            self.floors.setdefault(same(row["product"]), Floor(product=row["product"][:80], price=money))
        self.replay.publish(with_floors(self.replay.in_force or START, tuple(self.floors.values())), self.since)

    def hire(self, teams: list[Line]) -> None:
        """Managers as heads of sales, agents under them."""
        playbook = self.replay.in_force or START
        for row in teams:
            if not row["sales_agent"]:
                self.bad(row.line, "The row names no agent: it is left out.")
                continue
            above = (
                self.replay.hire(row["manager"], playbook.prices.approver_role, self.since) if row["manager"] else None
            )
            self.agents[same(row["sales_agent"])] = self.replay.hire(row["sales_agent"], "manager", self.since, above)

    def read_accounts(self, accounts: list[Line]) -> None:
        self.accounts = {same(row["account"]): row for row in accounts if row["account"]}

    def client(self, name: str, owner_id: UUID, at: datetime) -> UUID | None:
        """The client of this name, who is met when the first deal names them; their agent looks after them."""
        account = self.accounts.get(same(name))
        if account is None:
            return None
        client_id = derived(IMPORTED, "client", same(name))
        if same(name) not in self.clients:
            self.clients[same(name)] = client_id
            meeting = MeetClient(
                client_id=client_id,
                name=account["account"][:80],
                owner_id=owner_id,
                sector=account["sector"][:80] or None,
            )
            self.replay.send(meeting, at, derived(client_id, "meet"))
        return client_id

    def enter(self, row: Line) -> None:
        """One deal, from its opening to where it stands."""
        if (sale := self.sale(row)) is None:
            return
        for command, at in sale.commands():
            self.replay.send(command, at, derived(sale.deal_id, type(command).__name__), sale.owner_id)
        self.outcomes[sale.deal_id] = sale.outcome
        floor = self.floors[same(sale.product)].price
        if sale.outcome == "won" and sale.value and sale.value.below(floor):
            self.summary.notes["below_floor"] += 1
            self.ask_price(sale, sale.value, row.line)

    def ask_price(self, sale: Sale, price: Money, line: int) -> None:
        if sale.client_id is None:
            self.bad(line, f"Deal {sale.title!r} was won below the floor for no known client: no price is asked for.")
            return
        approval_id = derived(sale.deal_id, "price")
        asking = RequestPrice(
            price_approval_id=approval_id,
            client_id=sale.client_id,
            deal_id=sale.deal_id,
            product=sale.product,
            price=price,
            reason=f"Sold at this price in the imported pipeline ({sale.title}).",
        )
        self.replay.send(asking, sale.closed, derived(approval_id, "ask"), sale.owner_id)

    def sale(self, row: Line) -> Sale | None:
        """The row with what it names; None where it names what is not there."""
        name, stage = row["opportunity_id"], row["deal_stage"].capitalize()
        deal_id = derived(IMPORTED, "deal", name)
        owner_id, product = self.agents.get(same(row["sales_agent"])), self.floors.get(same(row["product"]))
        wrong = (
            (not name, "has no opportunity_id"),
            (deal_id in self.outcomes, f"names the deal {name!r} a second time"),
            (stage not in STAGES + OUTCOMES, f"has an unknown stage ({row['deal_stage']!r})"),
            (owner_id is None, f"names an unknown agent ({row['sales_agent']!r})"),
            (product is None, f"names an unknown product ({row['product']!r})"),
        )
        reasons = [reason for is_so, reason in wrong if is_so]
        if reasons or owner_id is None or product is None:
            self.bad(row.line, f"The row {' and '.join(reasons)}: it is left out.")
            return None
        engaged, closed, value = day(row["engage_date"]), day(row["close_date"]), amount(row["close_value"])
        if (engaged is None and stage != STAGES[0]) or (closed is None and stage in OUTCOMES):
            self.bad(row.line, f"Deal {name!r} is {stage} and lacks a date: the nearest that is known is taken.")
        if value is None and stage == "Won":
            self.bad(row.line, f"Deal {name!r} is won at no readable value: it is entered without.")
        begun = engaged or closed or self.since
        client_id = self.client(row["account"], owner_id, begun)
        if row["account"] and client_id is None:
            self.bad(row.line, f"Deal {name!r} names an unknown account ({row['account']!r}): entered without client.")
        money = Money(amount=value, currency=CURRENCY) if value else None
        return Sale(deal_id, name[:80], stage, product.product, owner_id, client_id, begun, closed or begun, money)


START: Final = Playbook(
    name="Sales",
    pipelines=(PIPELINE,),
    payments=Payments(
        routes=(Route(name="every amount", steps=(RouteStep(name="head of sales", role="head_of_sales"),)),)
    ),
    reservoir=Reservoir(counts="deal won"),
)
"""What a company works by that has no playbook yet."""


def with_floors(playbook: Playbook, floors: tuple[Floor, ...]) -> Playbook:
    """The playbook with our pipeline and these floors; what else it says stays."""
    named = {floor.product for floor in floors}
    others = tuple(floor for floor in playbook.prices.floors if floor.product not in named)
    prices = Prices(approver_role=playbook.prices.approver_role, floors=others + floors)
    pipelines = (*(p for p in playbook.pipelines if p.name != PIPELINE.name), PIPELINE)
    return playbook.model_copy(update={"pipelines": pipelines, "prices": prices})
