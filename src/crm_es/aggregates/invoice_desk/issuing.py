"""How an invoice is issued at a desk."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es import pricing
from crm_es.aggregates.invoice_desk.commands import IssueInvoice
from crm_es.aggregates.invoice_desk.events import GrantSpent, InvoiceIssued
from crm_es.aggregates.invoice_desk.lines import covered, filled_in, sale, unlisted
from crm_es.aggregates.invoice_desk.state import InvoiceDesk
from crm_es.context import Context
from crm_es.messages import Refused, Remedy
from crm_es.money import Money
from crm_es.trade_lines import InvoiceLine, total, vat

BLOCKED: Final = "invoice desk is blocked"
LARGEST: Final = Decimal(10) ** 15
"""No invoice is for so much."""


def issue(desk: InvoiceDesk, command: IssueInvoice, context: Context) -> Iterator[InvoiceIssued | GrantSpent]:
    """The invoice, and what it takes of grants. Where it is refused, what was filled in may be kept as a draft."""
    try:
        exempt = desk.gate.must_be_open(context.at, BLOCKED, desk.manager_id)
        lines, spent, told = filled(desk, command, context)
    except Refused as refusal:
        remedies = refusal.remedies if command.act_id else (*refusal.remedies, keeping(command))
        raise Refused(str(refusal), refusal.rule, remedies) from None
    yield InvoiceIssued(
        invoice_desk_id=command.invoice_desk_id,
        manager_id=desk.manager_id,
        invoice_id=command.invoice_id,
        client_id=command.client_id,
        deal_id=command.deal_id,
        order_id=command.order_id,
        what_for=command.what_for or products(lines),
        lines=lines,
        **told,
        on=pricing.today(context),
        series=context.playbook.invoices.series.pattern,
        exempt=desk.exempt_because if exempt else None,
        unlisted=() if command.act_id else unlisted(lines, context),
        act_id=command.act_id,
    )
    for grant_id, quantity in spent.items():
        yield GrantSpent(
            invoice_desk_id=command.invoice_desk_id,
            manager_id=desk.manager_id,
            price_approval_id=grant_id,
            invoice_id=command.invoice_id,
            quantity=quantity,
            left=desk.grants[grant_id].left - quantity,
        )


def filled(
    desk: InvoiceDesk, command: IssueInvoice, context: Context
) -> tuple[tuple[InvoiceLine, ...], dict[UUID, Decimal], dict[str, Money]]:
    """The lines, what they take of grants, and what they come to."""
    if not command.lines:
        return (), {}, {"amount": amount_alone(command, context)}
    sold = sale(command, command.client_id, context)
    lines = filled_in(command.lines, sold)
    if command.act_id is None:
        unlisted(lines, context)
    comes_to = total(lines)
    if any(line.amount >= LARGEST for line in lines) or comes_to >= LARGEST:
        raise Refused("An invoice is for less than that: look at the quantities and prices again.", "amount too large")
    amount = above_zero(Money(amount=comes_to, currency=sold.currency))
    if command.amount not in (None, amount):
        raise Refused(
            f"The lines come to {amount}, and not to {command.amount}: leave the amount out, or correct one.",
            "lines add up",
        )
    lines, spent = covered(lines, desk.grants, sold)
    return lines, spent, {"amount": amount, "vat": Money(amount=vat(lines), currency=sold.currency)}


def amount_alone(command: IssueInvoice, context: Context) -> Money:
    """What an invoice without lines is for."""
    if context.playbook.invoices.needs_lines:
        raise Refused("Say line by line what the invoice is for.", "an invoice has lines")
    if command.amount is None or command.what_for is None:
        raise Refused(
            "Say line by line what the invoice is for; or in one line, with its amount.", "an invoice says it"
        )
    return above_zero(command.amount)


def above_zero(amount: Money) -> Money:
    if amount.amount <= 0:
        raise Refused("An invoice is for an amount above zero.", "an amount above zero")
    return amount


def products(lines: tuple[InvoiceLine, ...]) -> str:
    """What it is for, in one line."""
    more = len(lines) - 1
    return f"{lines[0].product} and {more} more" if more else lines[0].product


def keeping(command: IssueInvoice) -> Remedy:
    """To keep what was filled in (S0-29)."""
    fields = command.model_dump(mode="json", exclude_defaults=True)
    return Remedy(command="DraftInvoice", sentence="Keep the invoice as it is filled in, for later.", fields=fields)
