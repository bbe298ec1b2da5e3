"""How the demo company bills the hours of a month, and what its clients say to that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final
from uuid import UUID

from crm_es.aggregates import work_act
from crm_es.aggregates.billing import BillWork
from crm_es.aggregates.rate_card import SetRate
from crm_es.aggregates.work_act import AcceptAct, ActPrepared, AnswerDispute, DisputeActLine
from crm_es.billing.run import WHO
from crm_es.billing.unbilled import Asked, entries
from crm_es.billing.wanted import invoice_of, worked
from crm_es.demo.people import ENGINEERS, person
from crm_es.demo.simulation import Simulation, Story
from crm_es.exchange.histories import histories
from crm_es.money import Money

BILLER: Final = "dmitry"
CLIENT: Final = "client link"
CONTACTS: Final = ("Ольга Сергеевна", "Андрей Викторович", "Марина, бухгалтер")
PRICES: Final = {"service": 2_900, "project work": 3_600}
"""Of an hour, for everybody."""
COST: Final = 1_450


EVERY, DISPUTED, SILENT = 5, 1, 2
"""Of so many clients one disputes a line, and one has not answered yet."""

FIRST: Final = 1
"""The letter whose link they open."""


def rates(sim: Simulation, since: date) -> Iterator[SetRate]:
    """What an hour costs clients, and what it costs the company."""
    for kind, price in PRICES.items():
        yield SetRate(rate_id=sim.new_id(), kind=kind, since=since, per_hour=roubles(price))
    yield SetRate(
        rate_id=sim.new_id(), kind="service", person_id=person(ENGINEERS[0]), since=since, per_hour=roubles(3_400)
    )
    yield SetRate(rate_id=sim.new_id(), use="cost", since=since, per_hour=roubles(COST))


def roubles(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="RUB")


def bill_month(sim: Simulation, at: datetime) -> Story:
    """All hours up to the end of the last month: an act and an invoice for each client, and their answers."""
    yield at
    sim.read()
    until = at.date().replace(day=1) - timedelta(days=1)
    with sim.crm.log.datastore.get_connection() as db:
        found = entries(db, Asked(until=until))
    acts: list[UUID] = []
    for client_id, works in groupby(found, key=lambda entry: entry.client_id):
        acts.append(sim.new_id())
        billing = BillWork(
            act_id=acts[-1],
            client_id=client_id,
            on=until,
            works=tuple(map(worked, works)),
            biller_id=person(BILLER),
            email=f"office{len(acts)}@client.example",
            contact_name=sim.rng.choice(CONTACTS),
        )
        sim.ask(WHO, billing, at, role=WHO)
    at += timedelta(hours=1)
    yield at
    told = histories(sim.crm, work_act.decider, acts)
    prepared = [act for act_id in acts for fact in told[act_id] if isinstance(act := fact.event, ActPrepared)]
    for act in prepared:
        sim.ask(WHO, invoice_of(act.work_act_id, act, f"Act {act.number}"), at, role=WHO)
    for n, act in enumerate(prepared):
        sim.tell(answered(sim, act, sim.after(at, sim.rng.uniform(4, 60)), n))


def answered(sim: Simulation, act: ActPrepared, at: datetime, n: int) -> Story:
    """Most clients accept; some ask about a line first, and some have not answered yet."""
    yield at
    line, who, letter = act.lines[0], act.contact_name, FIRST
    if n % EVERY == DISPUTED:
        disputing = DisputeActLine(
            work_act_id=act.work_act_id,
            line_id=line.line_id,
            comment="Разве это не по гарантии?",
            contact_name=who,
            round=FIRST,
        )
        sim.ask(CLIENT, disputing, at, role=CLIENT)
        at = sim.after(at, 20)
        yield at
        answering = AnswerDispute(
            work_act_id=act.work_act_id,
            line_id=line.line_id,
            answer="Вы правы, полчаса по гарантии: сняли.",
            credit_minutes=min(30, line.minutes // 2),
        )
        sim.ask(person(BILLER), answering, at)
        letter += 1
        at = sim.after(at, 5)
        yield at
    if n % EVERY != SILENT:
        sim.ask(CLIENT, AcceptAct(work_act_id=act.work_act_id, contact_name=who, round=letter), at, role=CLIENT)
