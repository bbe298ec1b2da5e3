"""The demo company: whom it knows, how busy it is, and what is on its tables today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Final
from uuid import UUID

from crm_es.aggregates.bank_directory import UpdateBankDirectory
from crm_es.aggregates.client import ExplainLapse, MeetClient
from crm_es.aggregates.contractor import RecordBankDetails, RegisterContractor
from crm_es.aggregates.notebook import CloseEntry, SeeEntry
from crm_es.aggregates.payer_account import RegisterPayerAccount
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import AppointDeputy
from crm_es.demo.banks import BANKS, EDITION
from crm_es.demo.bench import Bench
from crm_es.demo.billed import bill_month, rates
from crm_es.demo.clients import SUGGESTIONS, campaign, complaint, courted, missed, suggestion
from crm_es.demo.deals import Opportunity, deal, forgotten
from crm_es.demo.needs import Need
from crm_es.demo.orders import Buyer, begun, exempted, interested, price_list, purchase, reconciled, web_order
from crm_es.demo.payments import half_paid, payment, unfinished
from crm_es.demo.people import ENGINEERS, MANAGERS, STAFF, person
from crm_es.demo.prices import FLOORS, Wish, price_question, price_today
from crm_es.demo.projects import LEAD, SMALL, project
from crm_es.demo.service import ticket, ticket_today
from crm_es.demo.simulation import Absence, Simulation, Story
from crm_es.demo.trade import (
    CONTRACTORS,
    SECTORS,
    STREETS,
    TOWNS,
    bank_details,
    client_names,
    company_inn,
    digits,
)
from crm_es.demo.working import approving, running, selling
from crm_es.money import Money
from crm_es.playbook import Organisation, Playbook
from crm_es.runners.clock import tick

DEALS, PAYMENTS, PRICES, MISSED, COMPLAINTS, TICKETS = 1.3, 0.9, 0.12, 0.4, 0.2, 1.4
"""Deals, payments, prices without a deal, missed calls, complaints and tickets that begin in a day."""
CLIENTS, COURTED, NEW_CLIENTS = 44, 8, 5
"""Clients in all, those of them who never bought, and those whom the campaign brings."""
AUTHORS: Final = (*MANAGERS, "roman", "svetlana", "pavel", "yulia", "konstantin")
TO_BE_READ: Final = (
    "price decision",
    "payment decision",
    "payment made",
    "overdue of a subordinate",
    "short shipment",
    "document progress",
    "web order",
    "suggestion answered",
    "agreed hours",
    "project stage",
    "project warning",
    "act decision",
    "act undelivered",
)
"""Entries that people close; policies close the others."""
TOLD: Final = """
    SELECT notebook_id, entry_id, person_id FROM notebook_entries WHERE closed_at IS NULL AND kind = ANY(%s)
    ORDER BY added_at, entry_id
"""
LOST: Final = """
    SELECT person_id, subject_id FROM notebook_entries
    WHERE closed_at IS NULL AND kind = 'client lapsed' AND added_at < %s ORDER BY added_at, entry_id
