"""Requests for payment on their way, for tests of pages: Ann asks, Helen approves, Carol pays; of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from browsing import Site
from examples import ANN, CONTRACTOR, HEAD, REQUEST, roubles

from crm_es.aggregates.contractor import RecordBankDetails, RegisterContractor
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    Form,
    SubmitPaymentRequest,
)
from crm_es.bank_details import BankDetails
from crm_es.context import Context

DETAILS = BankDetails(
    inn="7707083893",
    kpp="773601001",
    bik="044030827",
    account="40702810900000002851",
    correspondent_account="30101810200000000827",
)
CODE = (
    "ST00012|Name=ООО «Вектор»|PersonalAcc=40702810900000002851|BankName=АО «Банк»|BIC=044030827"
    "|CorrespAcc=30101810200000000827|Sum=125050|PayeeINN=7707083893|Purpose=Оплата по счету 17"
)


def by(person_id: UUID) -> Context:
    return Context(by=person_id, at=datetime.now(UTC))


def form(**changes: Any) -> Form:
    told: dict[str, Any] = {
        "what_for": "Printing",
        "amount": roubles(40_000),
        "contractor_id": CONTRACTOR,
        "pay_by": datetime.now(UTC).date() + timedelta(3),
        "details": DETAILS,
        "purpose": "Оплата по счету 17",
    }
    return Form(**told | changes)


def contractor_known(site: Site) -> UUID:
    """Somebody whom we have paid before."""
    site.tell(RegisterContractor(contractor_id=CONTRACTOR, name="ООО «Вектор»"), context=by(ANN))
    site.tell(RecordBankDetails(contractor_id=CONTRACTOR, details=DETAILS), context=by(ANN))
    return CONTRACTOR


def drafted(site: Site, request_id: UUID = REQUEST, **changes: Any) -> UUID:
    site.tell(DraftPaymentRequest(payment_request_id=request_id, form=form(**changes)), context=by(ANN))
    return request_id


def submitted(site: Site, request_id: UUID = REQUEST, **changes: Any) -> UUID:
    site.tell(SubmitPaymentRequest(payment_request_id=drafted(site, request_id, **changes)), context=by(ANN))
    return request_id


def approved(site: Site, request_id: UUID = REQUEST, **changes: Any) -> UUID:
    site.tell(ApprovePaymentRequest(payment_request_id=submitted(site, request_id, **changes)), context=by(HEAD))
    return request_id
