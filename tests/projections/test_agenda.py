"""What the clock has to bring about, and when."""

from datetime import datetime
from typing import Any

import document_facts
import payment_facts
import price_facts
import psycopg
import pytest
from examples import FRIDAY, ID, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded
from task_facts import assigned, cancelled, done, due_set, overdue, rescheduled, returned

from crm_es.ids import derived
from crm_es.messages import Event
from crm_es.projections import agenda
from crm_es.projections.agenda import Appointment, due
from crm_es.store.log import Log

TIMES = {"remind_at": TUESDAY, "escalate_at": WEDNESDAY}


def appointments(*history: Any) -> list[tuple[datetime, str]]:
    facts = [recorded(event, position=n) for n, event in enumerate(history)]
    return [(line.due_at, line.command) for line in fold(agenda, *facts).values()]


def appointment(n: int, due_at: datetime) -> Appointment:
    return Appointment(derived(ID, n), ID, due_at, "CallTaskOverdue", derived(OTHER_ID, n))


def test_an_assigned_task_will_be_called_overdue_when_it_is_due() -> None:
    assert appointments(assigned) == [(WEDNESDAY, "CallTaskOverdue")]


@pytest.mark.parametrize(
    ("news", "when"), [(rescheduled, THURSDAY), (due_set, FRIDAY), (returned, FRIDAY)], ids=["moved", "set", "returned"]
)
def test_another_due_time_is_another_appointment(news: Any, when: datetime) -> None:
    """Also once the clock has called it overdue."""
    assert appointments(assigned, news) == [(when, "CallTaskOverdue")]
    assert appointments(assigned, overdue, news) == [(when, "CallTaskOverdue")]


@pytest.mark.parametrize("end", [done, overdue, cancelled])
def test_what_is_settled_or_called_is_off_the_agenda(end: Any) -> None:
    assert appointments(assigned, end) == []


# ── Approvals ────────────────────────────────────────────────────────

KINDS = pytest.mark.parametrize(
    ("facts", "remind", "escalate"),
    [
        (payment_facts, "RemindPaymentApprovers", "EscalatePaymentRequest"),
        (price_facts, "RemindPriceApprovers", "EscalatePriceRequest"),
        (document_facts, "RemindDocumentApprovers", "EscalateDocument"),
    ],
    ids=["payment", "price", "document"],
)


def timed(event: Event, **times: datetime | None) -> Event:
    return event.model_copy(update=times or TIMES)


def asked(facts: Any) -> Event:
    return timed(facts.requested if facts is price_facts else facts.submitted)


@KINDS
def test_a_question_has_an_appointment_for_each_thing_that_time_brings(facts: Any, remind: str, escalate: str) -> None:
    assert appointments(asked(facts)) == [(TUESDAY, remind), (WEDNESDAY, escalate)]
    untimed = timed(asked(facts), remind_at=None, escalate_at=None)
    assert appointments(untimed) == []
    assert appointments(asked(facts), untimed) == []


@KINDS
def test_a_reminder_leaves_the_escalation_to_come(facts: Any, remind: str, escalate: str) -> None:
    assert appointments(asked(facts), facts.reminded) == [(WEDNESDAY, escalate)]


@KINDS
def test_an_escalation_leaves_a_reminder_that_is_still_to_come(facts: Any, remind: str, escalate: str) -> None:
    assert appointments(asked(facts), timed(facts.escalated, remind_at=FRIDAY)) == [(FRIDAY, remind)]


@KINDS
def test_whom_it_is_forwarded_to_has_times_of_their_own(facts: Any, remind: str, escalate: str) -> None:
    later = timed(facts.forwarded, remind_at=THURSDAY, escalate_at=FRIDAY)
    assert appointments(asked(facts), later) == [(THURSDAY, remind), (FRIDAY, escalate)]


@pytest.mark.parametrize(
    ("facts", "ends"),
    [
        (payment_facts, "approved returned rejected withdrawn adopted"),
        (price_facts, "granted refused"),
        (document_facts, "approved returned rejected withdrawn"),
    ],
    ids=["payment", "price", "document"],
)
def test_what_is_settled_has_no_appointments(facts: Any, ends: str) -> None:
    for end in ends.split():
        assert appointments(asked(facts), getattr(facts, end)) == []


def test_each_due_time_is_a_command_of_its_own() -> None:
    first, again = (list(fold(agenda, recorded(assigned, position=n)).values()) for n in (1, 2))
    assert {line.appointment_id for line in first} == {line.appointment_id for line in again}
    assert {line.command_id for line in first}.isdisjoint(line.command_id for line in again)


# ── What the clock asks ─────────────────────────────────────────────────────


@pytest.fixture
def db(log: Log) -> Any:
    with log.datastore.get_connection() as db:
        yield db


def test_the_clock_gets_what_is_due_the_longest_overdue_first(db: psycopg.Connection[Any]) -> None:
    first, second = appointment(1, MONDAY), appointment(2, TUESDAY)
    keep(db, second, first)
    assert due(WEDNESDAY, 10, db) == [first, second]
    assert due(WEDNESDAY, 1, db) == [first]
    assert due(TUESDAY, 10, db) == [first], "at the due time itself it is not overdue yet"


def test_what_was_answered_holds_up_nothing_that_comes_after(db: psycopg.Connection[Any]) -> None:
    """However it was answered: what is refused forever must not be asked forever."""
    refused, second = appointment(1, MONDAY), appointment(2, TUESDAY)
    keep(db, refused, second)
    db.execute(
        "INSERT INTO commands VALUES (%s, 'CallTaskOverdue', %s, '{}', now(), 'clock', NULL, 'clock', %s, NULL,"
        " 1, 1, 1, 'There is no such task.', 'no such task')",
        (refused.command_id, ID, ID),
    )
    assert due(WEDNESDAY, 1, db) == [second]
