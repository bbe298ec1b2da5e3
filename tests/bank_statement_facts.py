"""A statement of our account that Carol brought, and that was cut off."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bank_statements import OURS
from examples import CAROL, HEAD, ID, MONDAY

from crm_es.aggregates.bank_statement import AccountBalance, BankStatementTaken

BROUGHT: dict[str, Any] = {
    "bank_statement_id": ID,
    "sha256": "1" * 64,
    "accounts": (OURS,),
    "since": MONDAY.date(),
    "until": MONDAY.date(),
    "balances": (AccountBalance(account=OURS, opening=Decimal(100)),),
    "documents": 3,
    "faults": ("The file has no КонецФайла: it is cut off; get it again.",),
    "bad_rows": ("line 45: The document '5' has no readable sum ('much'): it is left out.",),
    "wrong": 2,
}
taken = BankStatementTaken(**BROUGHT, brought_by=CAROL, heads=(HEAD,))
