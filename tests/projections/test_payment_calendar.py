"""What is to be paid when, in each currency, and what was (S1-23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, CAROL, HEAD, MONDAY
from fold import keep
from hypothesis import given
from hypothesis import strategies as st

from crm_es.api.sight import Sight
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.payment_calendar import calendar, end, start
from crm_es.projections.payment_registry import Payment
from crm_es.projections.payments_made import PaymentMade
from crm_es.registries import registry

Db = psycopg.Connection[Any]
TODAY = date(2026, 11, 25)
"""A Wednesday."""

approved = Payment(
    UUID(int=1),
    "approved",
    ANN,
    "Bags",
    Decimal(100),
    "RUB",
    MONDAY,
    pay_by=TODAY,
    left_amount=Decimal(100),
    involved=(ANN,),
)
made = PaymentMade(
    UUID(int=1),
    approved.payment_request_id,
    Decimal(40),
    "RUB",
    Decimal(60),
    TODAY,
    "30",
    None,
    None,
    str(CAROL),
    MONDAY,
)


def requests(*changes: dict[str, Any]) -> list[Payment]:
    return [replace(approved, payment_request_id=UUID(int=n), **change) for n, change in enumerate(changes, 1)]


def told(lines: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(line[column] for column in columns) for line in lines]


@pytest.fixture
def db(company: Db) -> Db:
    """Overdue since Monday, two for today, one in euros for Friday week, one without a day; and others."""
    keep(
        company,
        *requests(
            {"pay_by": date(2026, 11, 23), "left_amount": Decimal(7)},
            {},
            {"left_amount": Decimal("0.50")},
            {"pay_by": date(2026, 12, 4), "left_amount": Decimal(60), "currency": "EUR"},
            {"pay_by": None},
            {"status": "submitted", "left_amount": None},
            {
                "status": "paid",
                "left_amount": Decimal(0),
                "paid_on": TODAY,
                "paid_amount": Decimal(100),
                "involved": (BOB,),
            },
        ),
        made,
        replace(
            made, payment_id=UUID(int=2), payment_request_id=UUID(int=7), amount=Decimal(60), paid_on=date(2026, 11, 1)
        ),
    )
    return company


def test_each_day_is_a_line_and_what_is_overdue_is_the_first(db: Db) -> None:
    assert told(calendar(db, TODAY), "line", "from", "to", "currency", "count", "left_amount", "overdue_amount") == [
        ("overdue", None, None, "RUB", 1, Decimal(7), Decimal(7)),
        ("period", TODAY, TODAY, "RUB", 2, Decimal("100.50"), 0),
        ("period", date(2026, 12, 4), date(2026, 12, 4), "EUR", 1, Decimal(60), 0),
        ("without a day", None, None, "RUB", 1, Decimal(100), 0),
    ]


def test_weeks_and_months_are_whole_and_tell_what_of_them_is_overdue(db: Db) -> None:
    weeks = calendar(db, TODAY, by="week", currency="RUB")
    assert told(weeks[1:2], "from", "to", "left_amount", "overdue_amount", "paid_amount") == [
        (date(2026, 11, 23), date(2026, 11, 29), Decimal("107.50"), Decimal(7), Decimal(40))
    ]
    months = calendar(db, TODAY, by="month", until=TODAY)
    assert told(months[1:2], "from", "to", "count", "paid_count", "paid_amount") == [
        (date(2026, 11, 1), date(2026, 11, 30), 3, 2, Decimal(100))
    ]


def test_every_line_says_how_to_see_what_it_sums_up(db: Db) -> None:
    for line in calendar(db, TODAY, by="week"):
        rows = page(registry("payment-requests"), db, filters=dict(parse_qsl(line["query"]))).rows
        assert (len(rows), sum(row["left_amount"] for row in rows)) == (line["count"], line["left_amount"]), line


def test_what_is_held_up_is_left_but_not_payable(db: Db) -> None:
    """A doubt that nobody settled, or a look into other books that is not over."""
    keep(
        db,
        replace(approved, doubts=("duplicate: Paid by request 7.",)),
        replace(approved, payment_request_id=UUID(int=2), awaited=("over budget",)),
    )
    assert told(calendar(db, TODAY, until=TODAY), "line", "count", "left_amount", "payable_amount") == [
        ("period", 3, Decimal("200.50"), Decimal("0.50")),
        ("without a day", 1, Decimal(100), Decimal(100)),
    ]


def sees(person: UUID, *roles: str) -> Any:
    return Sight(person, frozenset({person}), frozenset(roles)).limits


def test_people_see_what_the_lists_would_show_them(db: Db) -> None:
    """S1-30."""
    assert told(calendar(db, TODAY, limits=sees(BOB), by="month"), "count", "paid_amount") == [(0, Decimal(60))]
    assert calendar(db, TODAY, limits=sees(HEAD)) == []
    assert calendar(db, TODAY, limits=sees(CAROL, "accounting")) == calendar(db, TODAY)


def test_accounting_counts_what_was_paid_of_a_request_that_was_sent_back_since(db: Db) -> None:
    for status in ("rework", "submitted"):
        keep(db, replace(approved, status=status, left_amount=None, paid_amount=Decimal(40)))
        lines = calendar(db, TODAY, limits=sees(CAROL, "accounting"), until=TODAY)
        assert told(lines, "line", "paid_amount")[0] == ("period", Decimal(40)), status
        assert told(calendar(db, TODAY, limits=sees(ANN), until=TODAY), "paid_amount")[0] == (Decimal(40),)


def test_a_calendar_does_not_end_before_it_begins(db: Db) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        calendar(db, TODAY, since=TODAY, until=date(2026, 11, 24))
    for day in (date.min, date.max):
        assert calendar(db, TODAY, by="month", since=day, until=day) == calendar(db, TODAY, since=day, until=day)


@given(st.sampled_from(["day", "week", "month"]), st.dates(), st.dates())
def test_every_day_is_in_one_period(by: Any, day: date, other: date) -> None:
    first, last = start(by, day), end(by, day)
    assert first <= last
    assert (start(by, first), end(by, last)) == (first, last)
    assert not first <= other <= last or (start(by, other), end(by, other)) == (first, last)
