"""How many complaints there are of each cause, and how fast clients get an answer (S0-18, S0-21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, CLIENT, FRIDAY, LAWYER, MONDAY, TUESDAY
from fold import keep

from crm_es.complaint_report import by_cause
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.projections.complaints import Complaint
from crm_es.registries import registry

Db = psycopg.Connection[Any]
one = Complaint(
    complaint_id=UUID(int=1),
    status="open",
    cause="defect",
    department="Purchasing",
    client_id=CLIENT,
    owner_id=ANN,
    responsible_id=LAWYER,
    text="Stones",
    filed_at=MONDAY,
    filed_by=ANN,
    due=FRIDAY,
    involved=(ANN, LAWYER),
)


def hours(n: int) -> Any:
    return MONDAY + timedelta(hours=n)


@pytest.fixture
def filed(company: Db) -> Db:
    """Four of Purchasing, of which one is Bob's, and one of the warehouse a day later."""
    closed = replace(one, status="closed", first_answered_at=hours(10), closed_at=hours(12))
    keep(
        company,
        replace(one, overdue=True),
        replace(closed, complaint_id=UUID(int=2), involved=(BOB, LAWYER)),
        replace(closed, complaint_id=UUID(int=3), first_answered_at=hours(20), closed_at=hours(40), reopened=1),
        replace(one, complaint_id=UUID(int=4), cause="short weight", status="answered", first_answered_at=hours(1)),
        replace(one, complaint_id=UUID(int=5), cause="mis-sort", department="Warehouse", filed_at=TUESDAY),
    )
    return company


def test_each_cause_is_told_with_its_department_and_all_together(filed: Db) -> None:
    lines = by_cause(filed)
    assert [(line["department"], line["cause"], line["complaints"], line["open"]) for line in lines] == [
        (None, None, 5, 2),
        ("Purchasing", None, 4, 1),
        ("Purchasing", "defect", 3, 1),
        ("Purchasing", "short weight", 1, 0),
        ("Warehouse", None, 1, 1),
        ("Warehouse", "mis-sort", 1, 1),
    ]
    defects = lines[2]
    assert (defects["overdue"], defects["closed"], defects["to_tell"], defects["reopened"]) == (1, 2, 0, 1)
    assert (defects["median_hours_to_answer"], defects["median_hours_to_close"]) == (15.0, 26.0)
    assert defects["share_reopened"] == 0.5
    assert (lines[5]["share_reopened"], lines[5]["median_hours_to_answer"]) == (None, None)


def test_every_figure_leads_to_its_rows(filed: Db) -> None:
    figures = {"query": "complaints", "open_query": "open", "to_tell_query": "to_tell"}
    figures |= {"overdue_query": "overdue", "reopened_query": "reopened"}
    for line in by_cause(filed, since=MONDAY.date(), until=MONDAY.date()):
        for question, figure in figures.items():
            rows = page(registry("complaints"), filed, filters=dict(parse_qsl(line[question]))).rows
            assert len(rows) == line[figure], (line, question)


def test_days_and_what_one_may_see_narrow_it(filed: Db) -> None:
    assert [line["complaints"] for line in by_cause(filed, since=TUESDAY.date())] == [1, 1, 1]
    bobs = by_cause(filed, limits=lambda _: {"sight": frozenset({BOB}), "besides": {}})
    assert [line["complaints"] for line in bobs] == [1, 1, 1]
    assert by_cause(filed, since=FRIDAY.date()) == []
    with pytest.raises(Refused, match="ends before it begins"):
        by_cause(filed, since=TUESDAY.date(), until=MONDAY.date())
