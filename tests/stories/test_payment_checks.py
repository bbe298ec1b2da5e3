"""What other books say of a request for payment: an invoice twice, a budget overdrawn (S1-20, S0-44, X-37)."""

from __future__ import annotations

from concurrent.futures import wait
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import (
    ANN,
    BOB,
    CAROL,
    CONTRACTOR,
    DIRECTOR,
    HEAD,
    MONDAY,
    PLAYBOOK,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    administration,
    roubles,
)
from payment_facts import FORM

from crm_es.aggregates.contractor import RegisterContractor
from crm_es.aggregates.notebook import CloseEntry
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    PayPaymentRequest,
    ReturnPaymentRequest,
    SettlePaymentDoubt,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import notebook_of
from crm_es.playbook import Limit, Playbook
from crm_es.runners.worker import settle

FIRST, SECOND, THIRD = UUID(int=101), UUID(int=102), UUID(int=103)
TWIN = UUID(int=104)
LIMITS = (
    Limit(name="marketing", budget_lines=("marketing",), amount=roubles(70_000), keeper_role="head_of_sales"),
    Limit(name="all lines", per="year", amount=roubles(500_000), keeper_role="director"),
)
INVOICE = FORM.model_copy(update={"invoice_number": "17"})
MARKETING = FORM.model_copy(update={"budget_line": "marketing"})
SETTLED = "Two deliveries, one number."


def limited(*limits: Limit) -> Playbook:
    return PLAYBOOK.model_copy(update={"payments": PLAYBOOK.payments.model_copy(update={"limits": limits})})


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    staffed.handle(PublishPlaybook(playbook=limited(*LIMITS)), administration())
    company.ask(ANN, RegisterContractor(contractor_id=CONTRACTOR, name="Printer Ltd"), MONDAY)
    return company


def drafted(company: Company, author: UUID, request: UUID, form: Any) -> None:
    company.ask(author, DraftPaymentRequest(payment_request_id=request, form=form), MONDAY)


def submitted(company: Company, author: UUID, request: UUID, form: Any) -> None:
    drafted(company, author, request, form)
    company.ask(author, SubmitPaymentRequest(payment_request_id=request), MONDAY)


def approved(company: Company, author: UUID, request: UUID, form: Any) -> None:
    submitted(company, author, request, form)
    company.ask(HEAD, ApprovePaymentRequest(payment_request_id=request), TUESDAY)


def row(company: Company, request: UUID) -> dict[str, Any]:
    (found,) = company.list("payment-requests", filters={"payment_request_id": str(request)})
    return found


def doubts(company: Company, request: UUID) -> list[str]:
    return list(row(company, request)["doubts"])


def budgets(company: Company) -> dict[str, tuple[Any, ...]]:
    return {b["name"]: (b["period"], b["reserved"], b["available"], b["requests"]) for b in company.list("budgets")}


def together(company: Company, asked: dict[UUID, UUID]) -> None:
    """Everybody submits at the same moment, before anything else happens."""
    answers = [
        company.crm.submit(SubmitPaymentRequest(payment_request_id=request), Context(by=author, at=MONDAY))
        for request, author in asked.items()
    ]
    assert not wait(answers).not_done
    settle(company.crm)


pay = {request: PayPaymentRequest(payment_request_id=request) for request in (FIRST, SECOND, THIRD)}


# ── The same invoice twice ──────────────────────────────────────────────────


def test_an_invoice_that_two_people_ask_for_is_not_paid_twice(company: Company) -> None:
    approved(company, ANN, FIRST, INVOICE)
    approved(company, BOB, SECOND, INVOICE.model_copy(update={"invoice_number": "№ 17"}))
    assert doubts(company, FIRST) == []
    (doubt,) = doubts(company, SECOND)
    assert doubt.startswith("duplicate: Invoice 17 for 40 000.00 RUB is in another request already")
    company.ask(CAROL, pay[FIRST], WEDNESDAY)
    assert "doubts (duplicate)" in company.refused(CAROL, pay[SECOND], WEDNESDAY)
    (asked,) = (entry for entry in company.notebook(CAROL) if entry.kind == "payment doubt")
    assert "Invoice 17" in asked.text
    assert "Held up" in company.notebook(BOB)[0].text, "its author hears of it"


def test_an_invoice_is_not_paid_twice_in_the_name_of_another_contractor(company: Company) -> None:
    company.ask(ANN, RegisterContractor(contractor_id=TWIN, name="Printer Limited"), MONDAY)
    submitted(company, ANN, FIRST, INVOICE)
    submitted(company, BOB, SECOND, INVOICE.model_copy(update={"contractor_id": TWIN}))
    assert doubts(company, SECOND)


