"""What the clock has to bring about, and when."""

from datetime import datetime, timedelta
from typing import Any

import client_facts
import complaint_facts
import document_facts
import payment_facts
import price_facts
import project_facts
import psycopg
import pytest
import ticket_facts
import work_facts
from examples import ANN, CLIENT, FRIDAY, ID, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded
from task_facts import assigned, cancelled, done, due_set, overdue, rescheduled, returned

from crm_es.aggregates.digest import DigestScheduled, DigestStopped
from crm_es.aggregates.notebook import EntryAdded, EntryClosed, EntryPutOff, EntryReminded, EntryReturned
from crm_es.aggregates.price_list import PriceListPlanned, PriceListPublished
from crm_es.aggregates.project import DropStage, FinishStage, ReopenStage, StagePlanned
from crm_es.ids import PRICE_LIST, derived, digest_of
from crm_es.messages import Event
from crm_es.projections import agenda
from crm_es.projections.agenda import Appointment, due
from crm_es.runners import topics
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


def test_promises_to_clients_will_be_called_late_one_after_the_other_and_not_while_they_stand_still() -> None:
    """X-19."""
    tickets, late = ticket_facts, "CallTicketLate"
    assert appointments(tickets.opened) == [(MONDAY + timedelta(hours=2), late)]
    assert appointments(tickets.opened, tickets.called_late) == [(MONDAY + timedelta(hours=9), late)]
    assert appointments(tickets.opened, tickets.replied) == [(MONDAY + timedelta(hours=9), late)]
    begun = (tickets.opened, tickets.replied, tickets.begun_with)
    assert appointments(*begun, tickets.wrote()) == [(MONDAY + timedelta(hours=7), late)]
    assert appointments(*begun, tickets.put_aside) == []
    assert appointments(*begun, tickets.finished) == []


def test_each_stage_of_a_project_falls_due_until_it_is_over() -> None:
    """S3-12: terms are one of the three controls."""
    facts, call = project_facts, "CallStagesLate"
    project: dict[str, Any] = {"project_id": facts.PROJECT}
    _, setup, test = facts.past(*facts.PLANNED)
    dues = [(event.late_at, call) for event in facts.of_kind((setup, test), StagePlanned)]
    assert sorted(appointments(setup, test)) == dues
    finished, reopened, dropped = facts.past(
        *facts.PLANNED,
        FinishStage(**project, stage_id=facts.SETUP),
        ReopenStage(**project, stage_id=facts.SETUP, reason="No"),
        DropStage(**project, stage_id=facts.TEST, reason="No"),
    )[3:]
    assert appointments(setup, test, finished) == dues[1:]
    assert sorted(appointments(setup, test, finished, reopened)) == dues
    assert appointments(setup, test, finished, dropped) == []


def test_letters_will_be_called_for_until_nobody_wants_them() -> None:
    """S2-20."""
    letters: dict[str, Any] = {"digest_id": digest_of(ANN), "person_id": ANN}
    scheduled = DigestScheduled(**letters, hours=(), own=True, next_at=TUESDAY)
    assert appointments(scheduled) == [(TUESDAY, "CallDigest")]
    assert appointments(scheduled, DigestStopped(**letters, own=True)) == []


def test_a_timer_will_be_stopped_unless_its_person_stops_it() -> None:
    """X-34."""
    forgotten = [(work_facts.started.stop_at, "StopForgottenTimer")]
    assert appointments(work_facts.started) == forgotten
    assert appointments(work_facts.started, work_facts.stopped) == []
    assert appointments(work_facts.started, work_facts.dropped, work_facts.started) == forgotten


# ── Clients (S0-02, S0-12) ──────────────────────────────────────────────────


def of_client(story: client_facts.Story) -> list[tuple[datetime, str]]:
    heard = topics(agenda.keys)
    return appointments(*(event for event in story.events if type(event).__name__ in heard))


def test_a_prospect_will_be_called_and_a_client_will_lapse() -> None:
    week, month = (TUESDAY + timedelta(days) for days in (6, client_facts.DAYS))
    assert of_client(client_facts.met) == [(week, "CallContactDue")]
    assert of_client(client_facts.bought) == [(month, "LapseClient")]
    again = client_facts.buy.model_copy(update={"purchase_id": ID})
    later = client_facts.bought.then(again, client_facts.on(5))
    assert of_client(later) == [(MONDAY + timedelta(5 + client_facts.DAYS), "LapseClient")]


