"""A ticket takes in what a client asks for, and loses nothing of it (S3-02, S3-03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CLIENT,
    CONTRACTOR,
    HEAD,
    ID,
    MONDAY,
    NEXT_MONDAY,
    OTHER_ID,
    STRANGER,
    ann,
    bob,
    carol,
    effect,
    head,
    importer,
    machine,
    standing_in,
)
from spec import Spec
from ticket_facts import (
    ENGINEERS,
    MAIL,
    NEXT_MAIL,
    REPLY,
    SERVED,
    about,
    assigned,
    begun,
    begun_with,
    finished,
    hours,
    moved,
    opened,
    over,
    put_aside,
    replied,
    served,
    undelivered,
    waiting,
    wrote,
)

from crm_es.aggregates.ticket import (
    REFERENCE,
    AssignTicket,
    MoveTicket,
    NameTicketClient,
    NoteReplyDelivered,
    OpenTicket,
    ReplyToTicket,
    TakeTicketMessage,
    TicketClientNamed,
    TicketFollowedUp,
    TicketMoved,
    TicketOpened,
    TicketReplied,
    decider,
    reference_of,
)
from crm_es.directory import Deputy, Directory
from crm_es.ids import derived

door = served(machine("service door"))
spec = Spec(decider, served(ann()))
opening = OpenTicket(
    ticket_id=ID,
    subject="The scales stopped",
    text="They show nothing.",
    channel="mail",
    client_id=CLIENT,
    contact_name="Vera",
    contact_email="vera@bakery.example",
    responsible_id=ANN,
    message_id=MAIL,
)
asking_more = TakeTicketMessage(
    ticket_id=ID,
    from_email="vera@bakery.example",
    text="It is the second scales.",
    message_id=NEXT_MAIL,
    in_reply_to=REPLY,
)
answering = ReplyToTicket(ticket_id=ID, text="I am on my way.")
to_work = MoveTicket(ticket_id=ID, stage="in work")
finishing = MoveTicket(ticket_id=ID, stage="done", note="A new sensor")
at_ten = MONDAY + hours(1)


# ── It begins ───────────────────────────────────────────────────────────────


def test_a_request_becomes_a_ticket_far_left_in_the_funnel() -> None:
    """S3-02, S3-03: with the promises of the playbook and the labour that it allows."""
    spec.when(opening, door).then(opened)


def test_the_same_mail_twice_is_one_ticket() -> None:
    spec.given(opened).when(opening, door).then_nothing()
    spec.given(opened).when(opening.model_copy(update={"subject": "More"}), door).then_refused("is open already")


def test_hours_and_priority_may_be_agreed_from_the_beginning() -> None:
    wish = opening.model_copy(update={"agreed_hours": Decimal("1.5"), "priority": "Urgent"})
    (event,) = spec.when(wish).events()
    assert isinstance(event, TicketOpened)
    assert (event.agreed_minutes, event.priority, event.sla) == (90, "urgent", "fast")
    assert event.promise.first_response_due == MONDAY + hours(1)


def test_a_priority_that_nobody_knows_is_refused() -> None:
    spec.when(opening.model_copy(update={"priority": "panic"})).then_refused("no priority 'panic'", "'urgent'")


def responsible(ticket_id: UUID, people: Directory = ENGINEERS, **changes: object) -> UUID:
    wish = opening.model_copy(update={"ticket_id": ticket_id, "responsible_id": None})
    (event,) = spec.when(wish, door, directory=people, **changes).events()
    assert isinstance(event, TicketOpened)
    return event.responsible_id


def test_tickets_go_to_those_who_serve_in_turn() -> None:
    """X-18: over many, all get as many."""
    servers = [responsible(UUID(int=n)) for n in range(400)]
    assert {ANN, BOB} == set(servers)
    assert 160 < servers.count(ANN) < 240


def test_whoever_is_away_gets_none() -> None:
    away = replace(ENGINEERS.people[ANN], deputies=(Deputy(BOB, date(2026, 11, 1), date(2026, 11, 30)),))
    there = Directory({**ENGINEERS.people, ANN: away})
    assert {responsible(UUID(int=n), there) for n in range(20)} == {BOB}


def test_without_engineers_it_goes_to_the_head_and_without_a_head_to_whoever_enters_it() -> None:
    heads = Directory({HEAD: ENGINEERS.people[HEAD]})
    assert responsible(ID, heads) == HEAD
    nobody = Directory({CLIENT: replace(ENGINEERS.people[HEAD], person_id=CLIENT, roles=frozenset())})
    wish = opening.model_copy(update={"responsible_id": None})
    spec.when(wish, door, directory=nobody).then_refused("Nobody has the role engineer")
    (event,) = spec.when(wish, directory=nobody).events()
    assert isinstance(event, TicketOpened)
    assert event.responsible_id == ANN


def test_only_who_works_here_serves_it() -> None:
    stranger = opening.model_copy(update={"responsible_id": STRANGER})
    spec.when(stranger).then_refused("must work here")
    spec.given(opened).when(AssignTicket(ticket_id=ID, responsible_id=STRANGER)).then_refused("must work here")


def test_its_reference_is_found_in_a_text_and_is_always_the_same() -> None:
    found = REFERENCE.search(f"Re: [{reference_of(ID)}] The scales stopped")
    assert found is not None
    assert found.group() == reference_of(ID) != reference_of(OTHER_ID)


# ── It is talked about ──────────────────────────────────────────────────────


def test_an_answer_goes_into_the_thread_and_begins_the_work() -> None:
    spec.given(opened).when(answering, at=at_ten).then(
        replied, moved("task", "in work", begun, comment="I am on my way.")
    )


def test_an_answer_may_leave_it_waiting_for_the_client() -> None:
    wish = answering.model_copy(update={"move_to": "waiting for the client"})
    _, move = spec.given(opened).when(wish, at=at_ten).events()
    assert isinstance(move, TicketMoved)
    assert (move.to_status, move.promise.stands_since) == ("waiting", at_ten)


def test_each_answer_has_a_mail_of_its_own_that_names_those_before() -> None:
    (event,) = spec.given(opened, replied, begun_with, wrote()).when(answering, at=MONDAY + hours(4)).events()
    assert isinstance(event, TicketReplied)
    assert event.message_id not in (REPLY, MAIL)
    assert (event.in_reply_to, event.references) == (NEXT_MAIL, (MAIL, REPLY, NEXT_MAIL))


def test_a_long_thread_names_its_first_and_its_last_mails() -> None:
    many = [wrote(message_id=f"<{n}@bakery.example>", number=n + 2) for n in range(40)]
    (event,) = spec.given(opened, begun_with, *many).when(answering, at=MONDAY + hours(4)).events()
    assert isinstance(event, TicketReplied)
    assert (event.references[0], event.references[-1], len(event.references)) == (MAIL, "<39@bakery.example>", 20)


def test_without_an_address_only_what_was_said_is_noted() -> None:
    by_phone = opened.model_copy(update={"contact_email": None})
    spec.given(by_phone).when(answering).then_refused("no address to answer to")
    said, _ = spec.given(by_phone).when(answering.model_copy(update={"channel": "said"})).events()
    assert isinstance(said, TicketReplied)
    assert (said.channel, said.to_email) == ("said", None)


def test_the_mail_server_tells_whether_it_took_an_answer() -> None:
    bounced = NoteReplyDelivered(ticket_id=ID, message_id=REPLY, delivered=False, detail="550 no such box")
    spec.given(opened, replied).when(bounced, served(effect())).then(undelivered)
    spec.given(opened, replied, undelivered).when(bounced, served(effect())).then_nothing()
    spec.given(opened).when(bounced, served(effect())).then_nothing()


def test_what_the_mail_server_took_may_come_back_later_and_stays_so() -> None:
    taken = undelivered.model_copy(update={"delivered": True, "detail": "250 OK", "promise": None})
    said = NoteReplyDelivered(ticket_id=ID, message_id=REPLY, delivered=True, detail="250 OK")
    bounced = NoteReplyDelivered(ticket_id=ID, message_id=REPLY, delivered=False, detail="550 no such box")
    spec.given(opened, replied).when(said, served(effect())).then(taken)
    spec.given(opened, replied, taken).when(said, served(effect())).then_nothing()
    spec.given(opened, replied, taken).when(bounced, door).then(undelivered)
    spec.given(opened, replied, taken, undelivered).when(said, served(effect())).then_nothing()


def test_what_the_client_writes_further_is_taken_once() -> None:
    after_reply = (opened, replied, begun_with)
    spec.given(*after_reply).when(asking_more, door, at=MONDAY + hours(3)).then(wrote())
    spec.given(*after_reply, wrote()).when(asking_more, door).then_nothing()


def test_what_was_said_without_a_mail_counts_each_time() -> None:
    said = TakeTicketMessage(ticket_id=ID, text="Where are you?")
    first, second = (spec.given(opened, *before).when(said).events()[0] for before in ([], [wrote(number=2)]))
    assert (getattr(first, "number", 0), getattr(second, "number", 0)) == (2, 3)


def test_who_came_by_phone_and_writes_later_can_be_answered_by_mail() -> None:
    by_phone = opened.model_copy(update={"contact_email": None, "message_id": None})
    replied_to, *_ = spec.given(by_phone, wrote()).when(answering).events()
    assert isinstance(replied_to, TicketReplied)
    assert replied_to.to_email == "vera@bakery.example"


def test_an_answer_of_the_client_ends_the_waiting() -> None:
    (event,) = spec.given(opened, begun_with, put_aside).when(asking_more, door, at=MONDAY + hours(5)).events()
    assert event.model_dump()["stage"] == "in work"
    assert event.model_dump()["promise"]["stands_since"] is None


def test_a_late_thank_you_opens_it_again_within_the_days_of_the_playbook() -> None:
    (event,) = spec.given(opened, begun_with, finished).when(asking_more, door, at=NEXT_MONDAY).events()
    assert (event.model_dump()["reopened"], event.model_dump()["stage"]) == (True, "in work")


def test_the_days_count_from_when_it_was_done_however_long_it_waited_before() -> None:
    """The client said nothing for a month, it was closed, and the client comes back on the next day."""
    history, month = (opened, begun_with, put_aside), MONDAY.replace(month=12, day=23)
    done = spec.given(*history).when(finishing, at=month).events()
    (event,) = spec.given(*history, *done).when(asking_more, door, at=month.replace(day=24)).events()
    assert event.model_dump()["reopened"] is True


def test_after_that_another_ticket_begins_with_it() -> None:
    asked, history = MONDAY.replace(month=12, day=21), (opened, begun_with, finished)
    (event,) = spec.given(*history).when(asking_more, door, at=asked).events()
    assert isinstance(event, TicketFollowedUp)
    assert (event.next_ticket_id, event.again) == (derived(ID, "followed by"), False)
    assert (event.text, event.from_email) == ("It is the second scales.", "vera@bakery.example")
    spec.given(*history, event).when(asking_more, door, at=asked).then_nothing()
    more = asking_more.model_copy(update={"message_id": "<c@bakery.example>"})
    (once_more,) = spec.given(*history, event).when(more, door, at=asked).events()
    assert isinstance(once_more, TicketFollowedUp)
    assert (once_more.next_ticket_id, once_more.again) == (event.next_ticket_id, True)


# ── It moves ────────────────────────────────────────────────────────────────


def test_it_moves_through_the_stages_of_the_playbook() -> None:
    """S3-03."""
    started = moved("task", "in work", opened.promise, untouched=True)
    spec.given(opened).when(to_work).then(started)
    spec.given(opened, started).when(to_work).then_nothing()
    spec.given(opened).when(MoveTicket(ticket_id=ID, stage="nowhere")).then_refused("no stage 'nowhere'", "'in work'")


def test_what_is_done_has_a_result() -> None:
    history = (opened, replied, begun_with)
    spec.given(*history).when(MoveTicket(ticket_id=ID, stage="done")).then_refused("with what result")
    spec.given(*history).when(finishing, at=MONDAY + hours(5)).then(finished)
    silent = MoveTicket(ticket_id=ID, stage="done")
    (event,) = spec.given(*history).when(silent, served(importer()), at=MONDAY + hours(5)).events()
    assert event == finished.model_copy(update={"comment": None, "by_id": None})


def test_opening_it_again_is_told() -> None:
    (event,) = spec.given(opened, begun_with, finished).when(to_work, at=MONDAY + hours(6)).events()
    assert isinstance(event, TicketMoved)
    assert (event.reopened, event.from_status, event.to_status) == (True, "done", "working")


def test_what_is_done_in_two_stages_stays_done() -> None:
    two = SERVED.service.model_copy(
        update={"stages": (*SERVED.service.stages, SERVED.service.stages[-1].model_copy(update={"name": "archive"}))}
    )
    archived = served(ann(), playbooks={1: SERVED.model_copy(update={"service": two})})
    wish = MoveTicket(ticket_id=ID, stage="archive")
    (event,) = spec.given(opened, begun_with, finished).when(wish, archived, at=NEXT_MONDAY).events()
    assert isinstance(event, TicketMoved)
    assert (event.reopened, event.promise) == (False, over)


# ── Who serves it ───────────────────────────────────────────────────────────


def test_it_is_given_to_somebody_else() -> None:
    wish = AssignTicket(ticket_id=ID, responsible_id=BOB, reason="He is near")
    spec.given(opened).when(wish).then(assigned)
    spec.given(opened).when(AssignTicket(ticket_id=ID, responsible_id=ANN)).then_nothing()
    (event,) = spec.given(opened, replied, begun_with, wrote()).when(wish).events()
    assert (event.model_dump()["untouched"], event.model_dump()["awaits"]) == (False, "It is the second scales.")


@pytest.mark.parametrize("wish", [answering, to_work, AssignTicket(ticket_id=ID, responsible_id=BOB)])
def test_the_whole_service_helps_and_nobody_else(wish: ReplyToTicket | MoveTicket | AssignTicket) -> None:
    for helper in (bob(), head()):
        assert spec.given(opened).when(wish, served(helper)).events()
    spec.given(opened).when(wish, served(carol())).then_refused("Ann serves this ticket: ask Ann")
    people = standing_in(CONTRACTOR, ANN, date(2026, 11, 23), date(2026, 11, 23)).people
    stands_in = Directory({**ENGINEERS.people, ANN: replace(ENGINEERS.people[ANN], deputies=people[ANN].deputies)})
    assert spec.given(opened).when(wish, served(carol()), by=CONTRACTOR, directory=stands_in).events()


def test_it_is_said_later_whose_ticket_it_is() -> None:
    unknown = opened.model_copy(update={"client_id": None, "contact_email": None})
    wish = NameTicketClient(ticket_id=ID, client_id=CLIENT, contact_email="vera@bakery.example")
    named = TicketClientNamed(**about, was_client_id=None, contact_email="vera@bakery.example", contact_phone=None)
    spec.given(unknown).when(wish).then(named)
    spec.given(unknown, named).when(wish, door).then_nothing()
    spec.given(unknown).when(wish, served(carol())).then_refused("Ann serves this ticket")


def test_there_is_no_ticket_before_it_is_opened() -> None:
    spec.when(to_work).then_refused("no such ticket")


def test_waiting_for_the_client_is_no_more_waiting() -> None:
    again = MoveTicket(ticket_id=ID, stage="waiting for the client")
    spec.given(opened, replied, begun_with, put_aside).when(again).then_nothing()
    assert put_aside.promise == waiting
