"""What may be done with what the bank tells, and with our accounts."""

from __future__ import annotations

from crm_es.aggregates import bank_payment, payer_account
from crm_es.aggregates.bank_payment import ExplainBankPayment
from crm_es.aggregates.payer_account import ClosePayerAccount
from crm_es.offers.way import Way, kind

PAYMENT = kind("bank-payments", bank_payment.decider, Way(ExplainBankPayment))

ACCOUNT = kind("payer-accounts", payer_account.decider, Way(ClosePayerAccount, menu=True))
