"""How long people wait for the search over everything and for the board, where there are many deals and requests."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from benchmarks.ground import ANN, HEAD, NOW
from crm_es.aggregates.client import ClientMet
from crm_es.aggregates.deal import DealOpened
from crm_es.aggregates.payment_request import Form, PaymentRequestDrafted
from crm_es.aggregates.task import TaskAssigned
from crm_es.application import Crm
from crm_es.deal_board import DEALS, board
from crm_es.finding import find
from crm_es.messages import Event
from crm_es.money import Money
from crm_es.projections import client_registry, deal_registry, payment_registry, record_words, task_list
from crm_es.recorded import Recorded
from crm_es.registries import Registry
from crm_es.row import Row
from crm_es.runners.projections import fold
from crm_es.store.table import Table

CLIENTS: Final = 5_000
KINDS: Final = ("Pump", "Насос", "Кабель", "Flour", "Ремонт", "Rent", "Доставка", "Valve")
STAGES: Final = ("lead", "offer", "contract", "shipment")
EVERY_DEAL_OPEN: Final = 20
"""One of so many is open; the others have ended."""
QUESTIONS: Final = {
    "a rare word": "уникальный",
    "a word of many": "насос",
    "a letter": "п",
    "two words": "насос client77",
    "the name of a client": "client4711",
    "a number": "7700004711",
    "the end of a number": "04711",
    "nothing": "zzzz",
}


def fill(crm: Crm, count: int) -> None:
    """Clients, so many deals with a task each, and as many requests, straight into the tables."""
    chance = random.Random(4)
    facts = [*clients(), *deals(chance, count), *requests(chance, count)]
    with crm.log.datastore.get_connection() as db:
        for projection in (client_registry, deal_registry, payment_registry, task_list, record_words):
            rows = fold(projection, facts)
            table = Table(type(next(iter(rows.values()))))
            with db.transaction():
                table.replace(db, {key: shaped(row, n) for n, (key, row) in enumerate(rows.items())})


def shaped(row: Row, n: int) -> Row:
    """Deals of all stages and ends, tasks mostly done."""
    match row:
        case deal_registry.Deal() if n % EVERY_DEAL_OPEN:
            outcome = "won" if n % 3 else "lost"
            return replace(row, outcome=outcome, closed_at=NOW - timedelta(n % 700), stage=STAGES[n % 4])
        case deal_registry.Deal():
            return replace(row, stage=STAGES[n // EVERY_DEAL_OPEN % 4])
        case task_list.Task() if n % EVERY_DEAL_OPEN:
            return replace(row, to_do=False, status="done")
        case _:
            return row


def recorded(position: int, event: Event) -> Recorded[Any]:
    at = NOW - timedelta(days=700) + timedelta(minutes=position)
    return Recorded(
        event=event, position=position, stream=UUID(int=0), version=1, occurred_at=at, recorded_at=at, actor=str(ANN)
    )


def clients() -> list[Recorded[Any]]:
    return [
        recorded(n, ClientMet(client_id=UUID(int=n), name=f"ООО «Client{n}»", owner_id=ANN, inn=f"77{n:08}"))
        for n in range(1, CLIENTS + 1)
    ]


def deals(chance: random.Random, count: int) -> list[Recorded[Any]]:
    found = []
    for n in range(1, count + 1):
        deal_id, client_id, owner = (
            UUID(int=1 << 32 | n),
            UUID(int=chance.randint(1, CLIENTS)),
            (ANN, HEAD)[n // EVERY_DEAL_OPEN % 2],
        )
        what = f"{chance.choice(KINDS)} {n}{' уникальный' if n % 30_000 == 7 else ''}"
        opened = DealOpened(
            deal_id=deal_id,
            title=what,
            client_id=client_id,
            owner_id=owner,
            pipeline="wholesale",
            playbook_version=1,
            stage="lead",
            value=Money(amount=Decimal(n), currency="RUB"),
            rots_at=NOW + timedelta(n % 40 - 20),
        )
        task = TaskAssigned(
            task_id=UUID(int=2 << 32 | n),
            what=f"Call about {n}",
            responsible_id=owner,
            supervisor_id=HEAD,
            deal_id=deal_id,
            client_id=client_id,
            due=NOW + timedelta(n % 5 - 2),
        )
        found += [recorded(CLIENTS + n * 2, opened), recorded(CLIENTS + n * 2 + 1, task)]
    return found


def requests(chance: random.Random, count: int) -> list[Recorded[Any]]:
    return [
        recorded(
            CLIENTS + count * 2 + n,
            PaymentRequestDrafted(
                payment_request_id=UUID(int=3 << 32 | n),
                author_id=(ANN, HEAD)[n % 2],
                form=Form(
                    what_for=f"{chance.choice(KINDS)} по счёту {n}",
                    amount=Money(amount=Decimal(n), currency="RUB"),
                    invoice_number=f"INV-{n}",
                ),
            ),
        )
        for n in range(1, count + 1)
    ]


def everything(_: Registry) -> Mapping[str, Any]:
    return {"sight": None, "besides": {}}


def own(_: Registry) -> Mapping[str, Any]:
    return {"sight": frozenset({ANN}), "besides": {}}


def measure(crm: Crm) -> dict[str, float]:
    """Milliseconds of each question, of one who sees all and of one who sees their own."""
    found = {}
    with crm.log.datastore.get_connection() as db:
        for whose, limits in (("all", everything), ("own", own)):
            for name, text in QUESTIONS.items():
                found[f"search for {name}, {whose}"] = timed(partial(find, db, text, limits))
            found[f"board of deals, {whose}"] = timed(
                partial(board, db, None, NOW, pipeline="wholesale", limits=limits(DEALS))
            )
    return found


def timed(ask: Callable[[], Any], times: int = 5) -> float:
    """Milliseconds, warm."""
    ask()
    return median(_once(ask) for _ in range(times))


def _once(ask: Callable[[], Any]) -> float:
    start = perf_counter()
    ask()
    return (perf_counter() - start) * 1000
