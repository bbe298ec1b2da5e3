"""Nobody answers: a reminder, then the superior too, and in the end a decision (X-37, S0-50)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from company import Company
from document_facts import FILE
from examples import (
    ANN,
    CLIENT,
    CONTRACTOR,
    DIRECTOR,
    HEAD,
    LAWYER,
    MONDAY,
    PLAYBOOK,
    REQUEST,
    administration,
    roubles,
)
from payment_facts import FORM

from crm_es.aggregates.document import ApproveDocument, DraftDocument, ForwardDocument, ReturnDocument, SubmitDocument
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    ForwardPaymentRequest,
    ReturnPaymentRequest,
    SubmitPaymentRequest,
)
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.price_approval import ForwardPriceRequest, GrantPrice, RefusePrice, RequestPrice
from crm_es.application import Crm
from crm_es.messages import Command
from crm_es.playbook import Documents, Payments, Prices, Route, RouteStep

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
STEP = RouteStep(name="head", role="head_of_sales", remind_after_hours=4, escalate_after_hours=8)
ROUTES = (Route(name="in time", steps=(STEP,)),)
IN_TIME = PLAYBOOK.model_copy(
    update={
        "payments": Payments(routes=ROUTES, required=frozenset()),
        "prices": Prices(floors=PLAYBOOK.prices.floors, routes=ROUTES),
        "documents": Documents(routes=ROUTES),
    }
)


class Matter(NamedTuple):
    """What is asked for, how it is answered, and where that is seen."""

    begin: tuple[Command, ...]
    yes: Command
    no: Command
    forward: Command
    name: str
    approved: str
    question: str
    decision: str


MATTERS = {
    "payment": Matter(
        (DraftPaymentRequest(payment_request_id=REQUEST, form=FORM), SubmitPaymentRequest(payment_request_id=REQUEST)),
        ApprovePaymentRequest(payment_request_id=REQUEST),
        ReturnPaymentRequest(payment_request_id=REQUEST, reason="Ask again"),
        ForwardPaymentRequest(payment_request_id=REQUEST, to_id=LAWYER, comment="You know them"),
        "payment-requests",
        "approved",
        "payment question",
        "payment decision",
    ),
    "price": Matter(
        (
            RequestPrice(
                price_approval_id=REQUEST, client_id=CLIENT, product="flour", price=roubles(45), reason="A large order"
            ),
        ),
        GrantPrice(price_approval_id=REQUEST, valid_until=(MONDAY + timedelta(30)).date()),
        RefusePrice(price_approval_id=REQUEST, reason="Ask again"),
        ForwardPriceRequest(price_approval_id=REQUEST, to_id=LAWYER, comment="You know them"),
        "price-approvals",
        "granted",
        "price question",
        "price decision",
    ),
    "document": Matter(
        (
            DraftDocument(
                document_id=REQUEST, title="Contract 17", kind="contract", file=FILE, contractor_id=CONTRACTOR
            ),
            SubmitDocument(document_id=REQUEST),
        ),
        ApproveDocument(document_id=REQUEST),
        ReturnDocument(document_id=REQUEST, reason="Ask again"),
        ForwardDocument(document_id=REQUEST, to_id=LAWYER, comment="You know them"),
        "documents",
        "approved",
        "document question",
        "document decision",
    ),
}


@pytest.fixture(params=list(MATTERS.values()), ids=list(MATTERS))
def matter(request: Any) -> Matter:
    found: Matter = request.param
    return found


@pytest.fixture
def asked(staffed: Crm, matter: Matter) -> Company:
    """Ann has asked on Monday; Helen has four hours until she is reminded, and eight until Dmitry is asked too."""
    staffed.handle(PublishPlaybook(playbook=IN_TIME), administration())
    company = Company(staffed)
    for command in matter.begin:
        company.ask(ANN, command, MONDAY)
    return company


def texts(company: Company, person_id: Any) -> list[tuple[str, datetime]]:
    return [(entry.text.partition(":")[0], entry.added_at) for entry in company.notebook(person_id)]


def test_nobody_answers_until_the_superior_does(asked: Company, matter: Matter) -> None:
    assert (asked.kinds(HEAD), asked.kinds(DIRECTOR)) == ([matter.question], [])
    reminded_at, escalated_at = MONDAY + 4 * HOUR + SECOND, MONDAY + 8 * HOUR + SECOND

    asked.clock(MONDAY + 4 * HOUR)
    assert asked.notebook(HEAD)[0].added_at == MONDAY, "not before its time"

    asked.clock(reminded_at)
    assert texts(asked, HEAD) == [("Reminder", reminded_at)], "in place of the question, on top again"
    asked.clock(MONDAY + 7 * HOUR)
    assert texts(asked, HEAD) == [("Reminder", reminded_at)], "once"

    asked.clock(escalated_at)
    assert texts(asked, DIRECTOR) == [("Not decided in time", escalated_at)]
    assert texts(asked, HEAD) == [("Reminder", reminded_at)], "Helen may still decide"
    assert set(asked.one(matter.name)["asked"]) == {HEAD, DIRECTOR}

    asked.ask(DIRECTOR, matter.yes, MONDAY + 9 * HOUR)
    assert asked.one(matter.name)["status"] == matter.approved
    assert (asked.kinds(HEAD), asked.kinds(DIRECTOR), asked.kinds(ANN)) == ([], [], [matter.decision])
    asked.clock(MONDAY + timedelta(30))
    assert (asked.kinds(HEAD), asked.kinds(DIRECTOR)) == ([], [])


def test_whoever_answers_in_time_is_not_reminded(asked: Company, matter: Matter) -> None:
    asked.ask(HEAD, matter.no, MONDAY + HOUR)
    asked.clock(MONDAY + timedelta(30))
    assert (asked.kinds(HEAD), asked.kinds(DIRECTOR)) == ([], [])
    assert asked.kinds(ANN) == [matter.decision]
    assert "Ask again" in asked.notebook(ANN)[0].text


def test_whom_it_is_forwarded_to_decides_in_time_of_their_own(asked: Company, matter: Matter) -> None:
    asked.ask(HEAD, matter.forward, MONDAY + 3 * HOUR)
    (question,) = asked.notebook(LAWYER)
    assert (asked.kinds(HEAD), question.kind) == ([], matter.question)
    assert "You know them" in question.text
    asked.clock(MONDAY + 5 * HOUR)
    assert texts(asked, LAWYER)[0][1] == MONDAY + 3 * HOUR, "Helen's time is over, Lara's is not"
    asked.clock(MONDAY + 7 * HOUR + SECOND)
    assert texts(asked, LAWYER)[0][0] == "Reminder"
    assert "those who are asked" in asked.refused(HEAD, matter.yes, MONDAY + 8 * HOUR)
    asked.ask(LAWYER, matter.yes, MONDAY + 8 * HOUR)
    assert (asked.one(matter.name)["status"], asked.kinds(LAWYER)) == (matter.approved, [])
    assert asked.kinds(ANN) == [matter.decision]
