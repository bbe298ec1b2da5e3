"""What lines of an act promise: money to the kopeck (S3-06, S3-07)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from billing_facts import ACT, PREPARED, more, network, printer
from examples import DIRECTORY
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_es.act_lines import BilledWork, LinedUpBy, called, hours, lined_up, part, total, vat
from crm_es.trade_lines import contained, rounded

AMOUNTS = st.decimals(min_value=0, max_value=100_000, places=2)
WORKS = st.lists(
    st.builds(
        BilledWork,
        work_id=st.uuids(),
        person_id=st.sampled_from([printer.person_id, network.person_id]),
        day=st.sampled_from([printer.day]),
        minutes=st.integers(1, 1000),
        kind=st.sampled_from(["service", "project work"]),
        subject=st.sampled_from(["T-1 Printer", "t-1  printer", "T-2 Network", ""]),
        per_hour=AMOUNTS,
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("minutes", "expected"), [(60, "1.00"), (50, "0.83"), (100, "1.67"), (1, "0.02"), (3, "0.05"), (15, "0.25")]
)
def test_hours_have_two_decimals(minutes: int, expected: str) -> None:
    assert hours(minutes) == Decimal(expected)


@settings(max_examples=200, deadline=None)
@given(WORKS, st.sampled_from(["subject", "person", "kind"]), st.sampled_from([None, Decimal(20), Decimal(10)]))
def test_whatever_is_billed_adds_up(works: list[BilledWork], by: LinedUpBy, rate: Decimal | None) -> None:
    """On paper quantity x price is the amount; nothing of the work is lost, or there twice."""
    lines = lined_up(ACT, works, by, rate, DIRECTORY.name)
    assert total(lines) == sum(line.amount for line in lines)
    assert vat(lines) == sum(line.vat for line in lines)
    for line in lines:
        assert line.amount == rounded(line.rate, line.quantity)
        assert line.vat == contained(line.amount, rate)
        assert abs(line.quantity * 60 - line.minutes) <= Decimal("0.3"), "eighteen seconds"
    assert sum(line.minutes for line in lines) == sum(work.minutes for work in works)
    assert sorted(work_id for line in lines for work_id in line.work_ids) == sorted(work.work_id for work in works)
    assert len({line.line_id for line in lines}) == len(lines)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 5000), st.lists(st.integers(1, 500), max_size=6), AMOUNTS)
def test_what_is_credited_in_parts_and_what_is_left_is_the_line(minutes: int, taken: list[int], rate: Decimal) -> None:
    whole, left = part(minutes, rate, Decimal(20)), minutes
    off = []
    for much in taken:
        if much <= left:
            before, left = part(left, rate, Decimal(20)), left - much
            off.append(before.less(part(left, rate, Decimal(20))))
    rest = part(left, rate, Decimal(20))
    assert sum((one.amount for one in off), rest.amount) == whole.amount
    assert sum((one.vat for one in off), rest.vat) == whole.vat
    assert rest.amount == rounded(rate, rest.quantity)


def test_work_on_one_thing_at_one_rate_is_one_line() -> None:
    first, second = PREPARED.lines
    assert (first.what, first.minutes, first.quantity, first.amount, first.vat) == (
        "T-1 Printer", 65, Decimal("1.08"), Decimal("3240.00"), Decimal("540.00"),
    )  # fmt: skip
    assert set(first.work_ids) == {printer.work_id, more.work_id}
    assert (second.quantity, second.rate, second.amount) == (Decimal("1.67"), Decimal("2499.99"), Decimal("4174.98"))


def test_a_line_is_called_as_an_invoice_can_say_it() -> None:
    long = printer.model_copy(update={"subject": "x" * 300})
    assert len(called(long, "subject", str)) == 80
    assert called(printer.model_copy(update={"subject": ""}), "subject", str) == "service"
    assert called(printer, "person", DIRECTORY.name) == "Ann"
    assert called(printer, "kind", str) == "service"


def test_two_people_of_one_name_are_two_lines() -> None:
    works = [BilledWork(**dict(work), per_hour=Decimal(1)) for work in (printer, network)]
    lines = lined_up(ACT, works, "person", None, lambda _: "Ann")
    assert [line.what for line in lines] == ["Ann", "Ann"]
    assert all(isinstance(line.line_id, UUID) for line in lines)
