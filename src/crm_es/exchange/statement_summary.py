"""What the import of a bank's statement tells at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from crm_es.aggregates.bank_payment import Line
from crm_es.exchange.summary import BadRow
from crm_es.money import Money


@dataclass(frozen=True)
class Left:
    """A payment that a head has to explain."""

    bank_payment_id: UUID
    number: str
    paid_on: date
    amount: Money
    payee: str
    why: str


@dataclass
class StatementSummary:
    """The answer of an import, as people and scripts read it."""

    documents: int = 0
    outgoing: int = 0
    incoming: int = 0
    fees: int = 0
    """Outgoing: what the bank took for itself, and no statement showed before."""
    matched: int = 0
    unexplained: int = 0
    ambiguous: int = 0
    """Of those, how many fit several requests."""
    already_known: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    bad_rows: list[BadRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What is wrong with the file as a whole."""
    to_explain: list[Left] = field(default_factory=list)
    seconds: float = 0.0

    def left(self, line: Line, why: str, *, ambiguous: bool = False) -> None:
        """Note a payment that is left to the heads."""
        self.unexplained += 1
        self.ambiguous += ambiguous
        payee = line.payee_name or line.payee_account
        self.to_explain.append(Left(line.bank_payment_id, line.number, line.paid_on, line.amount, payee, why))

    def as_json(self) -> dict[str, Any]:
        readable = {
            "kind": "statement",
            "refused": dict(self.refused.most_common()),
            "bad_rows": [row._asdict() for row in self.bad_rows],
        }
        return asdict(self) | readable
