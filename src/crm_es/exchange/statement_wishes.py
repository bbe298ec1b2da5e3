"""What the import of a bank's statement asks for: to keep that it was brought, and each of its payments."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from crm_es.aggregates.bank_payment import Line, RecordBankPayment, facts
from crm_es.aggregates.bank_statement import LONGEST, MOST, AccountBalance, TakeBankStatement
from crm_es.exchange.client_bank.values import Statement
from crm_es.exchange.payment_matching import Match
from crm_es.exchange.summary import BadRow
from crm_es.ids import derived

STATEMENTS: Final = uuid5(NAMESPACE_OID, "crm_es/bank statement")
"""The id of a statement follows from what its file holds."""


def taking(data: bytes, statement: Statement, bad_rows: Sequence[BadRow]) -> TakeBankStatement:
    """That this file was brought. What is wrong with it is told to a certain number."""
    digest = sha256(data).hexdigest()
    return TakeBankStatement(
        bank_statement_id=derived(STATEMENTS, digest),
        sha256=digest,
        accounts=statement.accounts[:MOST],
        since=statement.since,
        until=statement.until,
        balances=tuple(
            AccountBalance(**{name: getattr(one, name) for name in AccountBalance.model_fields})
            for one in statement.balances[:MOST]
        ),
        documents=len(statement.documents),
        faults=tuple(fault[:LONGEST] for fault in statement.faults[:MOST]),
        bad_rows=tuple(f"line {row.line}: {row.reason}"[:LONGEST] for row in bad_rows[:MOST]),
        wrong=len(statement.faults) + len(bad_rows),
    )


def record(line: Line, match: Match) -> RecordBankPayment:
    """The payment with the request that it was for, or why there is none."""
    told = facts(line)
    if match.one:
        return RecordBankPayment(
            **told, payment_request_id=match.one.payment_request_id, entered_before=match.by_hand is not None
        )
    if match.candidates:
        several = ", ".join(one.what_for for one in match.candidates)
        return RecordBankPayment(**told, why=f"Several approved requests fit it: {several}"[:500])
    return RecordBankPayment(**told, why=match.why) if match.why else RecordBankPayment(**told)