def test_nothing_is_to_come_of_a_client_that_lapsed_or_was_merged() -> None:
    for story in (client_facts.lapsed, client_facts.merged):
        assert of_client(story) == []


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
    return timed(price_facts.requested, **TIMES, answer_by=None) if facts is price_facts else timed(facts.submitted)


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
        (price_facts, "refused withdrawn unanswered used_up"),
        (document_facts, "approved returned rejected withdrawn"),
    ],
    ids=["payment", "price", "document"],
)
def test_what_is_settled_has_no_appointments(facts: Any, ends: str) -> None:
    for end in ends.split():
        assert appointments(asked(facts), getattr(facts, end)) == []


def test_a_price_is_over_in_time() -> None:
    """S0-24: unanswered, or after the last day of the grant; reminders go when it is answered."""
    requested = timed(price_facts.requested, remind_at=TUESDAY, answer_by=FRIDAY)
    assert appointments(requested) == [(TUESDAY, "RemindPriceApprovers"), (FRIDAY, "ExpirePrice")]
    assert appointments(requested, price_facts.granted) == [(price_facts.END_OF_FRIDAY, "ExpirePrice")]
    assert appointments(requested, price_facts.granted, price_facts.used_up) == []


def test_a_planned_price_list_starts_and_one_that_is_published_at_once_leaves_the_plan() -> None:
    prices: dict[str, Any] = {"price_list_id": PRICE_LIST, "name": "Winter", "currency": "RUB", "prices": ()}
    planned = PriceListPlanned(**prices, valid_from=FRIDAY.date(), starts_at=FRIDAY)
    published = PriceListPublished(**prices, valid_from=MONDAY.date(), version=1)
    assert appointments(planned, published) == [(FRIDAY, "StartPriceList")]
    assert appointments(planned, published.model_copy(update={"planned": True})) == []


def test_each_due_time_is_a_command_of_its_own() -> None:
    first, again = (list(fold(agenda, recorded(assigned, position=n)).values()) for n in (1, 2))
    assert {line.appointment_id for line in first} == {line.appointment_id for line in again}
    assert {line.command_id for line in first}.isdisjoint(line.command_id for line in again)


# ── Notebooks ───────────────────────────────────────────────────────────────

entry: dict[str, Any] = {"notebook_id": ID, "person_id": ANN, "entry_id": OTHER_ID, "kind": "missed call"}
added = EntryAdded(
    **entry, about="client", subject_id=ID, text="Acme", to_do="Call.", blocks=False, remind_at=WEDNESDAY
)
put_off = EntryPutOff(**entry, until=TUESDAY, times=1)


def test_an_entry_comes_back_and_its_person_is_reminded() -> None:
    assert appointments(added, put_off) == [(WEDNESDAY, "RemindEntries"), (TUESDAY, "ReturnEntries")]
    assert appointments(added, put_off, EntryReturned(**entry)) == [(WEDNESDAY, "RemindEntries")]
    assert appointments(added, put_off, EntryReminded(**entry)) == [(TUESDAY, "ReturnEntries")]
    assert appointments(added, put_off, EntryClosed(**entry, blocks=False, result="Called")) == []
    assert appointments(added.model_copy(update={"remind_at": None})) == []


def test_each_entry_of_a_notebook_has_appointments_of_its_own() -> None:
    other = added.model_copy(update={"entry_id": CLIENT, "remind_at": FRIDAY})
    assert appointments(added, other) == [(WEDNESDAY, "RemindEntries"), (FRIDAY, "RemindEntries")]


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


# ── Complaints ──────────────────────────────────────────────────────────────


def test_a_complaint_falls_due_wherever_it_goes_until_it_is_over() -> None:
    """S0-18: also once it is answered and the client is not told."""
    facts, call = complaint_facts, "CallComplaintOverdue"
    assert appointments(facts.filed) == [(WEDNESDAY, call)]
    assert appointments(facts.filed, facts.overdue) == []
    assert appointments(facts.filed, facts.overdue, facts.handed_over) == [(WEDNESDAY, call)]
    assert appointments(facts.filed, facts.passed_on, facts.answered) == [(FRIDAY, call)]
    assert appointments(facts.filed, facts.answered, facts.reopened) == [(facts.reopened.due, call)]
    for end in (facts.closed, facts.withdrawn):
        assert appointments(facts.filed, facts.answered, end) == []
