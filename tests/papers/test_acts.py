"""The work behind an act adds up to its lines, however odd the minutes are (S3-07)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from examples import ANN
from hypothesis import given
from hypothesis import strategies as st

from crm_es.act_lines import BilledWork, line
from crm_es.papers.acts import worked

DAY = date(2026, 11, 2)
MINUTES = st.lists(st.integers(1, 1000), min_size=1, max_size=30)
RATES = st.decimals(0, 100_000, places=2)


@given(MINUTES, RATES)
def test_hours_and_amounts_of_the_work_are_those_of_the_line(minutes: list[int], rate: Decimal) -> None:
    works = [
        BilledWork(
            work_id=UUID(int=n), person_id=ANN, day=DAY + timedelta(n % 5), minutes=one, kind="service", per_hour=rate
        )
        for n, one in enumerate(minutes, 1)
    ]
    billed = line(UUID(int=99), "Service", works, None)
    found = list(worked(billed, {work.work_id: work for work in works}, {ANN: "Ann"}))
    assert sum(one.quantity for one in found) == billed.quantity
    assert sum(one.amount for one in found) == billed.amount
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert {one.person for one in found} == {"Ann"}