def test_accounting_settles_a_repeated_invoice_with_a_reason_and_pays_it(company: Company) -> None:
    approved(company, ANN, FIRST, INVOICE)
    approved(company, BOB, SECOND, INVOICE)
    settling = SettlePaymentDoubt(payment_request_id=SECOND, doubt="duplicate", reason=SETTLED)
    assert "Nobody settles" in company.refused(BOB, settling, WEDNESDAY)
    assert "Carol, Helen" in company.refused(DIRECTOR, settling, WEDNESDAY)
    company.ask(CAROL, settling, WEDNESDAY)
    assert doubts(company, SECOND) == []
    assert "payment doubt" not in company.kinds(CAROL) + company.kinds(HEAD)
    company.ask(CAROL, pay[SECOND], WEDNESDAY)
    assert row(company, SECOND)["status"] == "paid"
    submitted(company, ANN, THIRD, INVOICE)
    assert doubts(company, THIRD), "a third one is found all the same"


def test_a_doubt_does_not_leave_the_notebook_by_hand(company: Company) -> None:
    """S0-44."""
    submitted(company, ANN, FIRST, INVOICE)
    submitted(company, BOB, SECOND, INVOICE)
    (entry,) = company.notebook(CAROL)
    closing = CloseEntry(notebook_id=notebook_of(CAROL), entry_id=entry.entry_id, result="Never mind")
    assert "settled" in company.refused(CAROL, closing, TUESDAY)
    company.ask(BOB, WithdrawPaymentRequest(payment_request_id=SECOND), TUESDAY)
    assert company.notebook(CAROL) == []


def test_an_invoice_is_free_again_when_its_request_comes_to_nothing(company: Company) -> None:
    submitted(company, ANN, FIRST, INVOICE)
    company.ask(HEAD, ReturnPaymentRequest(payment_request_id=FIRST, reason="Whose is it?"), TUESDAY)
    submitted(company, BOB, SECOND, INVOICE)
    assert doubts(company, SECOND) == []
    company.ask(ANN, SubmitPaymentRequest(payment_request_id=FIRST), WEDNESDAY)
    assert doubts(company, FIRST), "now it is the one that repeats"


def test_an_invoice_of_which_part_is_paid_is_not_free_when_the_request_is_returned(company: Company) -> None:
    approved(company, ANN, FIRST, INVOICE)
    company.ask(CAROL, pay[FIRST].model_copy(update={"amount": roubles(10_000)}), WEDNESDAY)
    company.ask(CAROL, ReturnPaymentRequest(payment_request_id=FIRST, reason="Other account?"), WEDNESDAY)
    submitted(company, BOB, SECOND, INVOICE)
    assert doubts(company, SECOND)
    assert budgets(company)["all lines"] == ("2026", 50_000, 450_000, 2), "what went out stays spent"


def test_of_those_who_ask_at_the_same_moment_one_passes(company: Company) -> None:
    for author, request in ((ANN, FIRST), (BOB, SECOND), (BOB, THIRD)):
        drafted(company, author, request, INVOICE)
    together(company, {FIRST: ANN, SECOND: BOB, THIRD: BOB})
    assert sorted(len(doubts(company, request)) for request in (FIRST, SECOND, THIRD)) == [0, 1, 1]


# ── Budgets ─────────────────────────────────────────────────────────────────


def test_a_request_within_its_limits_is_paid_without_a_word(company: Company) -> None:
    approved(company, ANN, FIRST, MARKETING)
    assert budgets(company) == {
        "marketing": ("2026-11", 40_000, 30_000, 1),
        "all lines": ("2026", 40_000, 460_000, 1),
    }
    company.ask(CAROL, pay[FIRST], WEDNESDAY)
    assert budgets(company)["marketing"] == ("2026-11", 40_000, 30_000, 1), "what is paid stays taken"


def test_whoever_keeps_a_limit_lets_a_request_go_over_it(company: Company) -> None:
    approved(company, ANN, FIRST, MARKETING)
    approved(company, BOB, SECOND, MARKETING)
    (doubt,) = doubts(company, SECOND)
    assert doubt == "over budget: marketing 2026-11 is over its limit of 70 000.00 RUB by 10 000.00 RUB."
    assert budgets(company)["marketing"] == ("2026-11", 40_000, 30_000, 1), "it does not count yet"
    assert "over budget" in company.refused(CAROL, pay[SECOND], WEDNESDAY)
    settling = SettlePaymentDoubt(payment_request_id=SECOND, doubt="over budget", reason="The fair is worth it.")
    assert "Helen" in company.refused(CAROL, settling, WEDNESDAY)
    company.ask(HEAD, settling, WEDNESDAY)
    assert budgets(company)["marketing"] == ("2026-11", 80_000, -10_000, 2)
    company.ask(CAROL, pay[SECOND], WEDNESDAY)
    assert row(company, SECOND)["status"] == "paid"


