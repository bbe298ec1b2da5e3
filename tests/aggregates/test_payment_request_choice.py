"""Which route a request takes, and whom its steps ask (S1-35)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    CONTRACTOR,
    DIRECTOR,
    DIRECTORY,
    HEAD,
    ID,
    LAWYER,
    OPERATOR,
    OTHER_ID,
    ann,
    bob,
    changed,
    director,
    gone,
    head,
    operator,
    roubles,
)
from on_the_way import LARGE, SUBMIT, last, lived, playbook_of, route_of
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    PaymentRequestDrafted,
    PaymentRequestSubmitted,
    RejectPaymentRequest,
)
from crm_es.money import Money
from crm_es.playbook import SUPERVISOR, Playbook, Route, RouteStep

approve = ApprovePaymentRequest(payment_request_id=ID)
spec = Spec(payment_request.decider, ann())
OVER = RouteStep(name="over", role=SUPERVISOR)
ONE = (RouteStep(name="head", role="head_of_sales"),)
EURO = Money(amount=Decimal(10), currency="EUR")


def submitted(playbook: Playbook, author_id: UUID = ANN, **form: Any) -> PaymentRequestSubmitted:
    drafted = PaymentRequestDrafted(payment_request_id=ID, author_id=author_id, form=LARGE.model_copy(update=form))
    (event,) = spec.given(drafted).when(SUBMIT, playbooks={1: playbook}).events()
    assert isinstance(event, PaymentRequestSubmitted)
    return event


@pytest.mark.parametrize(
    ("narrow", "fits", "fits_not"),
    [
        ({"up_to": Decimal(100)}, {"amount": roubles(100)}, {"amount": roubles("100.01")}),
        ({"currency": "EUR"}, {"amount": EURO}, {"amount": roubles(10)}),
        ({"currency": "EUR", "up_to": Decimal(10)}, {"amount": EURO}, {"amount": roubles(10)}),
        ({"kinds": ("rent", "taxes")}, {"kind": "taxes"}, {"kind": "travel"}),
        ({"kinds": ("rent",)}, {"kind": "rent"}, {"kind": None}),
        ({"departments": ("sales",)}, {"department": "sales"}, {"department": None}),
        ({"kinds": ("Office rent",)}, {"kind": " office  RENT "}, {"kind": "officerent"}),
        ({"departments": ("sales",)}, {"department": "Sales "}, {"department": "wholesales"}),
        ({"contractors": (CONTRACTOR,)}, {"contractor_id": CONTRACTOR}, {"contractor_id": OTHER_ID}),
    ],
    ids=["amount", "currency", "both", "kind", "no kind", "department", "kind typed", "department typed", "contractor"],
)
def test_the_first_route_that_fits_is_taken(narrow: Any, fits: Any, fits_not: Any) -> None:
    playbook = playbook_of(Route(name="narrow", steps=ONE, **narrow), Route(name="rest", steps=ONE))
    assert (submitted(playbook, **fits).route, submitted(playbook, **fits_not).route) == ("narrow", "rest")


def test_where_no_route_fits_the_sentence_says_whom_to_ask() -> None:
    drafted = PaymentRequestDrafted(payment_request_id=ID, author_id=ANN, form=LARGE)
    playbooks = {1: playbook_of(Route(name="narrow", kinds=("rent",), steps=ONE))}
    spec.given(drafted).when(SUBMIT, playbooks=playbooks).then_refused("no approval route", rule="no route fits")


def test_a_running_request_keeps_the_route_it_started_on() -> None:
    history = lived(ann())
    final = RouteStep(name="lawyer", role="lawyer")
    (event,) = spec.given(*history).when(approve, head(playbooks={1: route_of(final)})).events()
    assert isinstance(event, payment_request.PaymentRequestStepApproved)
    assert event.asked == (DIRECTOR,)


def test_a_step_may_ask_the_authors_supervisor() -> None:
    playbook = route_of(OVER)
    assert last(lived(ann(playbooks={1: playbook}))).asked == (HEAD,)
    assert last(lived(head(playbooks={1: playbook}))).asked == (DIRECTOR,)


def test_a_supervisor_who_has_left_is_answered_for_by_the_next_above() -> None:
    assert last(lived(ann(playbooks={1: route_of(OVER)}, directory=gone(HEAD)))).asked == (DIRECTOR,)


def test_where_nobody_is_over_the_author_it_is_refused() -> None:
    drafted = lived(director(playbooks={1: route_of(*ONE)}))[:1]
    spec.given(*drafted).when(SUBMIT, director(playbooks={1: route_of(OVER)})).then_refused(
        "'over'", "author's supervisor", rule="nobody may approve a step"
    )


def test_an_author_in_a_circle_of_supervisors_is_not_asked() -> None:
    circle = {DIRECTOR: changed(DIRECTOR, supervisor_id=HEAD).people[DIRECTOR]}
    directory = type(DIRECTORY)({**DIRECTORY.people, **circle})
    assert last(lived(head(playbooks={1: route_of(OVER)}, directory=directory))).asked == (DIRECTOR,)


def test_whoever_enters_it_in_the_authors_name_is_told_and_not_asked() -> None:
    """S0-46"""
    directory = changed(OPERATOR, roles=frozenset({"operator", "head_of_sales"}))
    event = last(lived(operator(on_behalf_of=ANN, directory=directory)))
    assert (event.author_id, event.submitted_by, event.asked) == (ANN, OPERATOR, (HEAD,))
    assert last(lived(ann())).submitted_by is None


def test_whoever_entered_it_does_not_decide_it_either_way() -> None:
    """S0-46: not even once they are asked for another reason."""
    directory = changed(OPERATOR, roles=frozenset({"director"}))
    history = lived(operator(on_behalf_of=ANN), (head(), approve))
    reject = RejectPaymentRequest(payment_request_id=ID, reason="Too dear")
    for command, rule in ((approve, "nobody approves own request"), (reject, "nobody decides own request")):
        spec.given(*history).when(command, operator(directory=directory)).then_refused("own", rule=rule)
        in_the_name_of_another = operator(on_behalf_of=DIRECTOR)
        spec.given(*history).when(command, in_the_name_of_another).then_refused("own", rule=rule)


def test_the_supervisor_who_enters_it_leaves_it_to_the_next_above() -> None:
    entered = lived(head(on_behalf_of=ANN, playbooks={1: route_of(OVER)}))
    assert last(entered).asked == (DIRECTOR,)


def test_others_are_not_asked() -> None:
    assert LAWYER not in last(lived(ann())).asked
    spec.given(*lived(ann())).when(approve, bob()).then_refused("those who are asked", rule="not an approver")
