"""The lists of payments, and of those who are paid."""

from __future__ import annotations

from typing import Final

from crm_es.projections.bank_payments import BankPayment
from crm_es.projections.bank_registry import Bank
from crm_es.projections.budgets import Budget
from crm_es.projections.contractor_files import ContractorFile
from crm_es.projections.contractor_registry import Contractor
from crm_es.projections.payer_accounts import PayerAccount
from crm_es.projections.payment_registry import Payment
from crm_es.projections.payments_made import PaymentMade
from crm_es.registries.shape import Registry

REGISTRIES: Final = (
    Registry(
        "payment-requests",
        "Payment requests",
        Payment,
        "-drafted_at",
        ("author", "contractor", "asked"),
        ("what_for", "contractor", "author", "invoice_number", "purpose"),
        ("involved",),
        {"accounting": {"status": ("approved", "paid")}},
        at_a_glance=(
            "status",
            "what_for",
            "amount",
            "currency",
            "contractor",
            "author",
            "pay_by",
            "asked_names",
            "paid_amount",
        ),
    ),
    Registry(
        "contractor-files",
        "Files by contractor",
        ContractorFile,
        "-attached_at",
        ("contractor", "attached_by"),
        ("name", "contractor", "what_for", "invoice_number"),
        ("involved",),
        {"accounting": {"status": ("approved", "paid")}},
        record=Payment,
        of_record=("contractor_id", "period", "what_for", "invoice_number", "status", "involved"),
        at_a_glance=("name", "kind", "contractor", "what_for", "invoice_number", "attached_at", "attached_by"),
    ),
    Registry(
        "payments-made",
        "Payments made",
        PaymentMade,
        "-paid_on",
        ("author", "contractor"),
        ("what_for", "contractor", "payment_order"),
        ("involved",),
        {"accounting": {}},
        record=Payment,
        of_record=("what_for", "author_id", "contractor_id", "involved"),
        at_a_glance=("paid_on", "contractor", "what_for", "amount", "payment_order", "left_amount", "author"),
    ),
    Registry(
        "contractors",
        "Contractors",
        Contractor,
        "name",
        (),
        ("name", "inn"),
        at_a_glance=("name", "inn", "kpp", "bank", "account", "email", "details_since"),
    ),
    Registry(
        "payer-accounts",
        "Payer accounts",
        PayerAccount,
        "name",
        (),
        ("name", "account", "bank_name"),
        told_to=frozenset({"accounting", "head"}),
        at_a_glance=("name", "bank_name", "account", "bik", "last_number", "closed_at"),
    ),
    Registry(
        "bank-payments",
        "Bank payments",
        BankPayment,
        "-paid_on",
        ("heads", "explained_by"),
        ("payee_name", "payee_inn", "purpose", "number"),
        ("heads",),
        {"accounting": {}, "head": {}},
        at_a_glance=("paid_on", "payee_name", "amount", "purpose", "status", "kind", "number", "reason"),
    ),
    Registry(
        "budgets",
        "Budgets",
        Budget,
        "-period",
        (),
        ("name", "period"),
        told_to=frozenset({"accounting", "head"}),
        at_a_glance=("name", "period", "allowed", "reserved", "available", "requests"),
    ),
    Registry("banks", "Banks", Bank, "name", (), ("bik", "name", "town")),
)
