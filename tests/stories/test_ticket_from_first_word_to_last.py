"""A client asks, is answered in time and comes back; the head hears of hours before they are used up (S3-02..S3-05)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from company import Company
from examples import ADMIN, ANN, BOB, CLIENT, DIRECTOR, HEAD, MONDAY, TUESDAY
from ticket_facts import MAIL, NEXT_MAIL, SERVED, hours

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import ChangeRoles
from crm_es.aggregates.ticket import (
    AgreeTicketHours,
    AssignTicket,
    MoveTicket,
    OpenTicket,
    ReplyToTicket,
    TakeTicketMessage,
)
from crm_es.aggregates.work_log import RecordWork, RemoveWork
from crm_es.application import Crm
from crm_es.audit import timeline
from crm_es.context import Context
from crm_es.ids import derived, work_log_of
from crm_es.messages import Command
from crm_es.runners.worker import settle

TICKET, WORK = UUID(int=701), UUID(int=702)
opening = OpenTicket(
    ticket_id=TICKET,
    subject="The scales stopped",
    text="They show nothing.",
    channel="mail",
    client_id=CLIENT,
    contact_name="Vera",
    contact_email="vera@bakery.example",
    message_id=MAIL,
    responsible_id=ANN,
)
asking_more = TakeTicketMessage(ticket_id=TICKET, text="It stopped again.", message_id=NEXT_MAIL)
answering = ReplyToTicket(ticket_id=TICKET, text="I am on my way.")
finishing = MoveTicket(ticket_id=TICKET, stage="done", note="A new sensor")


@pytest.fixture
def company(staffed: Crm) -> Company:
    """Helen leads the service; Ann and Bob serve."""
    company = Company(staffed)
    company.ask(ADMIN, PublishPlaybook(playbook=SERVED), MONDAY)
    company.ask(HEAD, MeetClient(client_id=CLIENT, name="The bakery", owner_id=HEAD), MONDAY)
    for person_id, role in ((HEAD, "head_of_service"), (ANN, "engineer"), (BOB, "engineer")):
        company.ask(ADMIN, ChangeRoles(staff_member_id=person_id, roles=frozenset({role})), MONDAY)
    return company


def door(company: Company, wish: Command, after: float = 0) -> None:
    """It comes through a door."""
    asked = Context(by="mailbox", at=MONDAY + hours(after), roles=frozenset({"service door"}))
    company.crm.handle(wish, asked)
    settle(company.crm)


def test_a_request_is_handed_out_answered_and_done(company: Company) -> None:
    """S3-02, S3-03."""
    door(company, opening)
    assert company.kinds(ANN) == ["new ticket"]
    company.ask(ANN, answering, MONDAY + hours(1))
    assert company.kinds(ANN) == []
    row = company.one("tickets")
    assert (row["stage"], row["client"], row["responsible"], row["head"]) == ("in work", "The bakery", "Ann", "Helen")
    door(company, asking_more, after=2)
    assert company.kinds(ANN) == ["ticket reply"]
    company.ask(HEAD, AssignTicket(ticket_id=TICKET, responsible_id=BOB, reason="Ann is ill"), MONDAY + hours(3))
    assert (company.kinds(ANN), company.kinds(BOB)) == ([], ["ticket reply"])
    company.ask(BOB, finishing, MONDAY + hours(4))
    assert company.kinds(BOB) == []
    thread = company.list("ticket-messages", sort="said_at")
    assert [(one["from_client"], one["text"]) for one in thread] == [
        (True, "They show nothing."),
        (False, "I am on my way."),
        (True, "It stopped again."),
    ]
    with company.crm.log.datastore.get_connection() as db:
        told = [line["sentence"] for line in timeline(db, CLIENT)]
    assert any("given by Ann to Bob. Ann is ill" in sentence for sentence in told)


def test_whoever_keeps_a_client_waiting_is_told_with_the_head_until_the_answer(company: Company) -> None:
    """X-19."""
    door(company, opening)
    company.clock(MONDAY + hours(2))
    assert company.kinds(HEAD) == []
    company.clock(MONDAY + hours(2.1))
    assert (company.kinds(ANN), company.kinds(HEAD)) == (["new ticket", "ticket late"], ["ticket late"])
    company.ask(ANN, answering, MONDAY + hours(3))
    assert (company.kinds(ANN), company.kinds(HEAD)) == ([], [])
    company.ask(ANN, MoveTicket(ticket_id=TICKET, stage="waiting for the client"), MONDAY + hours(4))
    company.clock(TUESDAY + hours(24))
    assert company.kinds(HEAD) == []
    assert company.one("tickets")["late"] == ["first response"]


def work(minutes: int, work_id: UUID = WORK) -> RecordWork:
    return RecordWork(
        work_log_id=work_log_of(ANN),
        person_id=ANN,
        work_id=work_id,
        ticket_id=TICKET,
        kind="service",
        day=MONDAY.date(),
        minutes=minutes,
    )


def test_the_head_hears_of_agreed_hours_before_they_are_used_up_and_above_them(company: Company) -> None:
    """S3-04, S3-05: from the entry in a work log to the head's notebook."""
    door(company, opening)
    company.ask(ANN, AgreeTicketHours(ticket_id=TICKET, hours=Decimal(2), with_whom="Vera"), MONDAY + hours(1))
    company.ask(ANN, work(96), MONDAY + hours(4))
    (entry,) = company.notebook(HEAD)
    assert (entry.kind, "Near the limit: 1.6 h of 2 h" in entry.text) == ("agreed hours", True)
    company.ask(ANN, work(60, derived(WORK, 2)), MONDAY + hours(6))
    (entry,) = company.notebook(HEAD)
    assert entry.text.startswith("Over the limit: 2.6 h of 2 h")
    row = company.one("tickets")
    assert (row["limit_state"], row["spent_minutes"], row["percent_spent"]) == ("over", 156, 130)
    company.ask(HEAD, AgreeTicketHours(ticket_id=TICKET, hours=Decimal(8), with_whom="Vera"), MONDAY + hours(7))
    assert company.kinds(HEAD) == []
    removed = RemoveWork(work_log_id=work_log_of(ANN), person_id=ANN, work_id=WORK, reason="Twice")
    company.ask(ANN, removed, MONDAY + hours(8))
    assert company.one("tickets")["spent_minutes"] == 60


def test_who_comes_back_after_long_finds_another_ticket(company: Company) -> None:
    door(company, opening)
    company.ask(ANN, finishing, MONDAY + hours(1))
    door(company, asking_more, after=24 * 30)
    rows = {row["ticket_id"]: row for row in company.list("tickets")}
    new = rows.pop(derived(TICKET, "followed by"))
    assert (new["stage"], new["follows"], new["client_id"]) == ("task", rows[TICKET]["reference"], CLIENT)
    assert rows[TICKET]["status"] == "done"


def test_whoever_is_above_the_service_may_help(company: Company) -> None:
    door(company, opening)
    company.ask(DIRECTOR, finishing, MONDAY + timedelta(1))
    assert company.one("tickets")["result"] == "A new sensor"
