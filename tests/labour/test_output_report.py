"""What each person's work brought (S3-11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB, CLIENT, MONDAY, roubles
from psycopg import Connection
from worked import labour_tables, worked

from crm_es.act_lines import hours
from crm_es.labour.output_report import READERS, Asked, By, output
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.projections.act_lines import ActLine
from crm_es.projections.billed_work import BilledWork
from crm_es.projections.client_registry import Client
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.ticket_registry import Ticket
from crm_es.projections.work_days import WorkDay
from crm_es.rates import HourlyRate, Rates
from crm_es.store.log import Log
from crm_es.store.table import Table

TODAY, TUESDAY = MONDAY.date(), MONDAY.date() + timedelta(1)
DONE, OPEN, STAGE, PROJECT, BILLED = (UUID(int=n) for n in range(901, 906))
RATES = Rates(
    {
        UUID(int=1): HourlyRate(per_hour=roubles(3000), since=date(2026, 1, 1)),
        UUID(int=2): HourlyRate(per_hour=roubles(6000), since=TUESDAY, person_id=ANN),
    }
)


def save(db: Connection[Any], *rows: Any) -> None:
    for row in rows:
        table = Table(type(row))
        table.create(db)
        table.save(db, {getattr(row, row.KEY): row})


PLAIN: dict[Any, Any] = {bool: False, int: 0, str: "", datetime: MONDAY, date: TODAY, UUID: UUID(int=0)}
"""What does not matter here."""


def row(of: type[Any], **known: Any) -> Any:
    """A row of which only this matters."""
    hints = get_type_hints(of)
    nothing = {name: () if "tuple" in str(hint) else None for name, hint in hints.items()}
    told = {one.name: PLAIN.get(hints[one.name], nothing[one.name]) for one in fields(of)}
    return of(**told | known)


def billed(day: WorkDay, *, released: bool = False) -> Any:
    """The place of its entry on an act."""
    told = {"billed_id": uuid4(), "work_id": day.work_id, "line_id": BILLED, "minutes": day.minutes}
    return row(BilledWork, **told, released_at=MONDAY if released else None)


def ticket(ticket_id: UUID, status: str, agreed: int, spent: int) -> Any:
    said = {"reference": f"T-{ticket_id.int}", "subject": "Printer", "client_id": CLIENT, "status": status}
    return row(Ticket, ticket_id=ticket_id, agreed_minutes=agreed, spent_minutes=spent, **said)


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    """Ann served a ticket that is done, and wrote mails; Bob served one that is not, and half of a stage."""
    days = [
        worked(ANN, TODAY, 60, "service", billable=True, ticket_id=DONE),
        worked(ANN, TUESDAY, 30, "service", billable=True, client_id=CLIENT),
        worked(ANN, TODAY, 30, "administration"),
        worked(ANN, TODAY, 45, "break"),
        worked(BOB, TODAY, 60, "service", billable=True, ticket_id=OPEN),
        worked(BOB, TODAY, 60, "project work", stage_id=STAGE, project_id=PROJECT),
    ]
    with labour_tables(log) as db:
        save(db, *days, billed(days[0]), billed(days[1], released=True))
        save(db, row(ActLine, line_id=BILLED, minutes=60, left_amount=Decimal("2400.00"), currency="RUB"))
        save(db, ticket(DONE, "done", 90, 60), ticket(OPEN, "in work", 600, 60))
        save(db, row(Client, client_id=CLIENT, name="Acme", owner_id=ANN))
        save(db, *(row(StaffMember, staff_member_id=who, name=name) for who, name in ((ANN, "Ann"), (BOB, "Bob"))))
        plan = {"done_percent": 50, "planned_minutes": 100, "spent_minutes": 60}
        save(db, row(ProjectStage, stage_id=STAGE, project_id=PROJECT, name="Build", status="open", **plan))
        yield db


def report(db: Connection[Any], *by: By, rates: Rates | None = RATES, **asked: Any) -> list[dict[str, Any]]:
    return output(db, Asked(by or ("person",), **asked), rates)


def test_hours_money_and_the_share_that_clients_pay_for(db: Connection[Any]) -> None:
    """What is billed is worth what its act asks for by now; what is not, what the rates say."""
    ann, bob = report(db)
    assert (ann["person"], ann["hours"], ann["billable_hours"], ann["billable_percent"]) == (
        "Ann", Decimal("2.00"), Decimal("1.50"), Decimal("75.0"),
    )  # fmt: skip
    assert (ann["amount"], ann["currency"], ann["amount_per_hour"]) == (Decimal("5400.00"), "RUB", Decimal("2700.00"))
    assert (ann["billed_hours"], ann["hours_without_rate"]) == (Decimal("1.00"), Decimal("0.00"))
    assert (bob["amount"], bob["hours"]) == (Decimal("3000.00"), Decimal("2.00"))


def test_only_what_is_done_counts_against_plan(db: Connection[Any]) -> None:
    """90 agreed minutes were served in 60; half of 100 planned ones took 60; a ticket that is open proves nothing."""
    ann, bob = report(db)
    assert (ann["planned_hours"], ann["hours_against_plan"], ann["efficiency_percent"]) == (
        Decimal("1.50"), Decimal("1.00"), Decimal("150.0"),
    )  # fmt: skip
    assert (bob["planned_hours"], bob["hours_against_plan"], bob["efficiency_percent"]) == (
        Decimal("0.83"), Decimal("1.00"), Decimal("83.3"),
    )  # fmt: skip


def test_it_goes_down_to_days_and_subjects_and_stays_the_same_in_sum(db: Connection[Any]) -> None:
    deep: tuple[tuple[By, ...], ...] = (("client",), ("day", "kind"), ("person", "client", "day", "subject"))
    for by in deep:
        lines = report(db, *by)
        assert sum(line["minutes"] for line in lines) == 240
        assert sum(line["amount"] or 0 for line in lines) == Decimal("8400.00")
    nobody, acme = sorted(report(db, "client"), key=lambda line: str(line["client"] or ""))
    assert (nobody["client"], nobody["amount"], acme["client"], acme["minutes"]) == (None, None, "Acme", 150)
    subjects = {line["subject"] for line in report(db, "subject", person_id=ANN)}
    assert subjects == {"T-901 Printer", "Acme", "administration"}


def test_each_figure_says_where_to_look(db: Connection[Any]) -> None:
    (line,) = report(db, "day", person_id=ANN, client_id=CLIENT, since=TUESDAY, until=TUESDAY)
    assert line["query"] == f"rest=false&person_id={ANN}&for_client_id={CLIENT}&day=2026-11-24"
    (line, _) = report(db, since=TODAY, until=TODAY)
    assert line["query"] == f"rest=false&person_id={ANN}&day_from=2026-11-23&day_to=2026-11-23"
    assert "work_days" in READERS


def test_without_rates_nothing_is_told_of_money(db: Connection[Any]) -> None:
    ann, _ = report(db, rates=None)
    assert (ann["amount"], ann["amounts"], ann["hours_without_rate"]) == (None, "", None)
    ann, _ = report(db, rates=Rates())
    assert (ann["amount"], ann["hours_without_rate"]) == (Decimal("2400.00"), Decimal("0.50"))


def test_one_sees_whom_one_may_see(db: Connection[Any]) -> None:
    assert [line["person"] for line in output(db, Asked(), RATES, [BOB])] == ["Bob"]


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        Asked(since=TUESDAY, until=TODAY)
    with pytest.raises(Refused, match="Say once"):
        Asked(by=("person", "person"))


def test_money_is_what_one_reckons_by_hand(log: Log) -> None:
    """S3-11: whatever was worked, and however rates overlap."""
    dice = Random(5)
    others = [UUID(int=n) for n in range(911, 914)]
    whose: tuple[dict[str, Any], ...] = ({}, {"client_id": CLIENT}, {"client_id": others[0]})
    days = [
        worked(
            dice.choice((ANN, BOB)),
            TODAY + timedelta(dice.randrange(9)),
            dice.randint(1, 600),
            dice.choice(("service", "project work", "break")),
            billable=dice.random() < 0.7,
            **dice.choice(whose),
        )
        for _ in range(400)
    ]
    rates = [
        HourlyRate(
            per_hour=Money(amount=Decimal(dice.randint(0, 500_000)) / 100, currency=dice.choice(("RUB", "USD"))),
            client_id=dice.choice((None, CLIENT, others[0])),
            person_id=dice.choice((None, ANN)),
            kind=dice.choice((None, "Service")),
            since=TODAY + timedelta(n % 7 - 1),
            until=dice.choice((None, TODAY + timedelta(7))),
        )
        for n in range(40)
    ]
    rates = list({(one.client_id, one.person_id, one.kind, one.since): one for one in rates}.values())

    def by_hand(day: WorkDay) -> tuple[str, Fraction] | None:
        for client_id in (day.client_id, None):
            for person_id in (day.person_id, None):
                for kind in (day.kind, None):
                    named = (client_id, person_id, kind)
                    fitting = [
                        one for one in rates
                        if (one.client_id, one.person_id, one.kind and one.kind.lower()) == named
                        and one.since <= day.day <= (one.until or day.day)
                    ]  # fmt: skip
                    if fitting:
                        money = max(fitting, key=lambda one: one.since).per_hour
                        return money.currency, Fraction(money.amount) * day.minutes / 60
        return None

    sums: dict[tuple[UUID, UUID | None], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    lost: Counter[tuple[UUID, UUID | None]] = Counter()
    for day in days:
        if day.billable and not day.rest:
            worth = by_hand(day)
            if worth is None:
                lost[day.person_id, day.client_id] += day.minutes
            else:
                sums[day.person_id, day.client_id][worth[0]] += worth[1]
    with labour_tables(log) as db:
        Table(ActLine).create(db)
        Table(BilledWork).create(db)
        save(db, *days, *(row(Client, client_id=one, name=str(one), owner_id=ANN) for one in (CLIENT, *others)))
        lines = report(db, "person", "client", rates=Rates({UUID(int=n): one for n, one in enumerate(rates, 1)}))
    assert {(line["person_id"], line["client_id"]): line["amounts"] for line in lines} == {
        (line["person_id"], line["client_id"]): "; ".join(
            f"{float(amount):.2f} {currency}"
            for currency, amount in sorted(sums[line["person_id"], line["client_id"]].items())
        )
        for line in lines
    }
    for line in lines:
        assert line["hours_without_rate"] == hours(lost[line["person_id"], line["client_id"]])
    assert sum(line["minutes"] for line in lines) == sum(day.minutes for day in days if not day.rest)
