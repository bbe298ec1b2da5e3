"""An approver gives the question to somebody else, who then decides in one's place (X-37)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CAROL,
    DIRECTOR,
    HEAD,
    ID,
    LAWYER,
    MONDAY,
    OPERATOR,
    STRANGER,
    ann,
    bob,
    carol,
    changed,
    director,
    gone,
    head,
    lawyer,
    operator,
    standing_in,
)
from on_the_way import SUBMIT, last, later, lived, route_of
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    ForwardPaymentRequest,
    PaymentRequestForwarded,
    PaymentRequestStepApproved,
    RejectPaymentRequest,
)
from crm_es.playbook import RouteStep

WEEK = (MONDAY.date(), date(2026, 11, 27))
approve = ApprovePaymentRequest(payment_request_id=ID)
spec = Spec(payment_request.decider, ann())


def forward(to_id: UUID) -> ForwardPaymentRequest:
    return ForwardPaymentRequest(payment_request_id=ID, to_id=to_id, comment="You know them")


def test_the_question_goes_to_whom_it_is_forwarded() -> None:
    forwarded = last(lived(ann(), (head(), forward(LAWYER))))
    assert isinstance(forwarded, PaymentRequestForwarded)
    assert (forwarded.step, forwarded.from_id, forwarded.to_id) == ("head", HEAD, LAWYER)
    assert (forwarded.decided_by, forwarded.comment) == (HEAD, "You know them")
    assert (forwarded.was_asked, forwarded.asked) == ((HEAD,), (LAWYER,))


def test_whoever_got_it_decides_and_whoever_gave_it_does_not() -> None:
    history = lived(ann(), (head(), forward(LAWYER)))
    spec.given(*history).when(approve, head()).then_refused("those who are asked", rule="not an approver")
    decided = last(later(history, (lawyer(), approve)))
    assert isinstance(decided, PaymentRequestStepApproved)
    assert (decided.approver_id, decided.decided_by, decided.asked) == (LAWYER, LAWYER, (DIRECTOR,))
    reject = RejectPaymentRequest(payment_request_id=ID, reason="Too dear")
    assert last(later(history, (lawyer(), reject))).decided_by == LAWYER


def test_it_may_be_forwarded_on_and_back() -> None:
    history = lived(ann(), (head(), forward(LAWYER)), (lawyer(), forward(HEAD)))
    assert last(history).asked == (HEAD,)
    assert isinstance(last(later(history, (head(), approve))), PaymentRequestStepApproved)


def test_a_deputy_may_forward() -> None:
    """S0-26: in the name of whom the deputy stands in for."""
    directory = standing_in(BOB, HEAD, *WEEK)
    forwarded = last(lived(ann(), (bob(directory=directory), forward(LAWYER))))
    assert (forwarded.from_id, forwarded.decided_by, forwarded.asked) == (HEAD, BOB, (LAWYER,))
    late = bob(directory=directory, at=MONDAY.replace(day=28))
    spec.given(*lived(ann())).when(forward(LAWYER), late).then_refused("within the dates", rule="not an approver")


def test_others_do_not_forward() -> None:
    spec.given(*lived(ann())).when(forward(LAWYER), director()).then_refused("waits for", rule="step out of turn")
    spec.given(*lived(ann())).when(forward(LAWYER), carol()).then_refused("who are asked", rule="not an approver")


def test_nobody_gets_a_matter_of_their_own() -> None:
    spec.given(*lived(ann())).when(forward(ANN), head()).then_refused("of their own", rule="forwarded to the author")
    entered = lived(operator(on_behalf_of=ANN))
    spec.given(*entered).when(forward(OPERATOR), head()).then_refused("of their own", rule="forwarded to the author")


def test_nobody_chooses_who_decides_a_matter_of_their_own() -> None:
    """Not even as the deputy of whoever is asked."""
    directory = standing_in(ANN, HEAD, *WEEK)
    spec.given(*lived(ann())).when(forward(LAWYER), ann(directory=directory)).then_refused(
        "of their own", rule="nobody forwards own matter"
    )


@pytest.mark.parametrize(("to_id", "directory"), [(STRANGER, None), (BOB, gone(BOB))], ids=["unknown", "gone"])
def test_nobody_gets_it_who_does_not_work_here(to_id: UUID, directory: object) -> None:
    asker = head(directory=directory) if directory else head()
    spec.given(*lived(ann())).when(forward(to_id), asker).then_refused("does not work here", rule="no such person")


def test_nobody_gets_it_who_is_asked_already_or_has_decided() -> None:
    both = RouteStep(name="both", role="head_of_sales", needs="all")
    directory = changed(BOB, roles=frozenset({"head_of_sales"}))
    asked = lived(ann(playbooks={1: route_of(both)}, directory=directory))
    spec.given(*asked).when(forward(BOB), head()).then_refused("asked already", rule="asked already")
    spec.given(*asked).when(forward(HEAD), head()).then_refused("asked already", rule="asked already")
    by_deputy = later(asked, (carol(directory=standing_in(CAROL, BOB, *WEEK)), approve))
    assert last(by_deputy).approver_id == BOB
    spec.given(*by_deputy).when(forward(CAROL), head()).then_refused("has decided", rule="asked already")


def test_who_has_said_yes_has_nothing_to_forward() -> None:
    both = RouteStep(name="both", role="head_of_sales", needs="all")
    directory = changed(BOB, roles=frozenset({"head_of_sales"}))
    history = lived(ann(playbooks={1: route_of(both)}, directory=directory), (head(), approve))
    spec.given(*history).when(forward(LAWYER), head()).then_refused("nothing left", rule="nothing to forward")


def test_what_is_not_under_approval_is_not_forwarded() -> None:
    drafted = lived(ann())[:1]
    spec.given(*drafted).when(forward(LAWYER), head()).then_refused("not under approval", rule="not submitted")


def test_a_new_round_asks_whom_the_route_names() -> None:
    reject = RejectPaymentRequest(payment_request_id=ID, reason="Too dear")
    history = lived(ann(), (head(), forward(LAWYER)), (lawyer(), reject), (ann(), SUBMIT))
    assert last(history).asked == (HEAD,)
