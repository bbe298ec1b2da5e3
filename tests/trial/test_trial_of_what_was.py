"""Whoever tries the playbook that was in force finds what was, to the last line (X-22)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from examples import ANN, BOB, CLIENT, HEAD, ID, MONDAY, NEXT_MONDAY, OTHER_ID, PLAYBOOK, TUESDAY
from lively import live
from past import figures, gated, invoice, lines

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.order_desk import PlaceOrder
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import notebook_of, order_desk_of
from crm_es.messages import Refused
from crm_es.playbook import Gate
from crm_es.runners.worker import settle
from crm_es.trade_lines import OrderLine
from crm_es.trial import adoption_plan, months_before, tried

SINCE, UNTIL = MONDAY - timedelta(1), NEXT_MONDAY
TOLD = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=ID,
    kind="payment made",
    about="price_approval",
    subject_id=ID,
    text="Look at it.",
)


def test_what_was_in_force_asks_for_nothing_else(staffed: Crm) -> None:
    live(staffed, 1, 2_500)
    outcome = tried(staffed.log.database, PLAYBOOK, SINCE, UNTIL, every=True)
    assert [line for line in outcome.lines() if line["differs"]] == []
    assert figures(outcome) == {}
    assert outcome.lines()


def test_another_playbook_tells_whom_it_would_have_stopped(staffed: Crm) -> None:
    """A price decision blocks Bob, who is refused; for Ann it is the payment made that would block."""
    of_bob = {"notebook_id": notebook_of(BOB), "person_id": BOB, "entry_id": OTHER_ID, "kind": "price decision"}
    for entry in (TOLD, TOLD.model_copy(update=of_bob)):
        staffed.handle(entry, Context(by="policy", at=MONDAY, roles=frozenset({"policy"})))
    settle(staffed)
    staffed.handle(invoice(ANN, ID), Context(by=ANN, at=TUESDAY))
    with pytest.raises(Refused, match="notebook comes"):
        staffed.handle(invoice(BOB, OTHER_ID), Context(by=BOB, at=TUESDAY))
    settle(staffed)
    playbook = gated(PLAYBOOK, payment_made=(Gate(roles=("manager",)),))
    outcome = tried(staffed.log.database, playbook, SINCE, UNTIL)
    stopped = {line["person"]: (line["record_id"], line["was"], line["would"]) for line in lines(outcome, "stopped")}
    assert stopped == {
        "Ann": (ID, "passed", "stopped by payment made"),
        "Bob": (OTHER_ID, "stopped by price decision", "passed"),
    }
    assert outcome.differing == 4

    (step,) = adoption_plan(staffed.log.database, staffed.reference, playbook, SINCE, UNTIL)
    assert (step["state"], step["stopped"], step["people"], step["open_now"]) == ("planned", 1, "Ann", 1)
    (step,) = adoption_plan(staffed.log.database, staffed.reference, PLAYBOOK, SINCE, UNTIL, people={HEAD})
    assert (step["state"], step["kind"], step["stopped"], step["open_now"]) == ("holds", "price decision", 0, 0)


def test_an_order_that_was_refused_would_have_been_taken(staffed: Crm) -> None:
    gate = gated(PLAYBOOK, payment_made=(Gate(desk="order"),))
    publishing = PublishPlaybook(playbook=gate)
    staffed.handle(publishing, Context(by="cli", at=MONDAY, roles=frozenset({"administrator"})))
    staffed.handle(TOLD, Context(by="policy", at=MONDAY, roles=frozenset({"policy"})))
    settle(staffed)
    line = OrderLine(product="flour", quantity=Decimal(1))
    order = PlaceOrder(order_desk_id=order_desk_of(ANN), order_id=ID, client_id=CLIENT, lines=(line,))
    with pytest.raises(Refused, match="notebook comes"):
        staffed.handle(order, Context(by=ANN, at=TUESDAY))
    (stopped,) = lines(tried(staffed.log.database, PLAYBOOK, SINCE, UNTIL), "stopped")
    assert (stopped["record"], stopped["record_id"]) == ("order", ID)
    assert (stopped["was"], stopped["would"]) == ("stopped by payment made", "passed")


def test_an_empty_log_has_nothing_to_try(crm: Crm) -> None:
    outcome = tried(crm.log.database, PLAYBOOK, SINCE, UNTIL)
    assert (outcome.events, outcome.lines(), outcome.by_person()) == (0, [], [])


def test_months_are_counted_by_the_calendar() -> None:
    def before(year: int, month: int, day: int, months: int) -> str:
        return f"{months_before(datetime(year, month, day, tzinfo=UTC), months):%Y-%m-%d}"

    assert before(2026, 11, 23, 3) == "2026-08-23"
    assert before(2026, 5, 31, 3) == "2026-02-28"
    assert before(2026, 1, 1, 1) == "2025-12-01"
    assert before(2026, 1, 31, 14) == "2024-11-30"
