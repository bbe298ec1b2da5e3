"""Gates tried on the past: which entries would have closed which desk, and whom would it have stopped? (S0-30)"""

from __future__ import annotations

from datetime import timedelta

import pytest
from examples import ANN, BOB, HEAD, ID, MONDAY, OTHER_ID, PLAYBOOK, THURSDAY, TUESDAY, WEDNESDAY
from past import SINCE, Past, figures, gated, invoice, lines

from crm_es.aggregates.invoice_desk import ExemptDesk
from crm_es.ids import desk_of
from crm_es.playbook import Gate
from crm_es.trial.gates import Attempt

NOW = THURSDAY


@pytest.fixture
def past() -> Past:
    """Ann learns that a payment was made on Monday, issues an invoice on Tuesday, and closes the entry on Wednesday."""
    past = Past()
    past.told(ANN, ID, "payment made")
    past.ask(ANN, invoice(ANN, ID), TUESDAY)
    past.closed(ANN, ID, WEDNESDAY)
    return past


def test_a_gate_would_have_closed_the_desk_and_stopped_the_invoice(past: Past) -> None:
    outcome = past.tried(gated(PLAYBOOK, payment_made=(Gate(),)))
    (entry,), (stopped,) = lines(outcome, "gate"), lines(outcome, "stopped")
    assert (entry["what"], entry["was"], entry["would"], entry["hours"]) == ("payment made", "", "invoice", 48)
    assert (stopped["record_id"], stopped["was"], stopped["would"]) == (ID, "passed", "stopped by payment made")
    assert figures(outcome) == {"invoice_hours": (0, 48), "stopped": (0, 1)}
    assert [(line["person"], line["stopped_would"]) for line in outcome.by_person()] == [("Ann", 1)]


def test_a_gate_for_others_does_nothing(past: Past) -> None:
    for gate in (Gate(people=(BOB,)), Gate(roles=("head_of_sales",)), Gate(since=THURSDAY.date())):
        assert past.tried(gated(PLAYBOOK, payment_made=(gate,))).differing == 0


def test_a_gate_on_orders_leaves_invoices_alone(past: Past) -> None:
    outcome = past.tried(gated(PLAYBOOK, payment_made=(Gate(desk="order", roles=("manager",)),)))
    assert figures(outcome) == {"order_hours": (0, 48)}


def test_two_entries_at_once_close_the_desk_once(past: Past) -> None:
    past.told(BOB, ID, "payment made", MONDAY)
    past.told(BOB, OTHER_ID, "payment made", TUESDAY)
    past.closed(BOB, ID, WEDNESDAY)
    outcome = past.tried(gated(PLAYBOOK, payment_made=(Gate(people=(BOB,)),)), until=NOW)
    assert figures(outcome) == {"invoice_hours": (0, 72)}, "the second is open still"
    assert [line["hours"] for line in lines(outcome, "gate")] == [48, 48]


def test_a_gate_that_held_is_let_go(past: Past) -> None:
    """A price decision blocks in the playbook of that time; somebody was stopped by it."""
    past.told(BOB, ID, "price decision", MONDAY)
    attempt = Attempt(TUESDAY, BOB, "invoice", OTHER_ID, "Flour", stopped=True)
    outcome = past.tried(gated(PLAYBOOK), attempt, until=WEDNESDAY)
    (stopped,) = lines(outcome, "stopped")
    assert (stopped["was"], stopped["would"]) == ("stopped by price decision", "passed")
    assert figures(outcome) == {"invoice_hours": (48, 0), "stopped": (1, 0)}


def test_whoever_was_exempted_would_have_passed(past: Past) -> None:
    exemption = ExemptDesk(invoice_desk_id=desk_of(BOB), manager_id=BOB, until=THURSDAY, reason="The lorry waits.")
    past.told(BOB, OTHER_ID, "payment made")
    past.ask(HEAD, exemption, MONDAY)
    past.ask(BOB, invoice(BOB, OTHER_ID), TUESDAY)
    outcome = past.tried(gated(PLAYBOOK, payment_made=(Gate(people=(BOB,)),)), until=NOW)
    assert lines(outcome, "stopped") == []


def test_what_was_there_before_the_trial_holds_as_it_held(past: Past) -> None:
    past.told(BOB, ID, "payment made", SINCE - timedelta(hours=1))
    past.told(BOB, OTHER_ID, "price decision", SINCE - timedelta(hours=1))
    outcome = past.tried(gated(PLAYBOOK, payment_made=(Gate(people=(BOB,)),)))
    assert outcome.differing == 0
    assert outcome.total["invoice_hours"].was == outcome.total["invoice_hours"].would > 24 * 30


def test_one_sees_only_those_whom_one_asks_for(past: Past) -> None:
    outcome = past.tried(gated(PLAYBOOK, payment_made=(Gate(),)), people={BOB})
    assert (outcome.lines(), outcome.by_person()) == ([], [])
