"""Money that left our account: 40 000 roubles for a request, and 500 that nobody asked for."""

from __future__ import annotations

from typing import Any

from bank_statements import OURS, THEIRS
from examples import HEAD, ID, MONDAY, REQUEST, roubles

from crm_es.aggregates.bank_payment import (
    BankFeeRecorded,
    BankPaymentExplained,
    BankPaymentMatched,
    BankPaymentUnexplained,
    Line,
)

shown: dict[str, Any] = {
    "bank_payment_id": ID,
    "kind": "Платежное поручение",
    "number": "101",
    "paid_on": MONDAY.date(),
    "amount": roubles(40_000),
    "payer_account": OURS,
    "payee_account": THEIRS,
    "payee_name": "ИП Примеров",
    "payee_inn": "123456789047",
    "purpose": "Оплата по счету № 12",
}
LINE = Line(**shown)
WHY = "No approved request fits it."
matched = BankPaymentMatched(**shown, payment_request_id=REQUEST, entered_before=False)
fee = BankFeeRecorded(**shown)
unexplained = BankPaymentUnexplained(**shown, why=WHY, heads=(HEAD,))
explained = BankPaymentExplained(**shown, reason="A fine", payment_request_id=None, explained_by=HEAD, heads=(HEAD,))
