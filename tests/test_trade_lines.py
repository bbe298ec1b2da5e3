"""Lines add up to the total, and the taxes by rate to the tax of the whole: to the kopeck."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm_es.trade_lines import InvoiceLine, OrderLine, by_rate, ordered_total, total, vat

RATES = (None, Decimal(0), Decimal(10), Decimal(20), Decimal(22))
LINES = st.builds(
    InvoiceLine,
    product=st.just("Tea"),
    quantity=st.decimals("0.001", "99999", places=3),
    unit=st.just("kg"),
    price=st.decimals(0, "999999", places=2),
    vat_rate=st.sampled_from(RATES),
    price_approval_id=st.none(),
)


def line(price: str, quantity: str, rate: str | None = None) -> InvoiceLine:
    return InvoiceLine(
        product="Tea",
        quantity=Decimal(quantity),
        price=Decimal(price),
        vat_rate=None if rate is None else Decimal(rate),
    )


def test_half_a_kopeck_is_rounded_up_line_by_line() -> None:
    assert line("0.01", "0.5").amount == Decimal("0.01")
    assert line("0.01", "0.499").amount == Decimal("0.00")
    assert total([line("0.01", "0.5"), line("0.01", "0.5")]) == Decimal("0.02")


def test_vat_is_a_part_of_the_price() -> None:
    assert line("122.00", "1", "22").vat == Decimal("22.00")
    assert line("100.00", "1", "20").vat == Decimal("16.67")
    assert line("100.00", "1", "0").vat == line("100.00", "1").vat == Decimal("0.00")


@given(st.lists(LINES, max_size=8))
def test_the_lines_add_up_and_so_do_the_rates(lines: list[InvoiceLine]) -> None:
    parts = by_rate(lines, "RUB")
    assert sum((part.amount.amount for part in parts), Decimal(0)) == total(lines) == sum(one.amount for one in lines)
    assert sum((part.vat.amount for part in parts), Decimal(0)) == vat(lines) == sum(one.vat for one in lines)
    assert len({part.rate for part in parts}) == len(parts)
    for one in lines:
        assert 0 <= one.vat <= one.amount
        assert abs(one.amount - one.price * one.quantity) <= Decimal("0.005")


def test_the_highest_rate_comes_first_and_what_is_without_vat_last() -> None:
    lines = [line("1", "1"), line("1", "1", "0"), line("1", "1", "22"), line("1", "1", "10"), line("2", "1", "22.00")]
    assert [part.rate for part in by_rate(lines, "RUB")] == [22, 10, 0, None]
    assert by_rate(lines, "RUB")[0].amount.amount == 3


def test_an_order_has_no_total_while_a_price_is_not_agreed() -> None:
    priced = OrderLine(product="Tea", quantity=Decimal("1.5"), price=Decimal("10.01"))
    assert ordered_total([priced, priced]) == Decimal("30.04")
    assert ordered_total([priced, OrderLine(product="Cups", quantity=Decimal(1))]) is None
    assert ordered_total([]) == 0
