"""What reports say of an imported pipeline is what a direct computation from its file says."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from deal_tables import PIPELINE, REAL, imported, part_of, tables

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.deals_import import START
from crm_es.exchange.sales_files import same
from crm_es.playbook import Calendar, Reservoir
from crm_es.sales_reports.periods import months
from crm_es.sales_reports.reservoir import reservoir
from crm_es.sales_reports.wins import By, wins

DAYS = 20
"""So short that clients lapse and come back within the file."""
PLAN = Reservoir(counts="deal won", active_days=DAYS)
CALENDAR = Calendar()
NOW = datetime(2018, 6, 1, tzinfo=UTC)
Row = dict[str, str]
"""Of the file."""


@pytest.fixture(params=[None, *REAL], ids=lambda file: file.name if file else "handmade")
def file(request: pytest.FixtureRequest, crm: Crm, tmp_path: Path) -> Path:
    """A pipeline that was imported."""
    part: Path = part_of(request.param, tmp_path) if request.param else tables(tmp_path, PIPELINE)
    playbook = START.model_copy(update={"reservoir": PLAN})
    context = Context(by="command line", at=datetime(2016, 1, 1, tzinfo=UTC), roles=frozenset({"administrator"}))
    crm.handle(PublishPlaybook(playbook=playbook), context)
    imported(crm, part)
    return part


def rows_of(file: Path, name: str = "") -> list[Row]:
    with (file.with_name(name) if name else file).open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def days_bought(file: Path) -> dict[str, list[date]]:
    """By account, the days on which it bought."""
    known = {same(row["account"]) for row in rows_of(file, "maven_accounts.csv")}
    days = defaultdict(set)
    for row in rows_of(file):
        if row["deal_stage"] == "Won" and same(row["account"]) in known:
            days[same(row["account"])].add(date.fromisoformat(row["close_date"]))
    return {account: sorted(found) for account, found in days.items()}


def crossings(file: Path) -> tuple[list[date], list[date]]:
    """The days on which accounts came in and went out."""
    came, went = [], []
    for days in days_bought(file).values():
        gaps = [(one, other) for one, other in pairwise(days) if other - one > timedelta(DAYS)]
        came += [days[0], *(other for _, other in gaps)]
        went += [one + timedelta(DAYS) for one in (*(one for one, _ in gaps), days[-1])]
    return came, went


def test_the_reservoir_of_each_month_is_that_of_the_file(crm: Crm, file: Path) -> None:
    """S0-02, S0-04, S0-05."""
    came, went = crossings(file)
    begin = date(2016, 10, 1)
    with crm.log.datastore.get_connection() as db:
        lines = reservoir(db, CALENDAR, NOW, PLAN, since=begin)
    found = [(line["level_at_start"], line["inflow"], line["outflow"], line["level_at_end"]) for line in lines]
    expected = []
    for month in months(CALENDAR, NOW, begin, None):
        first, after = month.first, month.last + timedelta(1)
        start = sum(day < first for day in came) - sum(day < first for day in went)
        inflow, outflow = (sum(first <= day < after for day in days) for days in (came, went))
        expected.append((start, inflow, outflow, start + inflow - outflow))
    assert found == expected
    assert sum(line["inflow"] for line in lines) == len(came) > 0
    won = [row for row in rows_of(file) if row["deal_stage"] == "Won" and row["account"]]
    assert sum(line["revenue"] for line in lines) == sum(Decimal(row["close_value"]) for row in won)


def managers(file: Path) -> Callable[[Row], str]:
    above = {row["sales_agent"]: row["manager"] for row in rows_of(file, "maven_sales_teams.csv")}
    return lambda row: above[row["sales_agent"]]


@pytest.mark.parametrize("by", ["agent", "manager"])
def test_win_rates_and_cycle_times_are_those_of_the_file(crm: Crm, file: Path, by: By) -> None:
    name = managers(file) if by == "manager" else lambda row: row["sales_agent"]
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(file):
        groups[name(row)].append(row)
    with crm.log.datastore.get_connection() as db:
        *lines, total = wins(db, CALENDAR, by=by)
    assert {line[by]: figures(line) for line in lines} == {who: direct(rows) for who, rows in groups.items()}
    assert figures(total) == direct(rows_of(file))


def figures(line: dict[str, Any]) -> tuple[Any, ...]:
    names = ("won", "lost", "open", "win_rate", "value", "median_days", "mean_days")
    return tuple(line[name] for name in names)


def direct(rows: list[Row]) -> tuple[Any, ...]:
    won, lost = ([row for row in rows if row["deal_stage"] == stage] for stage in ("Won", "Lost"))
    closed, days = len(won) + len(lost), [days_taken(row) for row in won]
    return (
        len(won),
        len(lost),
        len(rows) - closed,
        round(len(won) / closed, 4) if closed else None,
        sum(Decimal(row["close_value"]) for row in won),
        float(median(days)) if days else None,
        float((Decimal(sum(days)) / len(days)).quantize(Decimal("0.01"), ROUND_HALF_UP)) if days else None,
    )


def days_taken(row: Row) -> int:
    return (date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])).days
