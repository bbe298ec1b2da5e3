"""What the demo company has to pay for: the request that asks for it, and whom the playbook lets decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.payment_request import (
    DraftPaymentRequest,
    Form,
    RevisePaymentRequest,
    SettlePaymentDoubt,
    SubmitPaymentRequest,
)
from crm_es.bank_details import BankDetails
from crm_es.demo.people import MANAGERS, person
from crm_es.money import Money
from crm_es.playbook import Matter, Payments, RouteStep

TERM: Final = timedelta(days=14)
"""Contractors want their money in so many days."""


@dataclass(frozen=True)
class Need:
    """Something to pay for."""

    request_id: UUID
    author: str
    contractor_id: UUID
    details: BankDetails
    what_for: str
    amount: Decimal
    number: int
    kind: str
    budget_line: str

    @property
    def author_id(self) -> UUID:
        return person(self.author)

    @property
    def submission(self) -> SubmitPaymentRequest:
        return SubmitPaymentRequest(payment_request_id=self.request_id)

    @property
    def settling(self) -> SettlePaymentDoubt:
        reason = "It cannot wait until the next period."
        return SettlePaymentDoubt(payment_request_id=self.request_id, doubt="over budget", reason=reason)

    @property
    def half(self) -> Money:
        """What is paid in advance."""
        return Money(amount=(self.amount / 2).quantize(Decimal("0.01")), currency="RUB")

    def drafted(self, pay_by: date) -> DraftPaymentRequest:
        return DraftPaymentRequest(payment_request_id=self.request_id, form=self.form(pay_by))

    def revised(self, pay_by: date) -> RevisePaymentRequest:
        return RevisePaymentRequest(payment_request_id=self.request_id, form=self.form(pay_by))

    def form(self, pay_by: date) -> Form:
        invoice_date = pay_by - TERM
        return Form(
            what_for=self.what_for,
            amount=Money(amount=self.amount, currency="RUB"),
            contractor_id=self.contractor_id,
            pay_by=pay_by,
            details=self.details,
            purpose=f"Оплата по счёту № {self.number} от {invoice_date:%d.%m.%Y}, в том числе НДС 20%",
            invoice_number=str(self.number),
            invoice_date=invoice_date,
            kind=self.kind,
            department="Sales" if self.author in MANAGERS else "Office",
            budget_line=self.budget_line,
        )

    def steps(self, payments: Payments) -> tuple[RouteStep, ...]:
        """The way that it goes."""
        form = self.form(date.max)
        route = payments.route(Matter(form.amount, form.kind, form.department, form.contractor_id))
        return route.steps if route else ()

    def keeper_role(self, payments: Payments) -> str | None:
        """Who keeps the limit that it counts against, if there is one."""
        form = self.form(date.max)
        counting = (x for x in payments.limits if x.counts(form.amount, form.budget_line, form.department))
        return next((limit.keeper_role for limit in counting), None)