"""
ADMINISTRATOR: Final = "demo"


class Company:
    """The demo company in simulated time."""

    def __init__(self, sim: Simulation, playbook: Playbook) -> None:
        self.sim = sim
        names = client_names(sim.rng, CLIENTS)
        self.clients = [(sim.new_id(), name, sim.rng.choice(MANAGERS)) for name in names]
        self.contractors = [(sim.new_id(), bank_details(sim.rng), contractor) for contractor in CONTRACTORS]
        self.account = RegisterPayerAccount(
            payer_account_id=sim.new_id(),
            name='ООО "Ромашка Трейд"',
            details=bank_details(sim.rng),
            first_number=101,
        )
        self.playbook = on_paper(playbook, self.account)
        self.campaign_id = sim.new_id()
        self.numbers = count(sim.rng.randint(10, 90))
        self.bench = Bench(sim)

    # ── The first morning ───────────────────────────────────────────────────

    def found(self) -> None:
        """Its rules, its people, the banks, its account, and everybody whom it knows."""
        sim, at = self.sim, self.sim.start
        sim.ask(ADMINISTRATOR, PublishPlaybook(playbook=self.playbook), at, role="administrator")
        sim.ask(ADMINISTRATOR, UpdateBankDirectory(edition=EDITION, listed=BANKS), at, role="administrator")
        for employee in STAFF:
            sim.ask(ADMINISTRATOR, employee.hiring, at, role="administrator")
        sim.ask(person("maria"), self.account, at)
        sim.ask(person("elena"), price_list(), at)
        for rate in rates(sim, at.date()):
            sim.ask(person("olga"), rate, at)
        for client_id, name, owner in self.clients:
            sim.ask(person(owner), self.meeting(client_id, name, owner), at)
        for contractor_id, details, contractor in self.contractors:
            sim.ask(person("maria"), RegisterContractor(contractor_id=contractor_id, name=contractor.name), at)
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
        yield from self.trade(days)
        yield from self.talk(days)
        yield from self.serve(days)
        yield from self.today()

    def trade(self, days: int) -> Iterator[Story]:
        """Clients buy again and again; some stop one day, and some never began."""
        sim = self.sim
        for place, (client_id, _, owner) in enumerate(self.clients[COURTED:]):
            buyer, until = Buyer(client_id, owner), sim.now
            if place % 5 == 0:
                until = sim.start + (sim.now - sim.start) * 0.25
            at = sim.between(sim.start, sim.start + timedelta(days=20))
            while at < until:
                yield purchase(sim, buyer, at)
                at = sim.after(at, sim.rng.uniform(300, 800))
        for month in range(days // 30):
            for n, (client_id, _, owner) in enumerate(sim.rng.sample(self.clients[COURTED:], 4)):
                at = (sim.now - timedelta(days=30 * month)).replace(day=1, hour=9)
                yield reconciled(sim, Buyer(client_id, owner), at, differs=n == 0)

    def talk(self, days: int) -> Iterator[Story]:
        """Calls, complaints, campaigns and suggestions."""
        sim = self.sim
        for client_id, _, owner in self.clients[:COURTED]:
            yield courted(sim, Buyer(client_id, owner), sim.between(sim.start, sim.start + timedelta(days=20)))
        for _ in range(int(days * MISSED)):
            yield missed(sim, self.buyer(), sim.between(sim.start, sim.now), returned=sim.likely(0.85))
        for _ in range(int(days * COMPLAINTS)):
            yield complaint(sim, self.buyer(), self.playbook, sim.between(sim.start, sim.now))
        begins, ends = sim.start + timedelta(days=5), sim.start + timedelta(days=days * 0.6)
        yield campaign(sim, self.campaign_id, "A stand at the fair of bakers", 340_000, begins, ends=ends)
        for _ in range(NEW_CLIENTS):
            yield self.newcomer(sim.between(begins, ends))
        for words, about, status in SUGGESTIONS:
            yield suggestion(sim, words, about, status, sim.between(sim.start, sim.now - timedelta(days=2)))

    def serve(self, days: int) -> Iterator[Story]:
        """Tickets and projects of the service department, everybody's hours, and the bills for them."""
        sim = self.sim
        for _ in range(int(days * TICKETS)):
            client_id, _, _ = sim.rng.choice(self.clients[COURTED:])
            yield ticket(sim, self.bench, client_id, sim.rng.choice(ENGINEERS), sim.between(sim.start, sim.now))
        for n, (name, overrun) in enumerate(
            (("Новая линия расстойки", 1.05), ("Запуск пекарни", 1.45), ("Учёт на складе", 0.9))
        ):
            client_id, client, _ = self.clients[COURTED + n]
            begins = sim.after(sim.start + timedelta(days=days * (0.1 + 0.25 * n)), 0)
            yield project(sim, self.bench, client_id, f"{name}: {client}", begins, overrun=overrun)
        for n, overrun in enumerate((0.9, 1.1, 1.0, 1.3, 0.8)):
            client_id, client, _ = self.clients[COURTED + 5 + n]
            begins = sim.after(sim.start + timedelta(days=days * 0.15 * n), 0)
            yield project(sim, self.bench, client_id, f"Печь: {client}", begins, overrun=overrun, phases=SMALL)
        for login in (*ENGINEERS, LEAD):
            yield self.bench.days(login)
            yield approving(sim, login, "dmitry")
        for login in MANAGERS:
            drifts = (sim.now.replace(day=1) - timedelta(days=1)).replace(day=1) if login == "vera" else None
            yield selling(sim, login, drifts_after=drifts)
            yield approving(sim, login, "elena")
        for n in range(1, days // 30 + 1):
            first = (sim.now.replace(day=1) - timedelta(days=31 * (n - 1))).replace(day=1, hour=9)
            yield bill_month(sim, sim.after(first, 2))

    def newcomer(self, at: datetime) -> Story:
        """A client whom the campaign brought; every other one buys."""
        sim = self.sim
        yield at
        (name,), owner, client_id = client_names(sim.rng, 1), sim.rng.choice(MANAGERS), sim.new_id()
        meeting = self.meeting(client_id, f"{name} and sons", owner)
        sim.ask(person(owner), meeting.model_copy(update={"campaign_id": self.campaign_id}), at)
        for _ in range(sim.rng.randint(0, 2)):
            at = sim.after(at, sim.rng.uniform(40, 200))
            sim.tell(purchase(sim, Buyer(client_id, owner), at))

    def today(self) -> Iterator[Story]:
        """What is on people's tables at this hour, whatever the day of the week."""
        for hours in (5, 3, 1):
            at = self.sim.now - timedelta(hours=hours)
            yield unfinished(self.sim, self.need(), self.playbook.payments, at, approved=False)
        for days in (3, 4):
            at = self.sim.now - timedelta(days=days)
            yield unfinished(self.sim, self.need(), self.playbook.payments, at, approved=True)
        yield from self.today_in_doubt()
        for hours, answered in ((1, False), (2, True), (4, False)):
            client_id, _, _ = self.sim.rng.choice(self.clients[COURTED:])
            yield ticket_today(self.sim, client_id, self.sim.now - timedelta(hours=hours), answered=answered)
        for login, takes, days in (("fedor", 1.6, 8), ("alina", 2.5, 9)):
            client_id, _, _ = self.sim.rng.choice(self.clients[COURTED:])
            yield ticket(self.sim, self.bench, client_id, login, self.sim.now - timedelta(days=days), takes=takes)
        yield running(self.sim, "ilya", "administration", self.sim.now - timedelta(minutes=40))
        yield interested(self.sim, self.buyer("anna"), self.sim.now - timedelta(hours=3))
        yield begun(self.sim, self.buyer("vera"), self.sim.now - timedelta(minutes=20))
        yield exempted(self.sim, "grigory", self.sim.now - timedelta(hours=20))
        yield web_order(self.sim, self.buyer("boris"), self.sim.now - timedelta(hours=2))
        yield missed(self.sim, self.buyer("anna"), self.sim.now - timedelta(hours=1), returned=False)
        for hours in (2, 70):
            at = self.sim.now - timedelta(hours=hours)
            yield complaint(self.sim, self.buyer("vera"), self.playbook, at, answered=False)
        for days in (9, 16):
            yield forgotten(self.sim, self.opportunity(), self.sim.now - timedelta(days=days))
        for manager, has_answer in (("anna", True), ("vera", True), ("boris", False), ("darya", False)):
            yield price_today(self.sim, self.wish(manager), has_answer=has_answer)

    def today_in_doubt(self) -> Iterator[Story]:
        """One invoice that two people ask for, a limit that is exceeded, and a payment of which half went out."""
        boxes = replace(self.need("boxes and packaging"), author="anna")
        again = replace(boxes, request_id=self.sim.new_id(), author="boris")
        fair = replace(self.need("a stand at the trade fair"), amount=Decimal("940000.00"))
        for need, hours in ((boxes, 6), (again, 4), (fair, 2)):
            at = self.sim.now - timedelta(hours=hours)
            yield unfinished(self.sim, need, self.playbook.payments, at, approved=False)
        flour = self.need("purchase of flour")
        yield half_paid(self.sim, flour, self.playbook.payments, self.sim.now - timedelta(days=2))

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
            lost = db.execute(LOST, (at - timedelta(days=6),)).fetchall()
        for entry in lost:
            reason = self.sim.rng.choice(self.playbook.reservoir.leak_reasons)
            self.sim.ask(entry["person_id"], ExplainLapse(client_id=entry["subject_id"], reason=reason), at)
        for entry in found:
            whose = {"notebook_id": entry["notebook_id"], "entry_id": entry["entry_id"]}
            if self.sim.likely(0.9):
                self.sim.ask(entry["person_id"], SeeEntry(**whose), at)
                self.sim.ask(entry["person_id"], CloseEntry(**whose, result="Dealt with."), at)

    # ── Whom and what it meets ──────────────────────────────────────────────

    def meeting(self, client_id: UUID, name: str, owner: str) -> MeetClient:
        rng = self.sim.rng
        inn = company_inn(rng)
        return MeetClient(
            client_id=client_id,
            name=name,
            owner_id=person(owner),
            sector=rng.choice(SECTORS),
            segment=rng.choice(("A", "B", "B", "C", "C", "C")),
            inn=inn,
            phones=(f"+7495{digits(rng, 7)}",),
            emails=(f"office@client{digits(rng, 4)}.example",),
            kpp=f"{inn[:4]}01001",
            address=f"г. {rng.choice(TOWNS)}, {rng.choice(STREETS)}, {rng.randint(1, 90)}",
        )

    def buyer(self, manager: str = "") -> Buyer:
        """One of those who buy; of this manager, where one is named."""
        known = [Buyer(client_id, owner) for client_id, _, owner in self.clients[COURTED:] if manager in ("", owner)]
        return self.sim.rng.choice(known or [Buyer(self.clients[-1][0], manager)])

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

    def need(self, what_for: str = "") -> Need:
        contractor_id, details, contractor = self.sim.rng.choice(
            [known for known in self.contractors if what_for in known[-1].what_for]
        )
        share = Decimal(self.sim.rng.randint(70, 130)) / 100
        return Need(
            request_id=self.sim.new_id(),
            author=self.sim.rng.choice(AUTHORS),
            contractor_id=contractor_id,
            details=details,
            what_for=contractor.what_for.capitalize(),
            amount=(contractor.about * share).quantize(Decimal("0.01")),
            number=next(self.numbers),
            kind=contractor.kind,
            budget_line=contractor.budget_line,
        )


def on_paper(playbook: Playbook, account: RegisterPayerAccount) -> Playbook:
    """The playbook with what the papers of the company say of it."""
    bank = next(bank for bank in BANKS if bank.bik == account.details.bik)
    organisation = Organisation(
        name=account.name,
        details=account.details,
        bank_name=bank.name,
        bank_town=bank.town,
        address="115093, Москва, ул. Мельничная, 7",
        phone="+7 495 123-45-67",
        email="office@romashka.example",
        director="Орлов В. А.",
        accountant="Павлова О. И.",
    )
    return playbook.model_copy(update={"billing": playbook.billing.model_copy(update={"organisation": organisation})})
