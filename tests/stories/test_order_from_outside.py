"""A web order comes, is shipped short, paid, and reconciled with a difference; told twice, nothing counts twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from company import Company
from examples import ANN, BOB, CLIENT, HEAD, MONDAY, OPERATOR, TUESDAY, WEDNESDAY
from inbox_facts import line, order

from crm_es.aggregates.call import ReturnCall
from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.inbox_item import SettleInboxItem, TakeInboxItem
from crm_es.aggregates.reconciliation import SettleDifference
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.inbox import receive
from crm_es.exchange.inbox_outcomes import Outcome
from crm_es.ids import inbox_item_of
from crm_es.messages import Refused
from crm_es.outside import (
    Called,
    DocumentPrepared,
    OrderShipped,
    PaymentReceived,
    Reconciled,
    SentLine,
    Told,
    Who,
)
from crm_es.runners.worker import settle

FLOUR = Who(code="C-1")
ordered = order.model_copy(update={"web": True, "at": MONDAY, "lines": (line,)})


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    company.ask(
        ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN, codes=("C-1",), phones=("+74951234567",)), MONDAY
    )
    return company


def tell(company: Company, *news: Told, by: UUID | None = OPERATOR) -> list[Outcome]:
    outcomes = receive(company.crm, "erp", news, by)
    settle(company.crm)
    return outcomes


def shipped(news_id: str, quantity: int) -> OrderShipped:
    lines = (SentLine(product="flour", quantity=Decimal(quantity)),)
    return OrderShipped(kind="order shipped", id=news_id, order="4711", lines=lines)


def test_a_web_order_goes_its_way(company: Company) -> None:
    """S0-31, S0-33..S0-37."""
    news: list[Told] = [
        ordered,
        shipped("s1", 60),
        DocumentPrepared(kind="document prepared", id="d1", order="17", document="waybill", number="5"),
        PaymentReceived(kind="payment received", id="p1", order="17", amount=Decimal(5000)),
        Reconciled(
            kind="reconciled",
            id="r1",
            client=Who(name="ACME"),
            since=date(2026, 7, 1),
            until=date(2026, 9, 30),
            our_balance=Decimal(0),
            their_balance=Decimal(2000),
        ),
    ]
    outcomes = tell(company, *news[:1])
    assert [one.result for one in outcomes] == ["entered"]
    assert company.kinds(ANN) == ["web order"]
    outcomes += tell(company, *news[1:])
    assert [one.result for one in outcomes] == ["entered"] * 5
    assert sorted(company.kinds(ANN)) == ["document progress", "reconciliation", "short shipment"]
    row = company.one("orders")
    assert (row["order_id"], row["status"], row["short"]) == (outcomes[0].record_id, "shipped in part", True)
    assert (row["manager"], row["entered_by"]) == ("Ann", str(OPERATOR))

    head = company.crm.log.head()
    assert tell(company, *news) == outcomes
    assert company.crm.log.head() == head

    tell(company, shipped("s2", 40))
    assert sorted(company.kinds(ANN)) == ["document progress", "reconciliation"]
    assert company.one("orders")["status"] == "closed"
    (difference,) = company.list("reconciliations")
    wish = SettleDifference(reconciliation_id=difference["reconciliation_id"], reason="Paid on the last day")
    company.ask(ANN, wish, TUESDAY)
    assert company.kinds(ANN) == ["document progress"]


def test_other_news_under_the_same_id_are_refused(company: Company) -> None:
    tell(company, ordered)
    (told,) = tell(company, ordered.model_copy(update={"number": "18"}))
    assert (told.result, "something else" in str(told.why)) == ("refused", True)
    twice = tell(company, shipped("s1", 60), shipped("s1", 61), shipped("s1", 60))
    assert [one.result for one in twice] == ["entered", "refused", "entered"]


def test_of_two_that_come_at_once_under_one_id_one_is_entered_and_kept(company: Company) -> None:
    """What is kept is what was entered, however their steps come between each other."""
    others = [ordered.model_copy(update={"number": str(n), "note": f"Call {n}"}) for n in range(8)]
    crms = [Crm(company.crm.log) for _ in others]
    with ThreadPoolExecutor(len(others)) as threads:
        telling = [
            threads.submit(receive, crm, "erp", [told], OPERATOR) for crm, told in zip(crms, others, strict=True)
        ]
        results = [one.result()[0].result for one in telling]
    for crm in crms:
        crm.close()
    settle(company.crm)
    assert sorted(results) == ["entered"] + 7 * ["refused"]
    assert company.one("orders")["number"] == str(results.index("entered"))
    assert company.one("inbox-items")["status"] == "entered"
    assert tell(company, others[results.index("entered")])[0].result == "entered"


def test_what_was_left_half_done_is_done_when_it_is_told_again(company: Company) -> None:
    """The process died as soon as it had put down that the news came."""
    asking = Context("inbox", MONDAY, frozenset({"import"}), on_behalf_of=OPERATOR)
    taking = TakeInboxItem(inbox_item_id=inbox_item_of("erp", ordered.id), source="erp", told=ordered)
    company.crm.handle(taking, asking)
    assert company.list("orders") == []
    assert tell(company, ordered.model_copy(update={"number": "18"}))[0].result == "refused"
    assert tell(company, ordered)[0].result == "entered"
    assert company.one("orders")["number"] == "17"


def test_what_cannot_be_matched_waits_for_who_keeps_the_inbox(company: Company) -> None:
    """Nothing that was told is lost."""
    stranger = ordered.model_copy(update={"client": Who(name="Nobody & Sons")})
    first, second = tell(company, stranger, shipped("s1", 60))
    assert (first.result, second.result) == ("to settle", "to settle")
    assert "no client of ours" in str(first.why)
    assert "no such order" in str(second.why)
    (entry,) = company.notebook(OPERATOR)
    assert entry.text.startswith("News from erp wait. Order received '4711': no client")

    who = SettleInboxItem(inbox_item_id=UUID(str(first.inbox_item_id)), client_id=CLIENT, manager_id=ANN)
    company.ask(OPERATOR, who, TUESDAY)
    assert company.one("orders")["status"] == "ordered"
    (entry,) = company.notebook(OPERATOR)
    assert entry.subject_id == second.inbox_item_id
    company.ask(OPERATOR, SettleInboxItem(inbox_item_id=UUID(str(second.inbox_item_id))), WEDNESDAY)
    assert company.one("orders")["status"] == "shipped in part"
    assert company.notebook(OPERATOR) == []
    assert [one.result for one in tell(company, stranger, shipped("s1", 60))] == ["entered", "entered"]


def test_a_missed_call_is_owed_until_somebody_has_spoken(company: Company) -> None:
    """S0-32: with the client or with the number, whoever it is."""

    def call(news_id: str, hours: int, *, missed: bool = True, phone: str = "8 495 123-45-67") -> Called:
        at = MONDAY - timedelta(days=1000) + timedelta(hours=hours)
        return Called(kind="call", id=news_id, at=at, phone=phone, manager="Ann", missed=missed)

    tell(company, call("c1", 0), call("c2", 1))
    (entry,) = company.notebook(ANN)
    assert entry.text.startswith("Acme, +74951234567 called on ")
    by_bob = call("c3", 2, missed=False).model_copy(update={"manager": "bob"})
    tell(company, by_bob)
    assert company.kinds(ANN) == []

    tell(company, call("c4", 3, phone="+49 30 901820"))
    (entry,) = company.notebook(ANN)
    back = ReturnCall(call_id=entry.subject_id, result="A wrong number")
    assert "call of Ann" in company.refused(BOB, back, TUESDAY)
    company.ask(HEAD, back, TUESDAY)
    assert company.kinds(ANN) == []
    assert sorted(row["status"] for row in company.list("calls")) == ["held", "missed", "missed", "returned"]


def test_only_programs_and_operators_bring_news(company: Company) -> None:
    with pytest.raises(Refused, match="role integration or operator"):
        receive(company.crm, "erp", [ordered], ANN)
    assert tell(company, ordered, by=None)[0].result == "entered"
