"""The plan by which gates are switched on: each step tried alone, as if it had always held (S0-30, S0-45)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from examples import ANN, BOB, HEAD, ID, MONDAY, OTHER_ID, PLAYBOOK, THURSDAY, TUESDAY, WEDNESDAY
from past import SINCE, Past, gated, invoice

from crm_es.directory import Directory
from crm_es.playbook import Gate, Playbook
from crm_es.reference import Reference
from crm_es.trial.gates import Attempt
from crm_es.trial.plan import line, rare_first
from crm_es.trial.rollout import Rollout, State, steps

TODAY = THURSDAY.date()
LATER = Gate(desk="invoice", since=date(2027, 1, 1), roles=("manager",))
FIRST = Gate(desk="order", people=(BOB,), since=date(2026, 11, 1))
PLAN = gated(PLAYBOOK, payment_made=(LATER,), price_decision=(FIRST, Gate()), payment_question=())


@pytest.fixture
def past() -> Past:
    """A payment was made for Ann on Monday; she issues an invoice on Tuesday and closes the entry on Wednesday."""
    past = Past()
    past.told(ANN, ID, "payment made")
    past.told(BOB, OTHER_ID, "price decision")
    past.ask(ANN, invoice(ANN, ID), TUESDAY)
    past.closed(ANN, ID, WEDNESDAY)
    return past


def told(past: Past, playbook: Playbook, *attempts: Attempt, **asked: Any) -> list[dict[str, Any]]:
    rollout = Rollout(steps(playbook, PLAYBOOK, TODAY, **asked), Reference(), SINCE)
    for fact in past.log:
        rollout.hear(fact)
    for attempt in attempts:
        rollout.attempted(attempt)
    directory, waiting = Directory(past.reference.people), {("price decision", BOB): 1, ("price decision", HEAD): 2}
    return [line(n, tried, directory, waiting) for n, tried in enumerate(rollout.end(THURSDAY), 1)]


def test_steps_come_in_the_order_of_their_days(past: Past) -> None:
    plan = told(past, PLAN, candidates=True)
    assert [(one["step"], one["kind"], one["desk"], one["since"], one["for_whom"]) for one in plan] == [
        (1, "price decision", "invoice", None, "everybody"),
        (2, "price decision", "order", date(2026, 11, 1), "Bob"),
        (3, "payment made", "invoice", date(2027, 1, 1), "manager"),
        (None, "payment question", "invoice", None, "everybody"),
    ]


def test_beside_each_step_stands_what_it_alone_would_have_done(past: Past) -> None:
    """Also of the step that is to begin next year."""
    on_invoices, on_orders, later = told(past, PLAN)
    assert (later["entries"], later["people"], later["hours"], later["stopped"]) == (1, "Ann", 48, 1)
    assert later["stopped_people"] == "Ann"
    assert (on_invoices["entries"], on_invoices["people"], on_invoices["longest_hours"]) == (1, "Bob", 72)
    assert (on_invoices["stopped"], on_orders["stopped"]) == (0, 0), "Bob wrote none"
    assert (on_invoices["open_now"], on_orders["open_now"], later["open_now"]) == (3, 1, 0)
    assert later["query"] == "kind=payment+made&closed_at=none"


def test_whoever_was_refused_counts_as_stopped(past: Past) -> None:
    attempt = Attempt(WEDNESDAY, BOB, "invoice", ID, "Flour", stopped=True)
    assert [one["stopped"] for one in told(past, PLAN, attempt)] == [1, 0, 1]


def test_a_step_tells_whether_it_holds_already() -> None:
    def states(playbook: Playbook, in_force: Playbook | None) -> list[State]:
        return [step.state for step in steps(playbook, in_force, TODAY)]

    assert states(PLAYBOOK, PLAYBOOK) == ["holds"]
    assert states(PLAN, PLAN) == ["holds", "holds", "begins"]
    assert states(PLAN, PLAYBOOK) == ["holds", "planned", "planned"]
    assert states(PLAN, None) == ["planned"] * 3


def test_only_those_whom_one_may_see_are_told_of(past: Past) -> None:
    rollout = Rollout(steps(PLAN, PLAN, TODAY), Reference(), SINCE, {HEAD})
    for fact in past.log:
        rollout.hear(fact)
    assert [tried.entries for tried in rollout.end(MONDAY)] == [0, 0, 0]


def test_what_may_come_next_begins_with_rare_kinds(past: Past) -> None:
    """S0-30; what never came tells nothing, and comes last."""
    past.told(HEAD, ID, "payment made", WEDNESDAY)
    free = gated(PLAYBOOK, missed_call=(), payment_made=(), price_decision=())
    rollout = Rollout(steps(free, PLAYBOOK, TODAY, candidates=True), Reference(), SINCE)
    for fact in past.log:
        rollout.hear(fact)
    found = rare_first(rollout.end(THURSDAY))
    assert [one.step.kind.kind for one in found] == ["price decision", "payment made", "missed call"]
