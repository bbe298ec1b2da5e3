"""The bank's statement marks requests as paid, each payment once; the rest is for the heads (S1-36, S0-44)."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from bank_company import FORM, PAYER, approved, by, paying_company
from bank_statements import BANK_ORDER, FEE, GOT, OURS, PAID, statement
from company import Company
from examples import ANN, CAROL, HEAD, MONDAY, REQUEST

from crm_es.aggregates.bank_payment import BankPaymentMatched, ExplainBankPayment, RecordBankPayment, facts
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    PayPaymentRequest,
    ReturnPaymentRequest,
    SubmitPaymentRequest,
)
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.bank_file import export
from crm_es.exchange.bank_lines import sorted_out
from crm_es.exchange.client_bank.reading import read
from crm_es.exchange.statement_import import run
from crm_es.exchange.statement_summary import StatementSummary
from crm_es.messages import Refused
from crm_es.runners.worker import settle

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "bank_ru" / "1c_exchange"
REAL = [file for file in sorted(DATA.glob("*.txt")) if "1c_to_kl" not in file.name]
OTHER = UUID(int=71)
Told = dict[str, str] | tuple[str, dict[str, str]]


@pytest.fixture
def company(staffed: Crm) -> Company:
    return paying_company(staffed)


def bring(company: Company, *documents: Told, person: UUID | None = CAROL, **more: Any) -> StatementSummary:
    """Carol brings a statement."""
    return run(company.crm, statement(*documents, **more).encode("cp1251"), person)


def counts(summary: StatementSummary) -> dict[str, int]:
    names = ("outgoing", "matched", "unexplained", "ambiguous", "already_known")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


def statuses(company: Company) -> list[str]:
    return [row["status"] for row in company.list("bank-payments", sort="number")]


def status(company: Company, request_id: UUID = REQUEST) -> tuple[Any, ...]:
    settle(company.crm)
    (row,) = company.list("payment-requests", filters={"payment_request_id": str(request_id)})
    return row["status"], row["left_amount"], row["payment_order"], str(row["paid_on"])


def test_what_the_bank_paid_is_paid(company: Company) -> None:
    approved(company)
    summary = bring(company, PAID, GOT, (BANK_ORDER, FEE), totals={"received": "500", "spent": "40083.23"})
    assert (summary.documents, summary.incoming, summary.fees, summary.faults) == (3, 1, 1, [])
    assert counts(summary) == {"outgoing": 2, "matched": 1}
    assert statuses(company) == ["matched", "fee"]
    assert status(company) == ("paid", 0, "101", "2026-11-23")
    assert (company.kinds(ANN)[-1], company.kinds(HEAD)) == ("payment made", ["payment made"])


def test_the_same_statement_again_is_nothing_new(company: Company) -> None:
    approved(company)
    documents = (PAID, PAID | {"Номер": "102", "Сумма": "7"})
    bring(company, *documents)
    settle(company.crm)
    head = company.crm.log.head()
    assert counts(bring(company, *documents)) == {"outgoing": 2, "already_known": 2}
    overlapping = bring(company, PAID | {"Номер": "000101"}, GOT)
    assert counts(overlapping) == {"outgoing": 1, "already_known": 1}
    settle(company.crm)
    assert company.crm.log.head() == head + 1, "only that there is another statement"


def test_the_same_order_carried_out_again_is_a_payment_of_its_own(company: Company) -> None:
    approved(company)
    again = PAID | {"ДатаСписано": "24.11.2026"}
    assert counts(bring(company, PAID)) == {"outgoing": 1, "matched": 1}
    assert counts(bring(company, PAID, again)) == {"outgoing": 2, "unexplained": 1, "already_known": 1}
    settle(company.crm)
    assert "payment without approval" in company.kinds(HEAD)


def test_a_fee_is_recorded_once_and_is_nobody_s_to_explain(company: Company) -> None:
    """S0-44: nothing leaves an account without a trace."""
    first = bring(company, (BANK_ORDER, FEE))
    assert (first.fees, counts(first)) == (1, {"outgoing": 1})
    again = bring(company, (BANK_ORDER, FEE), GOT)
    assert (again.fees, counts(again)) == (0, {"outgoing": 1, "already_known": 1})
    settle(company.crm)
    assert (statuses(company), company.kinds(HEAD)) == (["fee"], [])
    large = FEE | {"Сумма": "50000.01", "Номер": "900002"}
    assert counts(bring(company, (BANK_ORDER, large))) == {"outgoing": 1, "unexplained": 1}


def test_nobody_has_a_request_of_their_own_paid_by_bringing_the_statement(company: Company) -> None:
    company.crm.handle(DraftPaymentRequest(payment_request_id=REQUEST, form=FORM), by(CAROL))
    company.crm.handle(SubmitPaymentRequest(payment_request_id=REQUEST), by(CAROL))
    company.ask(HEAD, ApprovePaymentRequest(payment_request_id=REQUEST), MONDAY)
    (left,) = bring(company, PAID).to_explain
    assert "whoever brings the statement" in left.why
    assert status(company)[0] == "approved"


def test_what_nobody_approved_is_shown_to_the_head_until_it_is_explained(company: Company) -> None:
    """S0-44."""
    summary = bring(company, PAID)
    settle(company.crm)
    (left,) = summary.to_explain
    assert (counts(summary), left.why) == ({"outgoing": 1, "unexplained": 1}, "No approved request fits it.")
    (entry,) = company.notebook(HEAD)
    assert (entry.kind, entry.subject_id) == ("payment without approval", left.bank_payment_id)
    explain = ExplainBankPayment(bank_payment_id=left.bank_payment_id, reason="Repair of the roof")
    assert "Only a head" in company.refused(CAROL, explain, MONDAY)
    company.ask(HEAD, explain, MONDAY)
    assert (company.notebook(HEAD), statuses(company)) == ([], ["explained"])


def test_a_head_may_say_which_request_it_was_for(company: Company) -> None:
    approved(company)
    (left,) = bring(company, PAID | {"ПолучательРасчСчет": "40802810500000000024"}).to_explain
    assert status(company)[0] == "approved", "another account than the approved one"
    explain = ExplainBankPayment(
        bank_payment_id=left.bank_payment_id, reason="Their new account", payment_request_id=REQUEST
    )
    company.ask(HEAD, explain, MONDAY)
    assert status(company) == ("paid", 0, "101", "2026-11-23")


def test_a_payment_that_fits_several_is_listed_and_matched_with_none(company: Company) -> None:
    approved(company, invoice_number=None)
    approved(company, OTHER, what_for="Bags")
    summary = bring(company, PAID)
    assert counts(summary) == {"outgoing": 1, "unexplained": 1, "ambiguous": 1}
    assert summary.to_explain[0].why == "Several approved requests fit it: Printing, Bags"


def test_a_payment_entered_by_hand_is_recognised_and_the_next_like_it_is_not(company: Company) -> None:
    approved(company)
    company.ask(CAROL, PayPaymentRequest(payment_request_id=REQUEST, payment_order="101"), MONDAY)
    before = status(company)
    assert counts(bring(company, PAID)) == {"outgoing": 1, "matched": 1}
    assert status(company) == before
    again = PAID | {"Дата": "24.11.2026", "ДатаСписано": "24.11.2026"}
    assert counts(bring(company, PAID, again)) == {"outgoing": 2, "unexplained": 1, "already_known": 1}
    assert status(company) == before


def test_parts_are_paid_one_by_one_and_never_more_than_is_left(company: Company) -> None:
    approved(company)
    parts = [PAID | {"Номер": str(n), "Сумма": "15000"} for n in (1, 2, 3)]
    assert counts(bring(company, *parts)) == {"outgoing": 3, "matched": 2, "unexplained": 1}
    assert status(company) == ("approved", 10_000, "2", "2026-11-23")
    assert counts(bring(company, PAID | {"Сумма": "10000"})) == {"outgoing": 1, "matched": 1}
    assert status(company)[:2] == ("paid", 0)


def test_the_order_that_we_gave_the_bank_is_known_by_its_number(company: Company) -> None:
    approved(company, invoice_number=None)
    approved(company, OTHER)
    export(company.crm, PAYER, [OTHER], CAROL)
    assert counts(bring(company, PAID | {"Номер": "1"})) == {"outgoing": 1, "matched": 1}
    assert (status(company)[0], status(company, OTHER)[0]) == ("approved", "paid")


def test_a_match_that_did_not_hold_is_for_the_heads(company: Company) -> None:
    """An import broke off after it had matched the payment; meanwhile accounting had sent the request back."""
    approved(company)
    company.ask(CAROL, ReturnPaymentRequest(payment_request_id=REQUEST, reason="Wrong invoice"), MONDAY)
    (line,) = sorted_out(read(statement(PAID).encode()), {}).outgoing
    match = RecordBankPayment(**facts(line), payment_request_id=REQUEST)
    company.crm.handle(match, Context("bank statement", MONDAY, frozenset({"import"})))
    settle(company.crm)
    assert (statuses(company), company.kinds(HEAD)) == (["matched"], [])
    assert counts(bring(company, PAID)) == {"outgoing": 1, "unexplained": 1, "already_known": 1}
    settle(company.crm)
    assert (statuses(company), company.kinds(HEAD)) == (["unexplained"], ["payment without approval"])
    assert counts(bring(company, PAID)) == {"outgoing": 1, "already_known": 1}


def test_what_is_wrong_with_the_file_is_told_and_the_rest_is_taken(company: Company) -> None:
    approved(company)
    bad = PAID | {"Сумма": "much", "Номер": "5"}
    summary = bring(company, PAID, PAID, bad, totals={"spent": "1"}, end=False)
    assert counts(summary) == {"outgoing": 1, "matched": 1}
    assert len(summary.faults) == 3
    assert [row.line for row in summary.bad_rows] == [45]
    settle(company.crm)
    (told,) = (one.text for one in company.notebook(HEAD) if one.kind == "statement with faults")
    assert "cut off" in told
    assert "line 45" in told
    assert bring(company, PAID).as_json()["kind"] == "statement"


@pytest.mark.parametrize(
    ("data", "person", "words"),
    [
        (b"", CAROL, "first line has to be"),
        (statement(PAID).encode(), ANN, "hands of accounting"),
        (
            statement(PAID | {"ДатаСписано": ""}).replace("СекцияРасчСчет", "Секция").encode(),
            CAROL,
            "what the bank is asked to pay",
        ),
    ],
    ids=["no statement", "not accounting", "our own orders"],
)
def test_what_is_no_statement_or_is_brought_by_somebody_else_is_refused(
    company: Company, data: bytes, person: UUID, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        run(company.crm, data, person)


def test_our_own_file_of_orders_pays_nothing(company: Company) -> None:
    file = export(company.crm, PAYER, [approved(company)], CAROL)
    with pytest.raises(Refused, match="asked to pay"):
        run(company.crm, file.content or b"", CAROL)


def test_the_statement_of_an_account_that_is_not_ours_is_refused(company: Company) -> None:
    """Else the heads would have to explain what others paid."""
    others = statement(PAID).replace(OURS, "40702810400000000018").encode()
    with pytest.raises(Refused, match="no registered account of ours"):
        run(company.crm, others, CAROL)


def test_whoever_runs_the_program_may_bring_it(company: Company) -> None:
    approved(company)
    assert bring(company, PAID, person=None).matched == 1
    with company.crm.log.datastore.get_connection() as db:
        actors = Counter(
            (row["topic"], row["actor"])
            for row in db.execute("SELECT topic, actor FROM events WHERE topic ~ 'BankPayment|RequestPaid'")
        )
    assert actors == {
        (BankPaymentMatched.__name__, "bank statement"): 1,
        ("PaymentRequestPaid", "pay_matched_requests"): 1,
    }


def test_a_request_in_doubt_is_not_paid_by_a_statement(company: Company) -> None:
    """The same invoice twice: the second waits for somebody to settle the doubt."""
    approved(company)
    company.ask(CAROL, PayPaymentRequest(payment_request_id=REQUEST, payment_order="1"), MONDAY)
    approved(company, OTHER, invoice_number="12")
    assert counts(bring(company, PAID)) == {"outgoing": 1, "unexplained": 1}
    assert status(company, OTHER)[:2] == ("approved", 40_000)


# ── Real statements, where they are at hand ─────────────────────────────────


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_real_statements_are_taken_whole_and_once(staffed: Crm, file: Path) -> None:
    first = run(staffed, file.read_bytes())
    assert (first.faults, first.bad_rows, first.refused) == ([], [], {})
    assert first.outgoing + first.incoming == first.documents
    assert first.fees + first.unexplained == first.outgoing
    settle(staffed)
    head = staffed.log.head()
    again = run(staffed, file.read_bytes())
    assert (again.already_known, again.unexplained, again.fees) == (first.outgoing, 0, 0)
    settle(staffed)
    assert staffed.log.head() == head
