"""The structure of a seller's month: shares by kind of work, each with its days (S3-22..S3-24)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB
from fold import keep
from psycopg import Connection
from worked import labour_tables, worked

from crm_es.labour.structure import labelled, structure, takes
from crm_es.messages import Refused
from crm_es.store.log import Log

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    with labour_tables(log) as db:
        yield db


@pytest.fixture
def month(db: Connection[Any]) -> Connection[Any]:
    """165 hours of Ann, with breaks beside them, and a little of Bob."""
    keep(
        db,
        worked(ANN, date(2026, 10, 5), 99 * 60, "commercial activity", "commercial"),
        worked(ANN, date(2026, 10, 6), 40 * 60, "correspondence", "administration"),
        worked(ANN, date(2026, 10, 31), 10 * 60, "reports", "administration"),
        worked(ANN, date(2026, 10, 7), 16 * 60, "self-study"),
        worked(ANN, date(2026, 10, 7), 20 * 60, "break"),
        worked(ANN, date(2026, 11, 1), 60, "self-study"),
        worked(BOB, date(2026, 10, 8), 35 * 60, "commercial activity", "commercial"),
    )
    return db


def shares(lines: Any, person_id: UUID | None) -> dict[tuple[str | None, str | None], tuple[int, Decimal | None]]:
    return {
        (line["heading"], line["kind"]): (line["minutes"] // 60, line["percent"])
        for line in lines
        if line["person_id"] == person_id
    }


def test_the_month_of_a_seller_is_told_by_heading_and_kind_with_shares(
    month: Connection[Any],
) -> None:
    lines = structure(month, since=OCTOBER, until=date(2026, 10, 31), people={ANN, BOB})
    assert shares(lines, ANN) == {
        (None, None): (165, Decimal("100.0")),
        ("commercial", None): (99, Decimal("60.0")),
        ("commercial", "commercial activity"): (99, Decimal("60.0")),
        ("administration", None): (50, Decimal("30.3")),
        ("administration", "correspondence"): (40, Decimal("24.2")),
        ("administration", "reports"): (10, Decimal("6.1")),
        ("self-study", None): (16, Decimal("9.7")),
        ("self-study", "self-study"): (16, Decimal("9.7")),
        ("break", None): (20, None),
        ("break", "break"): (20, None),
    }


def test_all_together_come_first_and_then_each_person_the_largest_heading_first(month: Connection[Any]) -> None:
    lines = structure(month, since=OCTOBER, until=OCTOBER)
    assert [line["person_id"] for line in lines[:4]] == [None] * 4
    assert lines[0]["minutes"] == 200 * 60
    of_ann = [line["heading"] for line in lines if line["person_id"] == ANN and line["kind"] is None]
    assert of_ann == [None, "commercial", "administration", "self-study", "break"]


def test_tables_call_what_sums_up_others_total(month: Connection[Any]) -> None:
    lines = labelled(structure(month, since=OCTOBER, until=OCTOBER))
    assert (lines[0]["person"], lines[0]["heading"], lines[0]["kind"]) == ("total", "total", "total")
    assert None not in {line[name] for line in lines for name in ("person", "heading", "kind")}


def test_each_figure_says_how_to_see_its_days(month: Connection[Any]) -> None:
    lines = structure(month, since=OCTOBER, until=OCTOBER, people=[ANN])
    assert lines[-1]["query"] == f"day_from=2026-10-01&day_to=2026-10-31&person_id={ANN}&heading=break&kind=break"
    assert lines[0]["query"] == f"day_from=2026-10-01&day_to=2026-10-31&person_id={ANN}&rest=false"
    of_all = structure(month, since=OCTOBER, until=OCTOBER)[0]
    assert of_all["query"] == "day_from=2026-10-01&day_to=2026-10-31&rest=false"


def test_months_are_told_apart(month: Connection[Any]) -> None:
    lines = structure(month, since=OCTOBER, until=date(2026, 11, 30), people=[ANN])
    assert [line["month"] for line in lines if line["person_id"] == ANN and line["heading"] is None] == [
        OCTOBER,
        date(2026, 11, 1),
    ]
    assert structure(month, since=date(2026, 12, 1), until=date(2026, 12, 1)) == []


def test_what_took_the_time_is_named_the_most_first(month: Connection[Any]) -> None:
    (first, second) = [line for line in takes(month, OCTOBER, [ANN]) if line["heading"] == "administration"]
    assert (first["subject"], first["minutes"], second["subject"]) == ("correspondence", 2400, "reports")


def test_a_span_that_makes_no_sense_is_refused(db: Connection[Any]) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        structure(db, since=date(2026, 11, 1), until=OCTOBER)
    with pytest.raises(Refused, match="60 months at most"):
        structure(db, since=date(2021, 10, 1), until=OCTOBER)
