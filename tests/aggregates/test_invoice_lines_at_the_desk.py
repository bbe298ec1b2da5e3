"""What the lines of an invoice promise: they add up, and none is below its floor without a grant (S0-25, X-24)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, CLIENT, DEAL, ID, MONDAY, NEXT_MONDAY, OTHER_ID, PLAYBOOK, REQUEST, ann, roubles
from hypothesis import given as for_all
from hypothesis import strategies as st
from invoice_facts import blocked, held, of_lines, returned, spent
from price_list_facts import TARIFF, terms
from spec import Spec

from crm_es.aggregates import invoice_desk
from crm_es.aggregates.invoice_desk import (
    DraftInvoice,
    GrantSpent,
    InvoiceDeskEvent,
    InvoiceIssued,
    IssueInvoice,
    WantedLine,
)
from crm_es.aggregates.price_approval import RequestPrice
from crm_es.ids import desk_of
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.playbook import Invoices

listed = Spec(invoice_desk.decider, ann(tariff=TARIFF))
unlisted = Spec(invoice_desk.decider, ann())


def wanted(
    product: str, quantity: float | str | Decimal, price: float | str | Decimal | None = None, **more: Any
) -> WantedLine:
    told = None if price is None else Decimal(str(price))
    return WantedLine(product=product, quantity=Decimal(str(quantity)), price=told, **more)


def invoice(*lines: WantedLine, **more: Any) -> IssueInvoice:
    return IssueInvoice(invoice_desk_id=desk_of(ANN), invoice_id=ID, client_id=CLIENT, lines=lines, **more)


def issued(command: IssueInvoice, *history: InvoiceDeskEvent, spec: Spec = listed, **changes: Any) -> InvoiceIssued:
    event, *_ = spec.given(*history).when(command, **changes).events()
    assert isinstance(event, InvoiceIssued)
    return event


def refusal(command: IssueInvoice, *history: InvoiceDeskEvent, spec: Spec = listed, **changes: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        spec.given(*history).when(command, **changes).events()
    return refused.value


# ── Filled in ───────────────────────────────────────────────────────────────


def test_what_is_left_out_comes_from_the_price_list_and_the_playbook() -> None:
    event = issued(invoice(wanted("FLOUR", "2.5"), wanted("tea", 1)))
    flour, tea = event.lines
    assert (flour.product, flour.unit, flour.price, flour.vat_rate) == ("Flour", "kg", Decimal(60), Decimal(22))
    assert (tea.unit, tea.price, tea.vat_rate) == ("piece", Decimal(200), Decimal(10))
    assert (event.amount, event.vat, event.what_for) == (roubles(350), roubles("45.23"), "Flour and 1 more")
    assert (event.on, event.series, event.unlisted) == (MONDAY.date(), "{number}", ())


def test_what_is_said_counts() -> None:
    event = issued(
        invoice(wanted("flour", 1, 70, vat_rate="none"), wanted("tea", 1, 200, vat_rate=Decimal(0)), what_for="Goods")
    )
    assert [(line.price, line.vat_rate) for line in event.lines] == [(Decimal(70), None), (Decimal(200), Decimal(0))]
    assert (event.vat, event.what_for) == (roubles(0), "Goods")


def test_without_a_price_list_every_line_says_its_price_and_the_invoice_its_currency() -> None:
    event = issued(invoice(wanted("paint", 2, 10), currency="RUB"), spec=unlisted)
    assert (event.lines[0].unit, event.amount, event.unlisted) == ("piece", roubles(20), ())
    assert "currency" in str(refusal(invoice(wanted("paint", 2, 10)), spec=unlisted))
    assert refusal(invoice(wanted("paint", 2), currency="RUB"), spec=unlisted).rule == "a known price"


def test_the_amount_may_be_told_where_it_is_the_sum() -> None:
    assert issued(invoice(wanted("tea", 3), amount=roubles(600))).amount == roubles("600.00")
    wrong = refusal(invoice(wanted("tea", 3), amount=roubles(599)))
    assert (wrong.rule, "600.00 RUB, and not to 599.00 RUB" in str(wrong)) == ("lines add up", True)


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (invoice(wanted("flour", 1, 60, unit="bag")), "units of the list"),
        (invoice(wanted("tea", 1, vat_rate=Decimal(18))), "rates of the playbook"),
        (invoice(wanted("tea", 1), amount=roubles(200), currency="EUR"), "amounts in one currency"),
        (invoice(wanted("tea", 1), currency="EUR"), "a known price"),
        (invoice(wanted("tea", 1, 190), currency="EUR"), "amounts in one currency"),
        (invoice(wanted("salt", 1, 0)), "an amount above zero"),
        (invoice(wanted("salt", 999_999_999_999, 9_999_999_999_999)), "amount too large"),
    ],
)
def test_what_does_not_fit_is_refused_and_may_be_kept(command: IssueInvoice, rule: str) -> None:
    refused = refusal(command)
    assert refused.rule == rule
    assert [remedy.command for remedy in refused.remedies] == ["DraftInvoice"]
    assert DraftInvoice.model_validate(refused.remedies[0].fields).lines == command.lines


def test_a_product_that_the_list_lacks_is_noted_or_refused_as_the_playbook_says() -> None:
    paint = invoice(wanted("paint", 1, 10), wanted("tea", 1))
    assert issued(paint).unlisted == ("paint",)
    strict = {1: PLAYBOOK.model_copy(update={"invoices": Invoices(only_listed=True)})}
    refused = refusal(paint, playbooks=strict)
    assert (refused.rule, "'paint'" in str(refused)) == ("products of the price list", True)


def test_a_playbook_without_rates_is_without_vat() -> None:
    without = {1: PLAYBOOK.model_copy(update={"invoices": Invoices(vat_rates=())})}
    event = issued(invoice(wanted("paint", 1, 10), currency="RUB"), spec=unlisted, playbooks=without)
    assert (event.lines[0].vat_rate, event.vat) == (None, roubles(0))


@for_all(st.lists(st.tuples(st.decimals("0.001", "999", places=3), st.decimals(0, "9999", places=2)), min_size=1))
def test_the_lines_are_the_amount(lines: list[tuple[Decimal, Decimal]]) -> None:
    command = invoice(*(wanted("salt", quantity, price) for quantity, price in lines[:20]))
    try:
        event = issued(command)
    except Refused as refused:
        assert refused.rule == "an amount above zero"  # noqa: PT017 - hypothesis finds both
    else:
        assert event.amount.amount == sum(line.amount for line in event.lines)
        assert event.vat
        assert event.vat.amount == sum(line.vat for line in event.lines) <= event.amount.amount


# ── Floors ──────────────────────────────────────────────────────────────────


def test_at_the_floor_or_without_one_nobody_need_ask() -> None:
    """S0-25"""
    assert issued(invoice(wanted("flour", 1, 50), wanted("salt", 1, "0.01"))).amount == roubles("50.01")


def test_all_lines_below_their_floor_are_told_at_once_with_what_to_ask() -> None:
    """S0-25: each remedy is a price request that is filled in but for its reason."""
    below = invoice(wanted("flour", 20, 45), wanted("Tea", 2, 170), wanted("salt", 1, 1), deal_id=DEAL)
    refused = refusal(below)
    assert refused.rule == "price below the floor"
    assert str(refused) == (
        "These prices take approval first: Flour, 20 at 45.00 RUB, floor 50.00 RUB; "
        "Tea, 2 at 170.00 RUB, floor 180.00 RUB. Ask for them, or raise them."
    )
    *asking, keeping = refused.remedies
    requests = [
        RequestPrice.model_validate({"price_approval_id": str(ID), "reason": "Regular"} | dict(remedy.fields))
        for remedy in asking
    ]
    assert [(one.client_id, one.deal_id, one.product, one.quantity, one.price) for one in requests] == [
        (CLIENT, DEAL, "Flour", Decimal(20), roubles(45)),
        (CLIENT, DEAL, "Tea", Decimal(2), roubles(170)),
    ]
    assert keeping.command == "DraftInvoice"


def test_without_a_price_list_the_floors_of_the_playbook_count() -> None:
    for product in ("sugar", "SUGAR "):
        refused = refusal(invoice(wanted(product, 1, 79), currency="RUB"), spec=unlisted)
        assert "floor 80.00 RUB" in str(refused)
    assert "floor 80.00 RUB" in str(refusal(invoice(wanted("sugar", 1, 79)))), "nor does a list without it lift them"


def test_what_was_agreed_with_the_client_is_its_price_and_floor() -> None:
    """S0-13: all lines of a product count for its volume."""
    agreed = ann(tariff=TARIFF.with_terms(terms))
    spec = Spec(invoice_desk.decider, agreed)
    two = invoice(wanted("flour", 60), wanted("flour", 40, 45))
    assert [line.price for line in issued(two, spec=spec).lines] == [45, 45]
    assert refusal(invoice(wanted("flour", 99, 45)), spec=spec).rule == "price below the floor"
    other = two.model_copy(update={"client_id": OTHER_ID})
    assert refusal(other, spec=spec).rule == "price below the floor"


# ── Grants ──────────────────────────────────────────────────────────────────


def test_a_grant_lets_its_price_pass_and_is_used_up() -> None:
    """S0-24, S0-25: by quantity."""
    command = invoice(wanted("flour", 20, 45), currency="RUB")
    unlisted.given(held).when(command).then(of_lines, spent)
    again = command.model_copy(update={"invoice_id": OTHER_ID})
    refused = refusal(again, held, of_lines, spent, spec=unlisted)
    assert "20 at 45.00 RUB, of which 10 are granted, floor 50.00 RUB" in str(refused)
    rest = again.model_copy(update={"lines": (wanted("flour", 10, 45),)})
    _, last = unlisted.given(held, of_lines, spent).when(rest).events()
    assert isinstance(last, GrantSpent)
    assert (last.quantity, last.left) == (Decimal(10), Decimal(0))
    assert issued(again, held, of_lines, spent, returned, spec=unlisted).lines[0].price_approval_id == REQUEST


def test_lines_share_a_grant_as_far_as_it_goes() -> None:
    _, taken = listed.given(held).when(invoice(wanted("flour", 10, 45), wanted("flour", 20, 48))).events()
    assert isinstance(taken, GrantSpent)
    assert (taken.quantity, taken.left) == (Decimal(30), Decimal(0))
    refused = refusal(invoice(wanted("flour", 20, 45), wanted("flour", 11, 45)), held)
    assert "Flour, 11 at 45.00 RUB, of which 10 are granted" in str(refused)
    assert "Flour, 20" not in str(refused)


@pytest.mark.parametrize(
    ("changes", "line", "at"),
    [
        ({"client_id": OTHER_ID}, wanted("flour", 1, 45), MONDAY),
        ({"product": "Tea"}, wanted("flour", 1, 45), MONDAY),
        ({"price": roubles(46)}, wanted("flour", 1, 45), MONDAY),
        ({"price": Money(amount=Decimal(1), currency="EUR")}, wanted("flour", 1, 45), MONDAY),
        ({"quantity": Decimal("0.5")}, wanted("flour", 1, 45), MONDAY),
        ({}, wanted("flour", 1, 45), NEXT_MONDAY),
        ({}, wanted("flour", 1, 45, price_approval_id=OTHER_ID), MONDAY),
    ],
    ids=["client", "product", "price", "currency", "quantity", "time", "another named"],
)
def test_a_grant_is_for_its_client_product_price_volume_and_time(
    changes: dict[str, Any], line: WantedLine, at: Any
) -> None:
    assert refusal(invoice(line), held.model_copy(update=changes), at=at).rule == "price below the floor"


def test_a_line_may_name_its_grant_and_one_that_needs_none_takes_none() -> None:
    other = held.model_copy(update={"price_approval_id": OTHER_ID})
    named = invoice(wanted("flour", 1, 45, price_approval_id=OTHER_ID))
    assert issued(named, held, other).lines[0].price_approval_id == OTHER_ID
    dear = invoice(wanted("flour", 1, 60, price_approval_id=REQUEST))
    (event,) = listed.given(held).when(dear).events()
    assert isinstance(event, InvoiceIssued)
    assert event.lines[0].price_approval_id is None


def test_a_blocked_desk_says_so_before_prices() -> None:
    assert refusal(invoice(wanted("flour", 1, 1)), blocked).rule == "invoice desk is blocked"


@for_all(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 20)), max_size=12))
def test_no_more_is_sold_below_the_floor_than_was_granted(wishes: list[tuple[int, int]]) -> None:
    history: list[InvoiceDeskEvent] = [held]
    for n, quantity in wishes:
        command = invoice(wanted("flour", quantity, 45)).model_copy(update={"invoice_id": UUID(int=n)})
        try:
            history += invoice_desk.decider.decide(invoice_desk.decider.fold(history), command, listed.context)
        except Refused as refused:
            assert refused.rule == "price below the floor"  # noqa: PT017 - hypothesis finds both
    sold = sum(line.quantity for event in history if isinstance(event, InvoiceIssued) for line in event.lines)
    assert sold == sum(event.quantity for event in history if isinstance(event, GrantSpent)) <= held.quantity
