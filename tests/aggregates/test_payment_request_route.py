"""How a request for payment goes along its route, step by step (S1-22, S1-35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from examples import (
    ANN,
    BOB,
    CAROL,
    DIRECTOR,
    HEAD,
    ID,
    LAWYER,
    MONDAY,
    ann,
    bob,
    carol,
    changed,
    director,
    head,
    importer,
    lawyer,
    roubles,
    standing_in,
)
from on_the_way import last, lived, route_of
from payment_facts import FORM
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    PaymentRequestApproved,
    PaymentRequestEvent,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    RejectPaymentRequest,
    SubmitPaymentRequest,
)
from crm_es.playbook import RouteStep

WEEK = (MONDAY.date(), date(2026, 11, 27))
approve = ApprovePaymentRequest(payment_request_id=ID)
spec = Spec(payment_request.decider, ann())

CHECK = RouteStep(name="check", role="accountant", optional=True)
LAW = RouteStep(name="law", role="lawyer", optional=True)
HEAD_STEP = RouteStep(name="head", role="head_of_sales", closes=True)
TOP = RouteStep(name="top", role="director")


def submitted_along(*steps: RouteStep) -> list[PaymentRequestEvent]:
    return lived(ann(playbooks={1: route_of(*steps)}))


def test_each_needed_step_is_asked_after_the_one_before() -> None:
    history = lived(ann(), (head(), approve))
    assert [type(event) for event in history[1:]] == [PaymentRequestSubmitted, PaymentRequestStepApproved]
    assert last(history).was_asked == (HEAD,)
    assert last(history).asked == (DIRECTOR,)
    assert (last(history).step, last(history).amount) == ("head", roubles(400_000))


def test_the_last_step_approves_the_whole_and_names_who_may_pay() -> None:
    final = last(lived(ann(), (head(), approve), (director(), approve)))
    assert isinstance(final, PaymentRequestApproved)
    assert (final.step, final.accountants, final.was_asked) == ("director", (CAROL,), (DIRECTOR,))


def test_who_approved_is_told_in_order_when_it_is_paid() -> None:
    pay = payment_request.PayPaymentRequest(payment_request_id=ID)
    paid = last(lived(ann(), (head(), approve), (director(), approve), (carol(), pay)))
    assert paid.approvers == (HEAD, DIRECTOR)


def test_a_step_does_not_come_before_its_turn() -> None:
    spec.given(*lived(ann())).when(approve, director()).then_refused(
        "'director' waits for step 'head'", rule="step out of turn"
    )


def test_a_step_is_not_approved_twice() -> None:
    spec.given(*lived(ann(), (head(), approve))).when(approve, head()).then_refused(
        "'head' is passed", rule="step already passed"
    )


def test_optional_steps_and_the_first_needed_one_are_asked_together() -> None:
    submitted = last(submitted_along(CHECK, LAW, HEAD_STEP, TOP))
    assert submitted.asked == (CAROL, LAWYER, HEAD)
    assert [step.name for step in submitted.steps] == ["check", "law", "head", "top"]


def test_a_later_step_decides_without_waiting_for_an_optional_one() -> None:
    history = submitted_along(CHECK, LAW, HEAD_STEP)
    (past_check,) = spec.given(*history).when(approve, lawyer()).events()
    assert isinstance(past_check, PaymentRequestStepApproved)
    assert past_check.asked == (HEAD,)
    (final,) = spec.given(*history).when(approve, head()).events()
    assert isinstance(final, PaymentRequestApproved)


def test_a_step_may_be_named() -> None:
    history = submitted_along(CHECK, HEAD_STEP, TOP)
    (by_name,) = spec.given(*history).when(approve.model_copy(update={"step": "head"}), head()).events()
    assert isinstance(by_name, PaymentRequestApproved)
    unknown = approve.model_copy(update={"step": "board"})
    spec.given(*history).when(unknown, head()).then_refused("'board'", "check, head, top", rule="no such step")
    of_others = approve.model_copy(update={"step": "check"})
    spec.given(*history).when(of_others, head()).then_refused("those who are asked", rule="not an approver")


def test_a_step_that_closes_may_be_passed_on() -> None:
    history = submitted_along(HEAD_STEP, TOP)
    pass_on = approve.model_copy(update={"pass_on": True})
    (passed_on,) = spec.given(*history).when(pass_on, head()).events()
    assert isinstance(passed_on, PaymentRequestStepApproved)
    assert passed_on.asked == (DIRECTOR,)
    spec.given(*history, passed_on).when(pass_on, director()).then_refused("No step follows")


def test_what_follows_as_optional_only_is_not_waited_for() -> None:
    (final,) = spec.given(*submitted_along(TOP, LAW)).when(approve, director()).events()
    assert isinstance(final, PaymentRequestApproved)


def test_a_route_of_optional_steps_waits_for_the_one_that_closes() -> None:
    closing = HEAD_STEP.model_copy(update={"optional": True})
    history = submitted_along(CHECK, closing)
    (checked,) = spec.given(*history).when(approve, carol()).events()
    assert isinstance(checked, PaymentRequestStepApproved)
    assert checked.asked == (HEAD,)


def test_whoever_may_decide_two_steps_in_turn_decides_each() -> None:
    history = submitted_along(RouteStep(name="first", role="director"), TOP)
    first = spec.given(*history).when(approve, director()).events()
    second = spec.given(*history, *first).when(approve, director()).events()
    steps = [event.step for event in (*first, *second) if isinstance(event, PaymentRequestStepApproved)]
    assert steps == ["first"]
    assert isinstance(second[-1], PaymentRequestApproved)


def test_nobody_approves_a_request_of_their_own_nor_as_a_deputy() -> None:
    own = lived(head(directory=changed(BOB, roles=frozenset({"head_of_sales"}))))
    assert last(own).asked == (BOB,)
    spec.given(*own).when(approve, head()).then_refused("of their own", rule="nobody approves own request")
    on_behalf = importer(on_behalf_of=ANN)
    deputy = standing_in(ANN, HEAD, *WEEK)
    for asker in (ann(directory=deputy), on_behalf):
        spec.given(*lived(ann())).when(approve, asker).then_refused("of their own", rule="nobody approves own request")


def test_a_deputy_decides_within_the_dates() -> None:
    """S0-26"""
    directory = standing_in(BOB, HEAD, *WEEK)
    (decided,) = spec.given(*lived(ann())).when(approve, bob(directory=directory)).events()
    assert isinstance(decided, PaymentRequestStepApproved)
    assert (decided.approver_id, decided.decided_by) == (HEAD, BOB)
    late = bob(directory=directory, at=MONDAY.replace(day=28))
    spec.given(*lived(ann())).when(approve, late).then_refused("deputy within the dates", rule="not an approver")


def test_whoever_has_a_step_of_their_own_decides_in_their_own_name() -> None:
    """S0-26"""
    both = changed(BOB, roles=frozenset({"head_of_sales"}))
    history = lived(ann(directory=both))
    deputy = {**both.people, HEAD: standing_in(BOB, HEAD, *WEEK).people[HEAD]}
    (decided,) = spec.given(*history).when(approve, bob(directory=replace(both, people=deputy))).events()
    assert isinstance(decided, PaymentRequestStepApproved)
    assert (decided.approver_id, decided.decided_by) == (BOB, BOB)


def test_an_optional_step_that_only_the_author_could_take_asks_nobody() -> None:
    submitted = last(lived(carol(playbooks={1: route_of(CHECK, HEAD_STEP)})))
    assert [step.approvers for step in submitted.steps] == [(), (HEAD,)]
    assert submitted.asked == (HEAD,)


def test_a_route_that_asks_nobody_is_refused() -> None:
    only = RouteStep(name="check", role="accountant", optional=True, closes=True)
    drafted = lived(carol())[:1]
    spec.given(*drafted).when(
        SubmitPaymentRequest(payment_request_id=ID), carol(playbooks={1: route_of(only)})
    ).then_refused("accountant", rule="nobody may approve a step")


def test_a_step_that_cannot_decide_yet_cannot_say_no_either() -> None:
    reject = RejectPaymentRequest(payment_request_id=ID, reason="Too dear")
    spec.given(*lived(ann())).when(reject, director()).then_refused("those who are asked", rule="not an approver")
    (refused,) = spec.given(*lived(ann(), (head(), approve))).when(reject, director()).events()
    assert isinstance(refused, payment_request.PaymentRequestRejected)
    assert refused.was_asked == (DIRECTOR,)


def test_the_amount_chooses_the_route() -> None:
    at_limit = FORM.model_copy(update={"amount": roubles(100_000)})
    above = FORM.model_copy(update={"amount": roubles("100000.01")})
    chosen = []
    for form in (at_limit, above):
        (drafted,) = spec.given().when(DraftPaymentRequest(payment_request_id=ID, form=form)).events()
        (submitted,) = spec.given(drafted).when(SubmitPaymentRequest(payment_request_id=ID)).events()
        assert isinstance(submitted, PaymentRequestSubmitted)
        chosen.append(submitted.route)
    assert chosen == ["small", "large"]


def test_those_asked_twice_over_are_named_once() -> None:
    twice = RouteStep(name="again", role="director", optional=True)
    asked: tuple[UUID, ...] = last(submitted_along(twice, TOP)).asked
    assert asked == (DIRECTOR,)
