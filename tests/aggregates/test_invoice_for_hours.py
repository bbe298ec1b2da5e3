"""Invoices for billed hours come from the desk of whoever bills, and from nobody else's hand (S3-07)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from billing_facts import ACT, INVOICE
from examples import ANN, CAROL, CLIENT, MONDAY, PLAYBOOK, ann, carol, machine, policy, roubles
from price_list_facts import TARIFF
from spec import Spec

from crm_es.aggregates import invoice_desk
from crm_es.aggregates.invoice_desk import (
    BlockDesk,
    CancelInvoice,
    DeskBlocked,
    InvoiceCancelled,
    InvoiceIssued,
    IssueInvoice,
    WantedLine,
)
from crm_es.ids import desk_of
from crm_es.playbook import Invoices

spec = Spec(invoice_desk.decider, machine("billing"))
line = WantedLine(product="T-1 Printer", quantity=Decimal("1.08"), unit="hour", price=Decimal(3000), vat_rate="none")
issue = IssueInvoice(
    invoice_desk_id=desk_of(CAROL),
    invoice_id=INVOICE,
    client_id=CLIENT,
    act_id=ACT,
    biller_id=CAROL,
    what_for="Act 1",
    currency="RUB",
    lines=(line,),
)


def issued(**changes: Any) -> InvoiceIssued:
    (event,) = spec.given().when(issue, **changes).events()
    assert isinstance(event, InvoiceIssued)
    return event


def test_it_is_the_billers_invoice_and_names_the_act() -> None:
    event = issued()
    assert (event.manager_id, event.act_id, event.amount, event.on) == (CAROL, ACT, roubles("3240.00"), MONDAY.date())
    spec.given(event).when(issue).then_nothing()


def test_hours_need_not_be_in_the_price_list() -> None:
    only_listed = PLAYBOOK.model_copy(update={"invoices": Invoices(only_listed=True)})
    assert issued(playbooks={1: only_listed}, tariff=TARIFF).unlisted == ()


def test_nobody_else_says_that_an_invoice_is_for_an_act() -> None:
    mine = issue.model_copy(update={"invoice_desk_id": desk_of(ANN)})
    spec.given().when(mine, ann()).then_refused("Hours are invoiced by billing them")
    spec.given().when(mine.model_copy(update={"act_id": None}), ann()).then_refused(
        "Hours are invoiced by billing them"
    )
    spec.given().when(mine).then_refused("somebody else's")


def test_a_blocked_desk_issues_none_and_keeps_no_draft() -> None:
    facts = {"manager_id": CAROL, "entry_id": ACT, "kind": "act dispute", "text": "Act 1 is disputed."}
    block = BlockDesk.model_validate({"invoice_desk_id": desk_of(CAROL)} | facts)
    spec.given(DeskBlocked(**dict(block))).when(issue).then_refused("Your notebook comes first")


def test_it_is_cancelled_with_its_act_in_the_name_of_whoever_did_so() -> None:
    cancel = CancelInvoice(invoice_desk_id=desk_of(CAROL), invoice_id=INVOICE, reason="Wrong.", cancelled_by=ANN)
    (event,) = spec.given(issued()).when(cancel, policy()).events()
    assert isinstance(event, InvoiceCancelled)
    assert event.cancelled_by == ANN


def test_it_is_not_cancelled_without_its_act() -> None:
    """Else the hours were billed, and nobody had to pay for them."""
    cancel = CancelInvoice(invoice_desk_id=desk_of(CAROL), invoice_id=INVOICE, reason="Wrong.")
    spec.given(issued()).when(cancel, carol()).then_refused("cancel the act, and it goes with it")
