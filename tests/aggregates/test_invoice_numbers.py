"""What the numbers of invoices promise (X-23)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from examples import ANN, CLIENT, ID, OTHER_ID, policy
from hypothesis import given as for_all
from hypothesis import strategies as st
from spec import Spec

from crm_es.aggregates import invoice_numbers
from crm_es.aggregates.invoice_numbers import InvoiceNumbered, NumberInvoice
from crm_es.ids import invoice_numbers_of
from crm_es.messages import Corrupt
from crm_es.playbook import Series

spec = Spec(invoice_numbers.decider, policy())
PATTERN = "{year}-{number:05}"


def wish(invoice_id: UUID = ID, on: date = date(2026, 11, 23), pattern: str = PATTERN) -> NumberInvoice:
    period = Series(pattern=pattern).period(on)
    return NumberInvoice(
        invoice_numbers_id=invoice_numbers_of(pattern, period),
        series=pattern,
        invoice_id=invoice_id,
        manager_id=ANN,
        client_id=CLIENT,
        on=on,
    )


first = InvoiceNumbered(**dict(wish()), period="2026", n=1, number="2026-00001")
second = InvoiceNumbered(**dict(wish(OTHER_ID)), period="2026", n=2, number="2026-00002")


def test_an_invoice_gets_the_next_number() -> None:
    spec.given().when(wish()).then(first)
    spec.given(first).when(wish(OTHER_ID)).then(second)


def test_each_year_begins_anew_where_the_pattern_names_it() -> None:
    assert wish(on=date(2027, 1, 1)).invoice_numbers_id != wish().invoice_numbers_id
    assert (
        wish(on=date(2027, 1, 1), pattern="{number}").invoice_numbers_id == wish(pattern="{number}").invoice_numbers_id
    )


def test_the_numbers_of_another_series_are_left_alone() -> None:
    spec.given().when(wish().model_copy(update={"invoice_numbers_id": ID})).then_refused("another series")


@pytest.mark.parametrize("history", [(second,), (first, first)])
def test_a_gap_or_a_number_twice_is_a_bug(history: tuple[InvoiceNumbered, ...]) -> None:
    with pytest.raises(Corrupt):
        invoice_numbers.decider.fold(history)


@for_all(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 1_000)), max_size=40))
def test_numbers_of_a_period_have_no_gap_and_none_is_there_twice(asked: list[tuple[int, int]]) -> None:
    """Whatever is asked, in whatever order."""
    history: dict[UUID, list[InvoiceNumbered]] = {}
    for n, days in asked:
        command = wish(UUID(int=n), date(2026, 1, 1) + timedelta(days))
        known = history.setdefault(command.invoice_numbers_id, [])
        state = invoice_numbers.decider.fold(known)
        known += invoice_numbers.decider.decide(state, command, policy())
    for known in history.values():
        assert [event.n for event in known] == list(range(1, len(known) + 1))
        assert len({event.number for event in known}) == len(known)
