"""What is promised to a client runs by working hours, stands still while the client is asked, and is told of (X-19)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from examples import ANN, BOB, FRIDAY, HEAD, ID, MONDAY, NEXT_MONDAY, TUESDAY, ann, bob, clock, effect, importer
from spec import Spec
from ticket_facts import (
    REPLY,
    SERVED,
    about,
    begun,
    begun_with,
    called_late,
    finished,
    fresh,
    hours,
    late,
    moved,
    opened,
    put_aside,
    replied,
    served,
    undelivered,
    unkept,
    waiting,
    wrote,
)

from crm_es.aggregates.ticket import (
    AssignTicket,
    CallTicketLate,
    Late,
    MoveTicket,
    NoteReplyDelivered,
    OpenTicket,
    Promise,
    ReplyToTicket,
    SetTicketPriority,
    TakeTicketMessage,
    TicketAssigned,
    TicketEvent,
    TicketLate,
    TicketMoved,
    TicketPrioritised,
    TicketReplied,
    TicketReplyDelivered,
    decider,
)
from crm_es.directory import Directory
from crm_es.messages import Command
from crm_es.playbook import Calendar

spec = Spec(decider, served(ann()))
ticking = served(clock())
calling = CallTicketLate(ticket_id=ID)
to_work = MoveTicket(ticket_id=ID, stage="in work")
to_wait = MoveTicket(ticket_id=ID, stage="waiting for the client")
answering = ReplyToTicket(ticket_id=ID, text="A new sensor comes.")
lost = NoteReplyDelivered(ticket_id=ID, message_id=REPLY, delivered=False, detail="550 no such box")
asking_more = TakeTicketMessage(ticket_id=ID, text="When?")


def promise(*history: Any) -> Promise:
    ticket = decider.fold(history)
    assert ticket is not None
    return ticket.promise


def after(*history: TicketEvent, wish: Command, at: datetime) -> Promise:
    decided = spec.given(*history).when(wish, at=at).events()
    return promise(*history, *decided)


def test_promises_run_while_people_work() -> None:
    """From five on Friday, two hours end at ten on Monday; a night and a weekend are not waited for."""
    (event,) = spec.when(OpenTicket(ticket_id=ID, subject="Help", responsible_id=ANN), at=FRIDAY + hours(8)).events()
    assert event.model_dump()["promise"]["first_response_due"] == NEXT_MONDAY + hours(1)
    assert event.model_dump()["promise"]["resolution_due"] == NEXT_MONDAY + hours(8)


def test_the_clock_calls_each_promise_late_once() -> None:
    spec.given(opened).when(calling, ticking, at=MONDAY + hours(2)).then_nothing()
    spec.given(opened).when(calling, ticking, at=MONDAY + hours(2.1)).then(called_late)
    spec.given(opened, called_late).when(calling, ticking, at=MONDAY + hours(2.2)).then_nothing()
    first, second = spec.given(opened).when(calling, ticking, at=TUESDAY).events()
    assert isinstance(first, TicketLate)
    assert isinstance(second, TicketLate)
    assert (first.which, second.which) == ("first response", "resolution")
    assert [one.which for one in second.promise.late] == ["first response", "resolution"]


def test_times_are_told_by_the_clock_of_the_company() -> None:
    moscow = Calendar(time_zone="Europe/Moscow")
    there = served(ann(), playbooks={1: SERVED.model_copy(update={"calendar": moscow})})
    (event,) = spec.when(OpenTicket(ticket_id=ID, subject="Help", responsible_id=ANN), there, at=MONDAY).events()
    assert event.model_dump()["promise"]["first_response_due"] == MONDAY + hours(2)
    assert event.model_dump()["answer_until"] == "23.11.2026 14:00"


def test_the_clock_knows_when_to_come() -> None:
    assert fresh.call_at == MONDAY + hours(2)
    assert unkept.call_at == MONDAY + hours(9)
    assert put_aside.promise.call_at is None


def test_whoever_serves_it_and_the_head_are_told_and_nobody_who_left() -> None:
    (event,) = spec.given(opened).when(calling, ticking, at=MONDAY + hours(3)).events()
    assert event.model_dump()["told"] == (ANN, HEAD)
    people = {one: person for one, person in ticking.directory.people.items() if one != ANN}
    (event,) = spec.given(opened).when(calling, ticking, at=MONDAY + hours(3), directory=Directory(people)).events()
    assert event.model_dump()["told"] == (HEAD,)


def test_an_answer_keeps_the_first_promise() -> None:
    assert after(opened, wish=answering, at=MONDAY + hours(1)) == begun


def test_an_answer_that_comes_late_is_recorded_as_late_though_no_clock_came_by() -> None:
    missed, answer, *_ = spec.given(opened).when(answering, at=MONDAY + hours(3)).events()
    assert missed == called_late
    assert isinstance(answer, TicketReplied)
    assert (answer.settled, answer.promise.late) == ((late,), ())


def test_each_further_message_asks_for_an_answer_in_time() -> None:
    """Rolling: the next response, from the first message that waits for it."""
    asked = after(opened, replied, begun_with, wish=asking_more, at=MONDAY + hours(3))
    assert asked.next_response_due == MONDAY + hours(7)
    again = after(opened, replied, begun_with, wrote(promise=asked), wish=asking_more, at=MONDAY + hours(5))
    assert again.next_response_due == MONDAY + hours(7)
    answered = after(opened, replied, begun_with, wrote(promise=asked), wish=answering, at=MONDAY + hours(6))
    assert answered.next_response_due is None


def test_before_the_first_answer_a_second_message_promises_nothing_more() -> None:
    assert after(opened, wish=asking_more, at=MONDAY + hours(1)) == fresh


def test_an_answer_makes_good_only_what_it_answers() -> None:
    missed = spec.given(opened).when(calling, ticking, at=TUESDAY).events()
    answer = next(
        event
        for event in spec.given(opened, *missed).when(answering, at=TUESDAY).events()
        if isinstance(event, TicketReplied)
    )
    assert [one.which for one in answer.settled] == ["first response"]
    assert [one.which for one in answer.promise.late] == ["resolution"]


def test_time_stands_still_while_the_client_has_to_say_something() -> None:
    """Three working hours of waiting: what was due at six is due on the next day at noon."""
    history = (opened, replied, begun_with, put_aside)
    spec.given(*history).when(calling, ticking, at=NEXT_MONDAY).then_nothing()
    back = after(*history, wish=to_work, at=MONDAY + hours(6))
    assert (back.resolution_due, back.stands_since, back.stood_seconds) == (TUESDAY + hours(3), None, 3 * 3600)


def test_waiting_over_a_night_takes_no_working_time() -> None:
    asleep = moved("in work", "waiting for the client", begun.model_copy(update={"stands_since": MONDAY + hours(9)}))
    assert after(opened, replied, begun_with, asleep, wish=to_work, at=TUESDAY).resolution_due == MONDAY + hours(9)


def test_the_first_answer_is_waited_for_too() -> None:
    aside = after(opened, wish=to_wait, at=MONDAY + hours(1))
    assert aside.pending == fresh.pending
    back = after(opened, moved("task", "waiting for the client", aside), wish=to_work, at=MONDAY + hours(4))
    assert back.first_response_due == MONDAY + hours(5)


def test_what_is_done_waits_for_nothing_and_makes_good_what_was_late() -> None:
    missed = spec.given(opened).when(calling, ticking, at=TUESDAY).events()
    wish = MoveTicket(ticket_id=ID, stage="done", note="A new sensor")
    (event,) = spec.given(opened, *missed).when(wish, at=TUESDAY).events()
    assert isinstance(event, TicketMoved)
    assert [one.which for one in event.settled] == ["first response", "resolution"]
    assert (event.promise.call_at, event.promise.responded_at, event.promise.late) == (None, TUESDAY, ())


def test_opened_again_it_has_the_time_that_was_left() -> None:
    """Done with four hours left."""
    back = after(opened, replied, begun_with, finished, wish=to_work, at=TUESDAY + hours(1))
    assert back.resolution_due == TUESDAY + hours(5)


def test_opened_again_after_its_time_was_over_it_is_promised_anew() -> None:
    done = finished.model_copy(update={"promise": begun.model_copy(update={"stands_since": MONDAY + hours(30)})})
    back = after(opened, replied, begun_with, done, wish=to_work, at=FRIDAY)
    assert back.resolution_due == FRIDAY + hours(9)


def test_more_pressing_it_is_promised_sooner_and_the_other_way_round() -> None:
    urgent = SetTicketPriority(ticket_id=ID, priority="urgent", reason="The bakery stands")
    spec.given(opened).when(urgent, at=MONDAY + hours(0.5)).then(
        TicketPrioritised(
            **about,
            promise=Promise(first_response_due=MONDAY + hours(1), resolution_due=MONDAY + hours(3)),
            from_priority="normal",
            to_priority="urgent",
            sla="fast",
            reason="The bakery stands",
        )
    )
    spec.given(opened).when(SetTicketPriority(ticket_id=ID, priority="normal")).then_nothing()
    spec.given(opened).when(SetTicketPriority(ticket_id=ID, priority="panic")).then_refused("no priority 'panic'")


def test_time_that_stood_still_does_not_count_against_another_priority() -> None:
    stood = moved("waiting for the client", "in work", begun.model_copy(update={"stood_seconds": 7200}))
    urgent = SetTicketPriority(ticket_id=ID, priority="urgent")
    soon = after(opened, replied, stood, wish=urgent, at=MONDAY + hours(4))
    assert soon.resolution_due == MONDAY + hours(5)
    assert soon.first_response_due == fresh.first_response_due


def test_what_is_not_late_any_more_with_another_priority_is_made_good() -> None:
    urgent = opened.model_copy(update={"priority": "urgent", "promise": Promise(first_response_due=MONDAY + hours(1))})
    missed = spec.given(urgent).when(calling, ticking, at=MONDAY + hours(1.5)).events()
    wish = SetTicketPriority(ticket_id=ID, priority="normal")
    (event,) = spec.given(urgent, *missed).when(wish, at=MONDAY + hours(1.5)).events()
    assert isinstance(event, TicketPrioritised)
    assert ([one.which for one in event.settled], event.promise.late) == (["first response"], ())


def test_without_promises_nothing_is_late() -> None:
    free = opened.model_copy(update={"promise": Promise()})
    spec.given(free).when(calling, ticking, at=NEXT_MONDAY).then_nothing()


@pytest.mark.parametrize("days", [0, 400])
def test_an_imported_history_keeps_its_own_times(days: int) -> None:
    then = MONDAY - timedelta(days)
    wish = OpenTicket(ticket_id=ID, subject="Old", channel="import", responsible_id=BOB)
    (event,) = spec.when(wish, served(importer()), at=then).events()
    assert (event.model_dump()["opened_at"], event.model_dump()["agreed_minutes"]) == (then, None)


def test_what_stands_still_is_not_late_with_the_time_that_another_priority_leaves() -> None:
    """Late by the urgent promise, then waiting: by the usual one four hours were left, and they go on."""
    missed = Late(which="resolution", due=MONDAY + hours(3), told=(ANN, HEAD))
    aside = waiting.model_copy(update={"stands_since": MONDAY + hours(5), "late": (missed,)})
    history = (opened.model_copy(update={"priority": "urgent"}), moved("in work", "waiting for the client", aside))
    (event,) = spec.given(*history).when(SetTicketPriority(ticket_id=ID, priority="normal"), at=FRIDAY).events()
    assert isinstance(event, TicketPrioritised)
    assert (event.settled, event.promise.late) == ((missed,), ())
    back = after(*history, event, wish=to_work, at=FRIDAY)
    assert (back.resolution_due, back.call_at) == (FRIDAY + hours(4), FRIDAY + hours(4))


def test_opened_again_and_promised_anew_another_priority_counts_from_then() -> None:
    done = finished.model_copy(update={"promise": begun.model_copy(update={"stands_since": MONDAY + hours(30)})})
    (again,) = spec.given(opened, replied, begun_with, done).when(to_work, at=FRIDAY).events()
    urgent = SetTicketPriority(ticket_id=ID, priority="urgent")
    assert isinstance(again, TicketMoved)
    soon = after(opened, replied, begun_with, done, again, wish=urgent, at=FRIDAY + hours(0.5))
    assert soon.resolution_due == FRIDAY + hours(3)


def test_what_is_late_is_from_then_on_the_care_of_whoever_serves_it() -> None:
    missed = opened.model_copy(update={"promise": unkept})
    (event,) = spec.given(missed).when(AssignTicket(ticket_id=ID, responsible_id=BOB)).events()
    assert isinstance(event, TicketAssigned)
    assert (event.late, event.told) == ((late,), (BOB, HEAD))
    (answer, *_) = spec.given(missed, event).when(answering, served(bob()), at=MONDAY + hours(3)).events()
    assert isinstance(answer, TicketReplied)
    assert [one.told for one in answer.settled] == [(BOB, HEAD)]


def test_an_answer_that_did_not_arrive_does_not_count() -> None:
    """X-19: the first response is promised still, and called late again."""
    spec.given(opened, replied).when(lost, served(effect())).then(undelivered)
    spec.given(opened, replied, undelivered).when(calling, ticking, at=MONDAY + hours(3)).then(called_late)
    again = after(opened, replied, undelivered, wish=answering, at=MONDAY + hours(4))
    assert again.responded_at == MONDAY + hours(4)


def test_nobody_waits_for_a_client_who_got_no_answer() -> None:
    asked = moved("task", "waiting for the client", begun.model_copy(update={"stands_since": MONDAY + hours(1)}))
    noted, back = spec.given(opened, replied, asked).when(lost, served(effect()), at=MONDAY + hours(4)).events()
    assert isinstance(noted, TicketReplyDelivered)
    assert isinstance(back, TicketMoved)
    assert (back.to_stage, back.promise.stands_since) == ("in work", None)
    assert back.promise.first_response_due == MONDAY + hours(5), "three hours stood still"


def test_what_was_answered_again_or_is_done_stays_so() -> None:
    told = replied.model_copy(update={"channel": "said", "to_email": None})
    for then in (told, finished):
        (noted,) = spec.given(opened, replied, then).when(lost, served(effect())).events()
        assert isinstance(noted, TicketReplyDelivered)
        assert noted.promise is None
