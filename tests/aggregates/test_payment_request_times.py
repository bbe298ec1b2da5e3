"""Nobody answers: whoever is asked is reminded, then their superiors are asked too (X-37)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from examples import (
    ADMIN,
    ANN,
    BOB,
    CAROL,
    DIRECTOR,
    HEAD,
    ID,
    LAWYER,
    MONDAY,
    ann,
    changed,
    clock,
    director,
    gone,
    head,
    lawyer,
    operator,
    standing_in,
)
from on_the_way import last, later, lived, route_of
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    EscalatePaymentRequest,
    ForwardPaymentRequest,
    PaymentRequestApproved,
    PaymentRequestApproversReminded,
    PaymentRequestEscalated,
    PaymentRequestEvent,
    RemindPaymentApprovers,
    WithdrawPaymentRequest,
)
from crm_es.directory import Directory
from crm_es.playbook import RouteStep

HOUR = timedelta(hours=1)
approve = ApprovePaymentRequest(payment_request_id=ID)
remind, escalate = RemindPaymentApprovers(payment_request_id=ID), EscalatePaymentRequest(payment_request_id=ID)
spec = Spec(payment_request.decider, clock())

TIMED = RouteStep(name="head", role="head_of_sales", remind_after_hours=4, escalate_after_hours=8)
TOP = RouteStep(name="top", role="director", remind_after_hours=2)


def submitted(*steps: RouteStep, **changes: Any) -> list[PaymentRequestEvent]:
    return lived(ann(playbooks={1: route_of(*steps)}, **changes))


def after(hours: float, directory: Directory | None = None) -> Any:
    changes = {"directory": directory} if directory else {}
    return clock(at=MONDAY + hours * HOUR, **changes)


def test_a_question_tells_when_it_is_reminded_of_and_escalated() -> None:
    asked = last(submitted(TIMED, TOP))
    assert (asked.remind_at, asked.escalate_at) == (MONDAY + 4 * HOUR, MONDAY + 8 * HOUR)
    answered = last(later(submitted(TIMED, TOP), (head(at=MONDAY + HOUR), approve)))
    assert (answered.remind_at, answered.escalate_at) == (MONDAY + 3 * HOUR, None)
    untimed = last(lived(ann()))
    assert (untimed.remind_at, untimed.escalate_at) == (None, None)


def test_it_is_not_reminded_of_before_its_time() -> None:
    spec.given(*submitted(TIMED)).when(remind, after(3.9)).then_nothing()
    spec.given(*lived(ann())).when(remind, after(100)).then_nothing()


def test_whoever_is_asked_is_reminded_once() -> None:
    history = later(submitted(TIMED, TOP), (after(4), remind))
    reminded = last(history)
    assert isinstance(reminded, PaymentRequestApproversReminded)
    assert (reminded.step, reminded.asked, reminded.what_for) == ("head", (HEAD,), "Printing")
    spec.given(*history).when(remind, after(5)).then_nothing()
    spec.given(*history).when(escalate, after(7.9)).then_nothing()


def test_where_nobody_decides_in_time_the_superiors_are_asked_too_and_once() -> None:
    history = later(submitted(TIMED), (after(8), escalate))
    escalated = last(history)
    assert isinstance(escalated, PaymentRequestEscalated)
    assert (escalated.step, escalated.to) == ("head", (DIRECTOR,))
    assert (escalated.was_asked, escalated.asked) == ((HEAD,), (HEAD, DIRECTOR))
    spec.given(*history).when(escalate, after(9)).then_nothing()


def test_either_may_decide_then() -> None:
    history = later(submitted(TIMED), (after(8), escalate))
    for asker in (head(), director()):
        assert isinstance(last(later(history, (asker, approve))), PaymentRequestApproved)


def test_a_reminder_that_comes_later_is_not_lost() -> None:
    slow = TIMED.model_copy(update={"remind_after_hours": 20})
    history = later(submitted(slow), (after(8), escalate))
    assert last(history).remind_at == MONDAY + 20 * HOUR
    assert last(later(history, (after(20), remind))).asked == (HEAD, DIRECTOR)


def test_with_nobody_above_nothing_happens() -> None:
    """Adam answers to nobody."""
    top = TIMED.model_copy(update={"role": "administrator"})
    spec.given(*submitted(top)).when(escalate, after(8)).then_nothing()


def test_a_superior_who_may_not_decide_is_passed_over() -> None:
    """It is his own request, or she has left: whoever is above is asked."""
    own = lived(director(playbooks={1: route_of(TIMED)}))
    spec.given(*own).when(escalate, after(8)).then_nothing()
    entered = lived(operator(on_behalf_of=ANN, playbooks={1: route_of(TIMED)}))
    assert last(later(entered, (after(8), escalate))).to == (DIRECTOR,)
    lower = TIMED.model_copy(update={"role": "operator"})
    assert last(later(submitted(lower), (after(8, gone(HEAD)), escalate))).to == (DIRECTOR,)


def test_of_steps_asked_together_the_one_that_holds_the_matter_up_is_escalated() -> None:
    check = RouteStep(name="check", role="accountant", optional=True, remind_after_hours=1, escalate_after_hours=2)
    asked = submitted(check, TIMED)
    assert (last(asked).remind_at, last(asked).escalate_at) == (MONDAY + HOUR, MONDAY + 8 * HOUR)
    assert last(later(asked, (after(1), remind))).asked == (CAROL, HEAD)
    assert last(later(asked, (after(8), escalate))).step == "head"
    closing = TIMED.model_copy(update={"optional": True, "closes": True})
    law = RouteStep(name="law", role="lawyer", optional=True)
    assert last(later(submitted(check, closing, law), (after(8), escalate))).step == "head"


def test_one_yes_of_several_leaves_the_clock_running() -> None:
    both = TIMED.model_copy(update={"needs": "all"})
    directory = changed(CAROL, roles=frozenset({"head_of_sales"}), supervisor_id=ADMIN)
    history = later(submitted(both, directory=directory), (head(at=MONDAY + 3 * HOUR), approve))
    assert (last(history).remind_at, last(history).escalate_at) == (MONDAY + 4 * HOUR, MONDAY + 8 * HOUR)
    assert last(later(history, (after(4), remind))).asked == (CAROL,)
    assert last(later(history, (after(8, directory), escalate))).to == (ADMIN,), "over Carol, who has not answered"


def test_a_superior_who_has_said_yes_as_a_deputy_is_not_asked_again() -> None:
    """S0-26"""
    both = TIMED.model_copy(update={"needs": "all"})
    people = changed(BOB, roles=frozenset({"head_of_sales"})).people
    helen = standing_in(DIRECTOR, HEAD, MONDAY.date(), MONDAY.date()).people[HEAD]
    directory = Directory({**people, HEAD: helen})
    history = later(submitted(both, directory=directory), (director(directory=directory), approve))
    assert (last(history).approver_id, last(history).asked) == (HEAD, (BOB,))
    spec.given(*history).when(escalate, after(8, directory)).then_nothing()


def test_whom_it_is_forwarded_to_has_the_full_time() -> None:
    forward = ForwardPaymentRequest(payment_request_id=ID, to_id=LAWYER)
    history = later(submitted(TIMED), (head(at=MONDAY + 3 * HOUR), forward))
    assert (last(history).remind_at, last(history).escalate_at) == (MONDAY + 7 * HOUR, MONDAY + 11 * HOUR)
    assert isinstance(last(later(history, (lawyer(), approve))), PaymentRequestApproved)


def test_what_is_settled_is_left_alone() -> None:
    settled = [later(submitted(TIMED), asked) for asked in ((head(), approve), (ann(), withdraw()))]
    for history in (*settled, submitted(TIMED)[:1]):
        spec.given(*history).when(remind, after(100)).then_nothing()
        spec.given(*history).when(escalate, after(100)).then_nothing()


def withdraw() -> WithdrawPaymentRequest:
    return WithdrawPaymentRequest(payment_request_id=ID)
