"""No invoice is in two requests for payment unseen (S1-20, S0-44)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import CAROL, CONTRACTOR, HEAD, ID, MONDAY, OTHER_ID, TUESDAY, policy, roubles
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from spec import Spec
from wishes import histories

from crm_es.aggregates import invoice_register
from crm_es.aggregates.invoice_register import (
    InvoiceRegistered,
    InvoiceRegisterEvent,
    InvoiceReleased,
    InvoiceRepeated,
    RegisterInvoice,
    ReleaseInvoice,
    typed_alike,
)
from crm_es.ids import invoice_register_of
from crm_es.money import Money

THIRD_ID = UUID(int=99)
PAYEE = "7707083893"
spec = Spec(invoice_register.decider, policy())
register = RegisterInvoice(
    invoice_register_id=invoice_register_of(PAYEE),
    contractor_id=CONTRACTOR,
    payment_request_id=ID,
    round=1,
    invoice_number="№ А-17",
    amount=roubles(40_000),
    what_for="Printing",
)
registered = InvoiceRegistered(**dict(register), registered_on=MONDAY.date())
release = ReleaseInvoice(invoice_register_id=register.invoice_register_id, payment_request_id=ID, round=1)
released = InvoiceReleased(**dict(release))
again = register.model_copy(update={"payment_request_id": OTHER_ID, "invoice_number": "a-17", "what_for": "Bags"})
repeated = InvoiceRepeated(
    **dict(again),
    registered_on=TUESDAY.date(),
    other_id=ID,
    other_number="№ А-17",
    other_what_for="Printing",
    other_registered_on=MONDAY.date(),
    settlers=(CAROL, HEAD),
)


def test_a_request_holds_its_invoice() -> None:
    spec.given().when(register).then(registered)


def test_a_request_that_asks_twice_in_a_round_holds_it_once() -> None:
    spec.given(registered).when(register).then_nothing()


def test_the_same_invoice_in_another_request_is_a_repetition_for_accounting_and_the_head_to_settle() -> None:
    spec.given(registered).when(again, at=TUESDAY).then(repeated)


@pytest.mark.parametrize(
    "other",
    [{"invoice_number": "18"}, {"amount": roubles(40_001)}, {"amount": Money(amount=Decimal(40_000), currency="EUR")}],
)
def test_another_number_amount_or_currency_is_another_invoice(other: dict[str, Any]) -> None:
    (event,) = spec.given(registered).when(again.model_copy(update=other)).events()
    assert isinstance(event, InvoiceRegistered)


def test_a_third_request_repeats_the_first_one_that_still_holds_it() -> None:
    third = again.model_copy(update={"payment_request_id": THIRD_ID})
    (event,) = spec.given(registered, repeated).when(third).events()
    assert isinstance(event, InvoiceRepeated)
    assert event.other_id == ID
    (event,) = spec.given(registered, repeated, released).when(third).events()
    assert isinstance(event, InvoiceRepeated)
    assert event.other_id == OTHER_ID, "although it was a repetition itself"


def test_an_invoice_of_a_request_that_came_to_nothing_is_free() -> None:
    spec.given(registered).when(release).then(released)
    (event,) = spec.given(registered, released).when(again).events()
    assert isinstance(event, InvoiceRegistered)


def test_what_is_not_held_is_not_released() -> None:
    spec.given().when(release).then_nothing()
    spec.given(registered, released).when(release).then_nothing()


def test_a_request_that_comes_again_holds_its_invoice_again() -> None:
    """S1-25: also the one that it kept because part of it was paid."""
    second = register.model_copy(update={"round": 2})
    spec.given(registered, released).when(second).then(registered.model_copy(update={"round": 2}))
    spec.given(registered).when(second).then(registered.model_copy(update={"round": 2}))
    spec.given(registered, registered.model_copy(update={"round": 2})).when(release).then_nothing()


def test_the_same_invoice_in_the_name_of_another_contractor_is_a_repetition_all_the_same() -> None:
    """A register is of who is paid, and that may be written down twice."""
    for other in (OTHER_ID, None):
        (event,) = spec.given(registered).when(again.model_copy(update={"contractor_id": other})).events()
        assert isinstance(event, InvoiceRepeated)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("17", "№17"),
        ("17", "№ 17"),
        ("17", "No. 17"),
        ("17", "N17"),
        ("17", "# 17"),
        ("СЧ-17/В", "cч-17/b"),
        ("АВЕКМНОРСТУХ-1", "ABEKMHOPCTYX-1"),
        ("А 17–2", "a17-2"),
        ("１７", "17"),
    ],
)
def test_a_number_is_the_same_however_it_is_typed(one: str, other: str) -> None:
    assert typed_alike(one) == typed_alike(other)


@pytest.mark.parametrize("other", ["71", "17/1", "17-1", "А17", "017", "NO", "№"])
def test_other_numbers_are_others(other: str) -> None:
    assert typed_alike(other) != typed_alike("17")


@for_all(st.text(max_size=40))
def test_any_text_is_a_number_that_is_like_itself(text: str) -> None:
    plain = typed_alike(text)
    assert typed_alike(f"  {text.lower()} ") == typed_alike(text.lower())
    assert plain == "".join(plain.split())


@settings(max_examples=150, deadline=None)
@for_all(histories(invoice_register.decider))
def test_nobody_holds_an_invoice_unseen_that_another_holds(history: list[InvoiceRegisterEvent]) -> None:
    held: dict[UUID, tuple[str, Money]] = {}
    for event in history:
        if isinstance(event, InvoiceReleased):
            del held[event.payment_request_id]
            continue
        invoice = (typed_alike(event.invoice_number), event.amount)
        others = [other for other, known in held.items() if known == invoice and other != event.payment_request_id]
        assert isinstance(event, InvoiceRepeated) == bool(others)
        if isinstance(event, InvoiceRepeated):
            assert event.other_id in others
        held[event.payment_request_id] = invoice
