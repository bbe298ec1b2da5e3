"""An order: what is shipped beside what was ordered, what is paid and what is left."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from examples import (
    ANN,
    BOB,
    HEAD,
    ID,
    MONDAY,
    PLAYBOOK,
    STRANGER,
    TUESDAY,
    ann,
    bob,
    gone,
    head,
    importer,
    operator,
    policy,
    roubles,
)
from order_facts import (
    DAY,
    FIRST,
    SECOND,
    THIRD,
    cancelled,
    compared,
    flour,
    paid,
    pay,
    prepared,
    register,
    registered,
    sent,
    ship,
    shipped_rest,
    shipped_short,
)
from spec import Spec

from crm_es.aggregates.order import CancelOrder, OrderShipped, PayOrder, PrepareDocument, decider
from crm_es.money import Money
from crm_es.playbook import Calendar
from crm_es.trade_lines import OrderLine

spec = Spec(decider, importer())
cancel = CancelOrder(order_id=ID, reason="Not needed")
WAYBILL = PrepareDocument(order_id=ID, kind="waybill", number="5", on=DAY)


def shipped(spec: Spec) -> OrderShipped:
    (event,) = spec.events()
    assert isinstance(event, OrderShipped)
    return event


def test_an_order_knows_what_it_comes_to() -> None:
    spec.when(register).then(registered)
    spec.given(registered).when(register).then_nothing()


def test_while_a_price_is_open_so_is_the_total() -> None:
    lines = (flour, OrderLine(product="salt", quantity=Decimal(1)))
    event: Any
    (event,) = spec.when(register.model_copy(update={"lines": lines})).events()
    assert (event.total, event.lines) == (None, lines)
    bare = registered.model_copy(update={"lines": lines, "total": None})
    assert shipped(spec.given(bare).when(ship(flour=100))).value is None
    spec.given(bare).when(pay(10)).then(paid("10", "10", None))


def test_its_manager_works_here() -> None:
    spec.when(register, directory=gone(ANN)).then_refused("somebody who works here", rule="a manager who works here")
    spec.when(register.model_copy(update={"manager_id": STRANGER})).then_refused("somebody who works here")


def test_somebody_wants_something() -> None:
    spec.when(register.model_copy(update={"lines": ()})).then_refused("at least one line", rule="an order with lines")


def test_the_same_id_is_one_order() -> None:
    other = register.model_copy(update={"number": "18"})
    spec.given(registered).when(other).then_refused("known already", rule="an order is told once")
    spec.when(ship(flour=1)).then_refused("There is no such order")


def test_a_short_shipment_says_what_is_missing() -> None:
    """S0-31: found by comparing with what was ordered."""
    spec.given(registered).when(ship(flour=60, sugar=10)).then(shipped_short)


def test_shipments_add_up() -> None:
    spec.given(registered, shipped_short).when(ship(SECOND, flour=40)).then(shipped_rest)


def test_products_are_compared_however_they_are_typed() -> None:
    typed = sent(FLOUR=100, Sugar=10)
    event = shipped(spec.given(registered).when(ship(flour=1).model_copy(update={"lines": typed})))
    assert (event.complete, event.short, event.over) == (True, (), ())


def test_what_the_warehouse_says_will_follow_is_not_held_against_it() -> None:
    event = shipped(spec.given(registered).when(ship(flour=60, sugar=10, more_follows=True)))
    assert (event.more_follows, event.complete, event.short) == (True, False, shipped_short.short)
    assert shipped(spec.given(registered, event).when(ship(SECOND, flour=40))).short_before is None


def test_too_much_and_what_nobody_ordered_is_noted() -> None:
    event = shipped(spec.given(registered).when(ship(flour=110, sugar=10, salt=1)))
    assert event.over == (compared("flour", 100, 110), compared("salt", 0, 1, "piece"))
    assert (event.complete, event.value) == (True, roubles("6300.00"))


def test_one_product_at_two_prices_is_worth_both() -> None:
    cheap = flour.model_copy(update={"price": Decimal(40)})
    both = registered.model_copy(update={"lines": (flour, cheap), "total": roubles("9000.00")})
    first = shipped(spec.given(both).when(ship(flour=150)))
    rest = shipped(spec.given(both, first).when(ship(SECOND, flour=50)))
    assert (first.value, rest.value) == (roubles("7000.00"), roubles("2000.00"))
    assert rest.complete


def test_nothing_has_been_shipped_tomorrow() -> None:
    """By the company's calendar: in Kamchatka it is Tuesday already."""
    tomorrow = ship(flour=100, sugar=10).model_copy(update={"on": TUESDAY.date()})
    spec.given(registered).when(tomorrow).then_refused("on its day", rule="shipments are not ahead of time")
    assert shipped(spec.given(registered).when(tomorrow, at=TUESDAY)).on == TUESDAY.date()
    far_east = PLAYBOOK.model_copy(update={"calendar": Calendar(time_zone="Asia/Kamchatka")})
    assert shipped(spec.given(registered).when(tomorrow, at=MONDAY + timedelta(hours=4), playbooks={1: far_east}))
    assert shipped(spec.given(registered).when(tomorrow, at=TUESDAY + timedelta(days=300)))


