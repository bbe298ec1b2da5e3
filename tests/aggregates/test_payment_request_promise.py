"""Whatever people ask in whatever order: what is approved has every yes that it needs, of different people (S1-35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from examples import ANN, DIRECTORY, ID, MONDAY, OPERATOR, asking, clock
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from on_the_way import LARGE, route_of

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    EscalatePaymentRequest,
    ForwardPaymentRequest,
    PaymentRequestApproved,
    PaymentRequestCommand,
    PaymentRequestEvent,
    PaymentRequestForwarded,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    RemindPaymentApprovers,
    SubmitPaymentRequest,
)
from crm_es.context import Context
from crm_es.directory import Deputy, Directory
from crm_es.messages import Refused
from crm_es.playbook import SUPERVISOR, Route, RouteStep

STAFF = tuple(DIRECTORY.people)
ROLES = ("first", "second", "third")


def company(chance: Random) -> Directory:
    """Roles, superiors and deputies at random: people stand in for each other in circles."""
    people = {
        who: replace(
            DIRECTORY.people[who],
            roles=frozenset(role for role in ROLES if chance.random() < 0.5),
            supervisor_id=chance.choice([None, *STAFF]),
            deputies=tuple(Deputy(deputy, MONDAY.date(), MONDAY.date()) for deputy in STAFF if chance.random() < 0.2),
        )
        for who in STAFF
    }
    return Directory(people)


def route(chance: Random) -> Route | None:
    """A route at random; None where the playbook would not take it."""
    steps = tuple(
        RouteStep(
            name=f"step {n}",
            role=chance.choice([*ROLES, SUPERVISOR]),
            needs=chance.choice(["any", "all", 2, 3]),
            optional=chance.random() < 0.4,
            closes=chance.random() < 0.3,
            remind_after_hours=chance.choice([None, 1]),
            escalate_after_hours=chance.choice([None, 2]),
        )
        for n in range(chance.randint(1, 4))
    )
    if all(step.optional and not step.closes for step in steps):
        return None
    return Route(name="random", steps=steps)


def wish(chance: Random, directory: Directory, minutes: int) -> tuple[PaymentRequestCommand, Context]:
    at = MONDAY + timedelta(minutes=minutes)
    if chance.random() < 0.1:
        command = chance.choice((EscalatePaymentRequest, RemindPaymentApprovers))(payment_request_id=ID)
        return command, clock(at=at, directory=directory)
    asker = asking(chance.choice(STAFF), at=at, directory=directory)
    if chance.random() < 0.2:
        return ForwardPaymentRequest(payment_request_id=ID, to_id=chance.choice(STAFF)), asker
    step = chance.choice([None, None, "step 0", "step 1", "step 2"])
    return ApprovePaymentRequest(payment_request_id=ID, step=step, pass_on=chance.random() < 0.2), asker


def story(chance: Random) -> list[PaymentRequestEvent]:
    directory, way = company(chance), route(chance)
    playbooks = {1: route_of(*way.steps)} if way else {}
    entered = asking(OPERATOR, on_behalf_of=ANN, directory=directory)
    author = asking(ANN, directory=directory)
    draft = DraftPaymentRequest(payment_request_id=ID, form=LARGE)
    submit = SubmitPaymentRequest(payment_request_id=ID)
    wishes: list[tuple[PaymentRequestCommand, Context]] = [(draft, author), (submit, chance.choice((author, entered)))]
    wishes += [wish(chance, directory, 4 * n) for n in range(100)]
    history: list[PaymentRequestEvent] = []
    state = None
    for command, asker in wishes:
        try:
            decided = list(payment_request.decider.decide(state, command, replace(asker, playbooks=playbooks)))
        except Refused:
            continue
        history, state = history + decided, payment_request.decider.fold(decided, state)
    return history


@settings(max_examples=500, deadline=None)
@for_all(st.integers(0, 2**64))
def test_what_is_approved_has_every_yes_it_needs_of_different_people_and_none_of_those_barred(seed: int) -> None:
    history = story(Random(seed))
    said: dict[str, list[PaymentRequestStepApproved | PaymentRequestApproved]] = {}
    for event in history:
        if isinstance(event, PaymentRequestStepApproved | PaymentRequestApproved):
            said.setdefault(event.step, []).append(event)
    for submitted in history:
        if not isinstance(submitted, PaymentRequestSubmitted):
            continue
        barred = {submitted.author_id, submitted.submitted_by}
        for yeses in said.values():
            assert barred.isdisjoint(person for yes in yeses for person in (yes.approver_id, yes.decided_by))
            assert len({yes.decided_by for yes in yeses}) == len({yes.approver_id for yes in yeses}) == len(yeses)
        if isinstance(final := history[-1], PaymentRequestApproved):
            names = [step.name for step in submitted.steps]
            passed = submitted.steps[: names.index(final.step) + 1]
            assert all(len(said.get(step.name, ())) >= step.needs for step in passed if not step.optional)
            assert len(said[final.step]) == submitted.steps[names.index(final.step)].needs


@settings(max_examples=500, deadline=None)
@for_all(st.integers(0, 2**64))
def test_until_it_is_approved_somebody_is_asked_who_may_decide(seed: int) -> None:
    """No route comes to a stop, whoever forwards it to whom."""
    for event in story(Random(seed)):
        match event:
            case PaymentRequestSubmitted(asked=asked, author_id=author, submitted_by=entered):
                assert asked
                assert {author, entered}.isdisjoint(asked)
            case PaymentRequestStepApproved(asked=asked) | PaymentRequestForwarded(asked=asked):
                assert asked
            case _:
                pass