def test_a_request_for_a_fortune_holds_up_nobody_else(company: Company) -> None:
    submitted(company, ANN, FIRST, MARKETING.model_copy(update={"amount": roubles(900_000_000_000)}))
    assert doubts(company, FIRST)
    submitted(company, BOB, SECOND, MARKETING)
    assert doubts(company, SECOND) == []


def test_a_limit_kept_by_the_author_alone_is_settled_by_the_head(company: Company) -> None:
    keeper = Limit(name="all lines", amount=roubles(1), keeper_role="director")
    company.crm.handle(PublishPlaybook(playbook=limited(keeper)), administration())
    submitted(company, DIRECTOR, FIRST, FORM)
    assert "payment doubt" in company.kinds(HEAD)
    settling = SettlePaymentDoubt(payment_request_id=FIRST, doubt="over budget", reason="It is worth it.")
    company.ask(HEAD, settling, TUESDAY)
    assert doubts(company, FIRST) == []


def test_what_comes_to_nothing_leaves_its_budgets(company: Company) -> None:
    submitted(company, ANN, FIRST, MARKETING)
    submitted(company, BOB, SECOND, MARKETING)
    assert "payment doubt" in company.kinds(HEAD)
    company.ask(HEAD, ReturnPaymentRequest(payment_request_id=SECOND, reason="Too dear"), TUESDAY)
    assert company.kinds(HEAD) == ["payment question"], "the doubt is of no matter now"
    assert budgets(company)["marketing"] == ("2026-11", 40_000, 30_000, 1)
    company.ask(ANN, WithdrawPaymentRequest(payment_request_id=FIRST), TUESDAY)
    company.ask(BOB, SubmitPaymentRequest(payment_request_id=SECOND), WEDNESDAY)
    assert doubts(company, SECOND) == []
    assert budgets(company) == {
        "marketing": ("2026-11", 40_000, 30_000, 1),
        "all lines": ("2026", 40_000, 460_000, 1),
    }


def test_of_those_who_reserve_at_the_same_moment_no_more_pass_than_there_is_room_for(company: Company) -> None:
    for author, request in ((ANN, FIRST), (BOB, SECOND), (BOB, THIRD)):
        drafted(company, author, request, MARKETING)
    together(company, {FIRST: ANN, SECOND: BOB, THIRD: BOB})
    assert sorted(len(doubts(company, request)) for request in (FIRST, SECOND, THIRD)) == [0, 1, 1]
    assert budgets(company)["all lines"] == ("2026", 120_000, 380_000, 3)


def test_a_request_withdrawn_before_anybody_looked_it_up_holds_nothing(company: Company) -> None:
    both = MARKETING.model_copy(update={"invoice_number": "17"})
    drafted(company, ANN, FIRST, both)
    company.crm.handle(SubmitPaymentRequest(payment_request_id=FIRST), Context(by=ANN, at=MONDAY))
    company.crm.handle(WithdrawPaymentRequest(payment_request_id=FIRST), Context(by=ANN, at=MONDAY))
    settle(company.crm)
    assert budgets(company) == {"marketing": ("2026-11", 0, 70_000, 0)}, "the other hears of the end first"
    submitted(company, BOB, SECOND, both)
    assert (doubts(company, SECOND), row(company, SECOND)["awaited"]) == ([], [])
    assert budgets(company)["all lines"] == ("2026", 40_000, 460_000, 1)


def test_a_limit_that_is_taken_out_holds_nobody_up(company: Company) -> None:
    """Also who had submitted already, if it is looked up later."""
    drafted(company, ANN, FIRST, MARKETING.model_copy(update={"amount": roubles(100_000)}))
    company.crm.handle(SubmitPaymentRequest(payment_request_id=FIRST), Context(by=ANN, at=MONDAY))
    company.crm.handle(PublishPlaybook(playbook=limited()), administration())
    settle(company.crm)
    assert (doubts(company, FIRST), row(company, FIRST)["awaited"]) == ([], [])
    company.ask(HEAD, ApprovePaymentRequest(payment_request_id=FIRST), TUESDAY)
    company.ask(CAROL, pay[FIRST], THURSDAY)