def test_a_shipment_counts_once() -> None:
    history = spec.given(registered, shipped_short)
    history.when(ship(flour=60, sugar=10)).then_nothing()
    history.when(ship(flour=61)).then_refused("with other lines", rule="a shipment is told once")


def test_payments_add_up_and_too_much_is_seen() -> None:
    first, second = paid("5000", "5000", "800.00"), paid("1000", "6000", "-200.00", SECOND)
    spec.given(registered).when(pay(5000)).then(first)
    spec.given(registered, first).when(pay(1000, SECOND)).then(second)


@pytest.mark.parametrize(
    ("payment", "words"),
    [
        (pay(6), "with another amount"),
        (pay(0, SECOND), "more than nothing"),
        (pay(-1, SECOND), "more than nothing"),
        (pay("9999999999999999", SECOND), "correct the amount"),
        (PayOrder(order_id=ID, payment_id=SECOND, amount=Money(amount=Decimal(1), currency="EUR"), on=DAY), "in EUR"),
    ],
)
def test_what_is_no_payment_for_it_is_refused(payment: PayOrder, words: str) -> None:
    spec.given(registered, paid("5", "5", "5795")).when(payment).then_refused(words)


def test_a_payment_counts_once() -> None:
    spec.given(registered, paid("5", "5", "5795")).when(pay(5)).then_nothing()


def test_documents_are_told_with_those_before() -> None:
    """S0-33."""
    invoice = prepared("invoice 3")
    spec.given(registered, invoice).when(WAYBILL).then(prepared("invoice 3", "waybill 5"))
    spec.given(registered, prepared("waybill 5")).when(WAYBILL).then_nothing()


def test_what_is_cancelled_is_not_shipped() -> None:
    gone_now = cancelled("0.00", "0.00")
    spec.given(registered).when(cancel).then(gone_now)
    history = spec.given(registered, gone_now)
    history.when(cancel).then_nothing()
    history.when(ship(flour=1)).then_refused("is cancelled", rule="shipped and cancelled")
    history.when(pay(1)).then_refused("nothing of it was shipped", rule="paid and cancelled")


def test_the_rest_may_be_cancelled_and_what_was_shipped_is_still_paid() -> None:
    rest = cancelled("3800.00", "3800.00", FIRST)
    spec.given(registered, shipped_short).when(cancel).then(rest)
    spec.given(registered, shipped_short, rest).when(pay(3800)).then(paid("3800", "3800", "0.00"))
    spec.given(registered, shipped_short, shipped_rest).when(cancel).then_refused("shipped in full")


def test_its_manager_or_who_is_above_cancels_it() -> None:
    spec.given(registered).when(cancel, bob()).then_refused("somebody else's", rule="only its manager")
    for asking in (ann(), head(), policy(), operator(), operator(on_behalf_of=BOB)):
        assert spec.given(registered).when(cancel, asking).events() == (cancelled("0.00", "0.00"),)


def test_no_order_is_worth_more_than_there_is_money() -> None:
    dear = flour.model_copy(update={"price": Decimal(9999999999999), "quantity": Decimal(999999999999)})
    spec.when(register.model_copy(update={"lines": (dear,)})).then_refused("correct the prices")


def test_who_is_responsible_stands_in_every_fact() -> None:
    """S0-46: whoever enters it."""
    event: Any
    history = spec.given(registered)
    for command in (ship(THIRD, flour=1), pay(1), WAYBILL, cancel):
        (event,) = history.when(command, importer(on_behalf_of=HEAD)).events()
        assert (event.manager_id, event.number) == (ANN, "17")
