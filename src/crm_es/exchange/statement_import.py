"""Imports a bank's statement: what it shows is matched to approved requests, which are then marked as paid (S1-36).

A payment is recorded once, whatever statements it comes in. What fits no request, or several, is left to the heads to
explain (S0-44). A match holds only if the request was then paid by it: this is looked up at the end, also for payments
of earlier imports, so that one that broke off is put right by the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Final
from uuid import UUID, uuid4

from crm_es.accounting import must_be_accounting
from crm_es.aggregates import bank_payment, payment_request
from crm_es.aggregates.bank_payment import (
    BankPaymentCommand,
    Line,
    RecordBankFee,
    UnmatchBankPayment,
    facts,
)
from crm_es.application import Crm
from crm_es.context import IMPORT, Context
from crm_es.exchange.bank_lines import sorted_out
from crm_es.exchange.client_bank.reading import read
from crm_es.exchange.client_bank.values import Statement
from crm_es.exchange.histories import states
from crm_es.exchange.payment_candidates import candidates
from crm_es.exchange.payment_matching import NONE, Match, match_all
from crm_es.exchange.statement_summary import StatementSummary
from crm_es.exchange.statement_wishes import record, taking
from crm_es.messages import Refused
from crm_es.runners.following import catch_up

WHO: Final = "bank statement"
READERS: Final = ("pay_matched_requests", "payment_registry", "bank_payments", "payer_accounts")
"""What has to be at the head of the log before payments are matched, and after."""
ACCOUNTS: Final = "SELECT account, payer_account_id FROM payer_accounts ORDER BY closed_at NULLS FIRST, registered_at"
MATCHED: Final = """
SELECT bank_payment_id, payment_request_id FROM bank_payments
WHERE status = 'matched' AND NOT entered_before AND bank_payment_id = ANY(%s)
"""
OWN: Final = "The request that it fits is one of whoever brings the statement."
WHY_NOT: Final = "The request that it fits was not to be paid by it: see what was refused there."


def run(crm: Crm, data: bytes, by: UUID | None = None) -> StatementSummary:
    """Take over all that the statement shows. `by` is the person who brings it; None is whoever runs the program.

    Raises Refused where the file is no statement, or the person may not bring one.
    """
    began = monotonic()
    asking = Context(WHO, datetime.now(UTC), frozenset({IMPORT}), on_behalf_of=by, correlation_id=uuid4())
    if by is not None:
        must_be_accounting(crm.reference.completed(asking))
    statement = read(data)
    if statement.is_of_orders:
        raise Refused("This file tells what the bank is asked to pay: bring its statement.", "a statement of the bank")
    catch_up(crm, *READERS)
    ours = own_accounts(crm)
    must_be_ours(statement, ours)
    lines = sorted_out(statement, ours)
    summary = StatementSummary(
        documents=len(statement.documents),
        outgoing=len(lines.outgoing) + len(lines.fees),
        incoming=lines.incoming,
        faults=list(statement.faults),
        bad_rows=lines.bad_rows,
    )
    crm.handle(taking(data, statement, lines.bad_rows), replace(asking, command_id=uuid4()))
    importer = Importer(crm, asking, summary)
    importer.take_fees(lines.fees)
    importer.take_over(lines.outgoing)
    summary.seconds = round(monotonic() - began, 3)
    return summary


def must_be_ours(statement: Statement, ours: Mapping[str, UUID]) -> None:
    """Refuse a statement of somebody else: each of its payments would be one that nobody approved."""
    if ours and statement.accounts and statement.own.isdisjoint(ours):
        raise Refused(
            f"This is the statement of {', '.join(statement.accounts)}, which is no registered account of ours: "
            "register it, or bring another.",
            "a statement of ours",
        )


def own_accounts(crm: Crm) -> dict[str, UUID]:
    """Our registered accounts; of two registrations of one, the first that is open."""
    found: dict[str, UUID] = {}
    with crm.log.datastore.get_connection() as db:
        for row in db.execute(ACCOUNTS).fetchall():
            found.setdefault(row["account"], row["payer_account_id"])
    return found


class Importer:
    """One statement on its way."""

    def __init__(self, crm: Crm, asking: Context, summary: StatementSummary) -> None:
        self.crm, self.asking, self.summary = crm, asking, summary

    def take_fees(self, fees: Sequence[Line]) -> None:
        new = self.unknown(fees)
        wishes = {line.bank_payment_id: RecordBankFee(**facts(line)) for line in new}
        self.summary.fees = len(self.send(wishes))

    def take_over(self, lines: Sequence[Line]) -> None:
        new = self.unknown(lines)
        matches = self.not_own(match_all(new, candidates(self.crm, new)))
        records = {line.bank_payment_id: record(line, matches.get(line.bank_payment_id, NONE)) for line in new}
        recorded = self.send(records)
        catch_up(self.crm, *READERS)
        unmatched = self.unmatch([line.bank_payment_id for line in lines])
        for line in lines:
            key = line.bank_payment_id
            if key in unmatched:
                self.summary.left(line, WHY_NOT)
            elif key in recorded and records[key].payment_request_id:
                self.summary.matched += 1
            elif key in recorded:
                self.summary.left(line, records[key].why, ambiguous=len(matches.get(key, NONE).candidates) > 1)

    def unknown(self, lines: Sequence[Line]) -> list[Line]:
        """What no statement showed before."""
        known = states(self.crm, bank_payment.decider, (line.bank_payment_id for line in lines))
        new = [line for line in lines if known[line.bank_payment_id] is None]
        self.summary.already_known += len(lines) - len(new)
        return new

    def not_own(self, matches: Mapping[UUID, Match]) -> dict[UUID, Match]:
        """The matches; those that would pay a request of the asker's own name why they do not."""
        paying = {match.one.payment_request_id for match in matches.values() if match.one and not match.by_hand}
        requests = states(self.crm, payment_request.decider, paying)
        own = {key for key, request in requests.items() if request and self.asking.person in request.barred}
        return {
            key: Match(why=OWN) if match.one and match.one.payment_request_id in own and not match.by_hand else match
            for key, match in matches.items()
        }

    def unmatch(self, payment_ids: Sequence[UUID]) -> frozenset[UUID]:
        """Leave to the heads what was matched with a request that was not paid by it."""
        with self.crm.log.datastore.get_connection() as db:
            rows = db.execute(MATCHED, (list(payment_ids),)).fetchall()
        matched = {row["bank_payment_id"]: row["payment_request_id"] for row in rows}
        requests = states(self.crm, payment_request.decider, set(matched.values()))
        paid = {part.bank_payment_id for request in requests.values() if request for part in request.parts}
        return self.send({key: UnmatchBankPayment(bank_payment_id=key, why=WHY_NOT) for key in matched.keys() - paid})

    def send(self, wishes: Mapping[UUID, BankPaymentCommand]) -> frozenset[UUID]:
        """Ask for all of it, and tell what was not refused."""
        answers = {key: self.crm.submit(wish, replace(self.asking, command_id=uuid4())) for key, wish in wishes.items()}
        errors = {key: answer.exception() for key, answer in answers.items()}
        for error in filter(None, errors.values()):
            if not isinstance(error, Refused):
                raise error
            self.summary.refused[error.rule] += 1
        return frozenset(key for key, error in errors.items() if error is None)
