"""The demo company: whom it knows, how busy it is, and what is on its tables today."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.contractor import RecordBankDetails, RegisterContractor
from crm_es.aggregates.notebook import CloseEntry, SeeEntry
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import AppointDeputy
from crm_es.demo.deals import Opportunity, deal
from crm_es.demo.payments import Need, payment, unfinished
from crm_es.demo.people import MANAGERS, STAFF, person
from crm_es.demo.prices import FLOORS, Wish, price_question, price_today
from crm_es.demo.simulation import Absence, Simulation, Story
from crm_es.demo.trade import CONTRACTORS, SECTORS, bank_details, client_names
from crm_es.money import Money
from crm_es.playbook import Playbook
from crm_es.runners.clock import tick

DEALS, PAYMENTS, PRICES, CLIENTS = 1.3, 0.9, 0.12, 44
"""Deals, payments and prices without a deal that begin in a day, and clients in all."""
AUTHORS: Final = (*MANAGERS, "roman", "svetlana", "pavel", "yulia", "konstantin")
TO_BE_READ: Final = ("price decision", "payment decision", "payment made", "overdue of a subordinate")
"""Entries that people close; policies close the others."""
TOLD: Final = """
    SELECT notebook_id, entry_id, person_id FROM notebook_entries WHERE closed_at IS NULL AND kind = ANY(%s)
    ORDER BY added_at, entry_id
"""
ADMINISTRATOR: Final = "demo"


class Company:
    """The demo company in simulated time."""

    def __init__(self, sim: Simulation, playbook: Playbook) -> None:
        self.sim, self.playbook = sim, playbook
        names = client_names(sim.rng, CLIENTS)
        self.clients = [(sim.new_id(), name, sim.rng.choice(MANAGERS)) for name in names]
        self.contractors = [
            (sim.new_id(), bank_details(sim.rng), what_for, Decimal(about)) for _, what_for, about in CONTRACTORS
        ]

    # ── The first morning ───────────────────────────────────────────────────

    def found(self) -> None:
        """Its rules, its people, and everybody whom it knows."""
        sim, at = self.sim, self.sim.start
        sim.ask(ADMINISTRATOR, PublishPlaybook(playbook=self.playbook), at, role="administrator")
        for employee in STAFF:
            sim.ask(ADMINISTRATOR, employee.hiring, at, role="administrator")
        for client_id, name, owner in self.clients:
            sector = sim.rng.choice(SECTORS)
            meeting = MeetClient(client_id=client_id, name=name, owner_id=person(owner), sector=sector)
            sim.ask(person(owner), meeting, at)
        for (contractor_id, details, *_), (name, *_) in zip(self.contractors, CONTRACTORS, strict=True):
            sim.ask(person("maria"), RegisterContractor(contractor_id=contractor_id, name=name), at)
            sim.ask(person("maria"), RecordBankDetails(contractor_id=contractor_id, details=details), at)

    # ── All that goes on ────────────────────────────────────────────────────

    def stories(self, days: int) -> Iterator[Story]:
        """Everything that happens on so many days, side by side."""
        sim = self.sim
        yield self.every_day()
        yield self.away("elena", "viktor", days * 0.4)
        yield self.away("olga", "maria", days * 0.65)
        for _ in range(int(days * DEALS)):
            yield deal(sim, self.opportunity(), sim.between(sim.start, sim.now))
        for _ in range(int(days * PAYMENTS)):
            yield payment(sim, self.need(), self.playbook.payments, sim.between(sim.start, sim.now))
        for _ in range(int(days * PRICES)):
            yield price_question(sim, self.wish(sim.rng.choice(MANAGERS)), sim.between(sim.start, sim.now))
        yield from self.today()

    def today(self) -> Iterator[Story]:
        """What is on people's tables at this hour, whatever the day of the week."""
        for hours in (5, 3, 1):
            at = self.sim.now - timedelta(hours=hours)
            yield unfinished(self.sim, self.need(), self.playbook.payments, at, approved=False)
        for days in (3, 4):
            at = self.sim.now - timedelta(days=days)
            yield unfinished(self.sim, self.need(), self.playbook.payments, at, approved=True)
        for manager, has_answer in (("anna", True), ("vera", True), ("boris", False), ("darya", False)):
            yield price_today(self.sim, self.wish(manager), has_answer=has_answer)

    def away(self, login: str, deputy: str, after: float) -> Story:
        """Two weeks of holidays, with a deputy."""
        first = self.sim.start + timedelta(days=after)
        yield first
        absence = Absence(deputy, first.date(), (first + timedelta(days=13)).date())
        self.sim.absences[login] = absence
        appointing = AppointDeputy(
            staff_member_id=person(login), deputy_id=person(deputy), since=absence.since, until=absence.until
        )
        self.sim.ask(person(login), appointing, first)

    def every_day(self) -> Story:
        """In the morning people look into their notebooks, and the clock finds what is overdue."""
        at = self.sim.start
        while True:
            at = self.sim.after(at.replace(hour=0) + timedelta(days=1), 0)
            yield at
            self.sim.read()
            tick(self.sim.crm, at)
            if at.date() != self.sim.now.date():
                self.read_notebooks(at)

    def read_notebooks(self, at: datetime) -> None:
        """Most of what people were told is dealt with. What policies settle is left to them."""
        with self.sim.crm.log.datastore.get_connection() as db:
            found = db.execute(TOLD, (list(TO_BE_READ),)).fetchall()
        for entry in found:
            whose = {"notebook_id": entry["notebook_id"], "entry_id": entry["entry_id"]}
            if self.sim.likely(0.9):
                self.sim.ask(entry["person_id"], SeeEntry(**whose), at)
                self.sim.ask(entry["person_id"], CloseEntry(**whose, result="Dealt with."), at)

    # ── Whom and what it meets ──────────────────────────────────────────────

    def opportunity(self) -> Opportunity:
        client_id, _, owner = self.sim.rng.choice(self.clients)
        return Opportunity(
            deal_id=self.sim.new_id(),
            owner=owner,
            client_id=client_id,
            product=self.sim.rng.choice(tuple(FLOORS)),
            value=Money(amount=Decimal(self.sim.rng.randrange(40_000, 3_000_000, 2_500)), currency="RUB"),
            pipeline=self.sim.rng.choices(self.playbook.pipelines, (3, 2))[0],
        )

    def wish(self, manager: str) -> Wish:
        return Wish(person(manager), self.sim.rng.choice(self.clients)[0], self.sim.rng.choice(tuple(FLOORS)))

    def need(self) -> Need:
        contractor_id, details, what_for, about = self.sim.rng.choice(self.contractors)
        return Need(
            request_id=self.sim.new_id(),
            author=self.sim.rng.choice(AUTHORS),
            contractor_id=contractor_id,
            details=details,
            what_for=what_for.capitalize(),
            amount=(about * Decimal(self.sim.rng.randint(70, 130)) / 100).quantize(Decimal("0.01")),
            number=self.sim.rng.randint(10, 990),
        )
