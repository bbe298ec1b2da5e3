"""Floors and interests tried on invoices and orders that came about."""

from __future__ import annotations

from decimal import Decimal

from examples import ANN, CLIENT, HEAD, ID, OTHER_ID, PLAYBOOK, roubles
from past import Past, figures, lines

from crm_es.aggregates.invoice_desk import IssueInvoice
from crm_es.aggregates.invoice_desk.form import WantedLine
from crm_es.aggregates.order_desk import PlaceOrder
from crm_es.ids import desk_of, order_desk_of
from crm_es.playbook import Floor, Orders, Prices
from crm_es.trade_lines import OrderLine


def test_a_price_of_an_invoice_would_have_needed_approval() -> None:
    past = Past()
    lines_ = tuple(WantedLine(product=name, quantity=Decimal(2), price=Decimal(90)) for name in ("flour", "sugar"))
    past.ask(
        ANN,
        IssueInvoice(invoice_desk_id=desk_of(ANN), invoice_id=ID, client_id=CLIENT, currency="RUB", lines=lines_),
    )
    prices = Prices(floors=(Floor(product="flour", price=roubles(100)), Floor(product="sugar", price=roubles(90))))
    outcome = past.tried(PLAYBOOK.model_copy(update={"prices": prices}))
    (line,) = lines(outcome, "price")
    assert (line["record_id"], line["what"]) == (ID, f"flour, 2 at {roubles(90)}, floor {roubles(100)}")
    assert (line["was"], line["would"]) == ("free", "refused: it takes approval")
    assert figures(outcome) == {"refused": (0, 1)}


def test_an_order_would_have_needed_an_interest() -> None:
    past = Past()
    for person, order in ((ANN, ID), (HEAD, OTHER_ID)):
        line = OrderLine(product="flour", quantity=Decimal(1))
        past.ask(
            person, PlaceOrder(order_desk_id=order_desk_of(person), order_id=order, client_id=CLIENT, lines=(line,))
        )
    outcome = past.tried(PLAYBOOK.model_copy(update={"orders": Orders(needs_interest=True)}))
    found = [(line["person"], line["was"], line["would"]) for line in lines(outcome, "order")]
    assert found == [("Ann", "free", "refused: it takes an interest"), ("Helen", "free", "exempt")]
    assert figures(outcome) == {"refused": (0, 1)}
