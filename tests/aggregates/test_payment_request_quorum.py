"""How many of those who are asked have to say yes, and that nobody counts twice (X-37)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CAROL,
    DIRECTOR,
    DIRECTORY,
    HEAD,
    ID,
    LAWYER,
    MONDAY,
    ann,
    bob,
    carol,
    director,
    head,
    lawyer,
)
from on_the_way import SUBMIT, last, later, lived, route_of
from spec import Spec

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    PaymentRequestApproved,
    PaymentRequestEvent,
    PaymentRequestStepApproved,
    ReturnPaymentRequest,
)
from crm_es.context import Context
from crm_es.directory import Deputy, Directory
from crm_es.playbook import RouteStep

WEEK = (MONDAY.date(), date(2026, 11, 27))
approve = ApprovePaymentRequest(payment_request_id=ID)
pass_on = approve.model_copy(update={"pass_on": True})
spec = Spec(payment_request.decider, ann())

TOP = RouteStep(name="top", role="lawyer")
MEMBERS = (CAROL, DIRECTOR, HEAD)


def board(**changes: Any) -> RouteStep:
    return RouteStep(**{"name": "board", "role": "board"} | changes)


def sitting(helen: tuple[UUID, ...] = (), dmitry: tuple[UUID, ...] = (), besides: tuple[UUID, ...] = ()) -> Directory:
    """Carol, Dmitry and Helen are the board; these stand in for Helen and for Dmitry all week."""
    people = dict(DIRECTORY.people)
    for who in (*MEMBERS, *besides):
        people[who] = replace(people[who], roles=people[who].roles | {"board"})
    for who, deputies in ((HEAD, helen), (DIRECTOR, dmitry)):
        people[who] = replace(people[who], deputies=tuple(Deputy(deputy, *WEEK) for deputy in deputies))
    return Directory(people)


def submitted(*steps: RouteStep, directory: Directory | None = None) -> list[PaymentRequestEvent]:
    return lived(ann(playbooks={1: route_of(*steps)}, directory=directory or sitting()))


def agreed(history: list[PaymentRequestEvent], *askers: Context) -> list[PaymentRequestEvent]:
    return later(history, *((asker, approve) for asker in askers))


def test_any_one_of_several_is_enough_where_nothing_is_said() -> None:
    history = submitted(board())
    assert last(history).asked == MEMBERS
    assert isinstance(last(agreed(history, carol())), PaymentRequestApproved)


def test_where_all_have_to_each_says_yes_in_any_order() -> None:
    history = agreed(submitted(board(needs="all"), TOP), head(), carol())
    partly = last(history)
    assert isinstance(partly, PaymentRequestStepApproved)
    assert (partly.passed, partly.approver_id, partly.was_asked, partly.asked) == (
        False,
        CAROL,
        (CAROL, DIRECTOR),
        (DIRECTOR,),
    )
    passed = last(agreed(history, director()))
    assert isinstance(passed, PaymentRequestStepApproved)
    assert (passed.passed, passed.asked) == (True, (LAWYER,))


def test_a_number_of_them_is_a_quorum() -> None:
    history = agreed(submitted(board(needs=2)), carol())
    assert isinstance(last(history), PaymentRequestStepApproved)
    assert isinstance(last(agreed(history, head())), PaymentRequestApproved)


def test_who_has_approved_is_told_with_the_payment() -> None:
    history = agreed(submitted(board(needs=2)), director(), head())
    paid = last(later(history, (carol(), payment_request.PayPaymentRequest(payment_request_id=ID))))
    assert paid.approvers == (DIRECTOR, HEAD)


def test_all_are_all_but_the_author() -> None:
    directory = sitting(besides=(ANN,))
    assert last(submitted(board(needs="all"), directory=directory)).steps[0].needs == 3


def test_a_quorum_that_cannot_come_together_is_refused_at_once() -> None:
    context = ann(playbooks={1: route_of(board(needs=4))}, directory=sitting())
    drafted = submitted(board())[:1]
    spec.given(*drafted).when(SUBMIT, context).then_refused(
        "takes 4 with the role 'board'", "3 can decide", rule="nobody may approve a step"
    )


def test_an_optional_quorum_that_cannot_come_together_asks_nobody() -> None:
    history = submitted(board(needs=4, optional=True), TOP)
    assert last(history).asked == (LAWYER,)
    assert isinstance(last(agreed(history, lawyer())), PaymentRequestApproved)


def test_a_route_that_only_a_lost_step_could_close_is_refused() -> None:
    """Else the step before it would approve the whole, which it was not meant to."""
    lost = RouteStep(name="owner", role="owner", optional=True, closes=True)
    context = ann(playbooks={1: route_of(RouteStep(name="check", role="accountant", optional=True), lost)})
    drafted = submitted(board())[:1]
    spec.given(*drafted).when(SUBMIT, context).then_refused("'owner'", rule="nobody may approve a step")


def test_nobody_says_yes_twice_in_one_step() -> None:
    history = agreed(submitted(board(needs=2)), carol())
    spec.given(*history).when(approve, carol()).then_refused("2 different people", rule="one yes a person")


@pytest.mark.parametrize(
    ("first", "second", "deputies"),
    [
        (bob, bob, {"helen": (BOB,), "dmitry": (BOB,)}),
        (bob, head, {"helen": (BOB,)}),
        (bob, lawyer, {"helen": (BOB, LAWYER)}),
        (head, bob, {"helen": (BOB,)}),
        (head, head, {"dmitry": (HEAD,)}),
    ],
    ids=["for two", "then whom for", "a second deputy", "after whom for", "and for another"],
)
def test_a_deputy_is_no_second_voice(first: Any, second: Any, deputies: dict[str, tuple[UUID, ...]]) -> None:
    """S0-26: neither the deputy counts twice, nor the one who is stood in for."""
    directory = sitting(**deputies)
    two_of_three = submitted(board(needs=2), directory=directory)
    history = agreed(two_of_three, first(directory=directory))
    spec.given(*history).when(approve, second(directory=directory)).then_refused(
        "different people", rule="one yes a person"
    )


def test_a_deputy_speaks_for_whoever_still_waits() -> None:
    """S0-26: Dmitry has spoken; Bob stands in for both."""
    directory = sitting(helen=(BOB,), dmitry=(BOB,))
    history = agreed(submitted(board(needs="all"), directory=directory), director(), bob(directory=directory))
    assert (last(history).approver_id, last(history).decided_by, last(history).asked) == (HEAD, BOB, (CAROL,))


def test_what_was_said_to_a_step_still_counts_when_an_optional_one_before_it_passes() -> None:
    law = RouteStep(name="law", role="lawyer", optional=True)
    history = submitted(law, board(needs=2))
    assert last(history).asked == (LAWYER, *MEMBERS)
    history = agreed(history, carol(), lawyer())
    assert last(history).asked == (DIRECTOR, HEAD)
    assert isinstance(last(agreed(history, head())), PaymentRequestApproved)


def test_whoever_is_in_two_open_steps_says_yes_to_each() -> None:
    """Not named, the step is the first that still takes it."""
    check = board(name="check", needs=2, optional=True)
    history = agreed(submitted(check, board()), carol())
    assert (last(history).step, last(history).asked) == ("check", (DIRECTOR, HEAD, CAROL))
    final = last(agreed(history, carol()))
    assert isinstance(final, PaymentRequestApproved)
    assert final.step == "board"


def test_the_last_yes_may_pass_it_on() -> None:
    history = submitted(board(needs=2, closes=True), TOP)
    spec.given(*history).when(pass_on, carol()).then_refused("takes another yes", rule="passed on too early")
    history = agreed(history, carol())
    assert isinstance(last(agreed(history, head())), PaymentRequestApproved)
    assert last(later(history, (head(), pass_on))).asked == (LAWYER,)


def test_one_no_is_enough() -> None:
    """Also of somebody who had said yes, while the step is open."""
    history = agreed(submitted(board(needs="all")), carol())
    back = ReturnPaymentRequest(payment_request_id=ID, reason="Read it again")
    for asker in (director(), carol()):
        assert last(later(history, (asker, back))).was_asked == (DIRECTOR, HEAD)
