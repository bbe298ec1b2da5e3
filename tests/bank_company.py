"""A company that pays from one account, and whose requests wait to be paid."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from bank_statements import OURS, THEIRS
from company import Company
from examples import ANN, CAROL, CONTRACTOR, HEAD, ID, MONDAY, REQUEST, roubles

from crm_es.aggregates.contractor import RegisterContractor
from crm_es.aggregates.payer_account import RegisterPayerAccount
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    Form,
    SubmitPaymentRequest,
)
from crm_es.application import Crm
from crm_es.bank_details import BankDetails
from crm_es.context import Context

PAYER = ID
FORM = Form(
    what_for="Printing",
    amount=roubles(40_000),
    contractor_id=CONTRACTOR,
    pay_by=date(2026, 11, 30),
    invoice_number="12",
    details=BankDetails(
        inn="123456789047",
        bik="044525593",
        account=THEIRS,
        correspondent_account="30101810200000000593",
    ),
    purpose="Оплата по счету № 12 от 12.11.2026",
)


def paying_company(crm: Crm) -> Company:
    """Carol has registered the account, Ann the contractor."""
    company = Company(crm)
    details = BankDetails(
        inn="1234567894",
        kpp="770101001",
        bik="044525225",
        account=OURS,
        correspondent_account="30101810400000000225",
    )
    register = RegisterPayerAccount(
        payer_account_id=PAYER, name='ООО "Пример"', details=details, bank_name="ПАО Сбербанк", bank_town="г Москва"
    )
    crm.handle(register, by(CAROL))
    company.ask(ANN, RegisterContractor(contractor_id=CONTRACTOR, name="ИП Примеров Пётр"), MONDAY)
    return company


def approved(company: Company, request_id: UUID = REQUEST, **changes: Any) -> UUID:
    """A request of Ann's that Helen approved."""
    own = {} if request_id == REQUEST else {"invoice_number": None}
    form = FORM.model_copy(update=own | changes)
    company.crm.handle(DraftPaymentRequest(payment_request_id=request_id, form=form), by(ANN))
    approve(company, request_id)
    return request_id


def approve(company: Company, request_id: UUID = REQUEST) -> None:
    """Ann submits it, Helen approves it."""
    company.crm.handle(SubmitPaymentRequest(payment_request_id=request_id), by(ANN))
    company.ask(HEAD, ApprovePaymentRequest(payment_request_id=request_id), MONDAY)


def by(person_id: UUID) -> Context:
    return Context(person_id, MONDAY)
