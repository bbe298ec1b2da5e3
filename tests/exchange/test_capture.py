"""One line, typed fast, becomes a task (S0-47)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CLIENT, DIRECTORY, HEAD, ID, MONDAY, changed, gone
from fold import keep
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection

from crm_es.exchange.capture.finding import client_named, deal_named, person_named
from crm_es.exchange.capture.moments import Now
from crm_es.exchange.capture.reading import Captured, read
from crm_es.exchange.capture.understanding import understood
from crm_es.messages import Refused
from crm_es.playbook import Calendar
from crm_es.projections.client_registry import Client
from crm_es.projections.deal_registry import Deal
from crm_es.reference import Reference
from crm_es.store.log import Log

NOW = Now(MONDAY, Calendar(time_zone="Europe/Moscow", country="RU"))
"""Monday, 23 November 2026, noon in Moscow."""


def said(line: str) -> Captured:
    return read(line, NOW)


def when(line: str) -> str:
    return f"{said(line).due.astimezone(NOW.calendar.zone):%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("line", "what", "due"),
    [
        ("call Acme tomorrow 15:00 !", "call Acme", "24.11.2026 15:00"),
        ("позвонить Ромашка завтра в 15:00 !", "позвонить Ромашка", "24.11.2026 15:00"),
        ("meet Rosa on 27 november at 3pm", "meet Rosa", "27.11.2026 15:00"),
        ("Nov 27 meet Rosa", "meet Rosa", "27.11.2026 18:00"),
        ("отправить КП до 5 декабря", "отправить КП", "05.12.2026 18:00"),
        ("отчёт к пятнице", "отчёт", "27.11.2026 18:00"),
        ("в среду в 15 встреча", "встреча", "25.11.2026 15:00"),
        ("report by 18:00, today", "report", "23.11.2026 18:00"),
        ("check the shipment next mon", "check the shipment", "30.11.2026 18:00"),
        ("договор 12.05", "договор", "12.05.2027 18:00"),
        ("договор 12.05.28 9:30", "договор", "12.05.2028 09:30"),
        ("договор 2026-12-01", "договор", "01.12.2026 18:00"),
        ("pay 29.02", "pay", "29.02.2028 18:00"),
        ("in 3 days send an offer", "send an offer", "26.11.2026 18:00"),
        ("через неделю напомнить", "напомнить", "30.11.2026 18:00"),
        ("через 5 рабочих дней отчёт", "отчёт", "30.11.2026 18:00"),
        ("report in 2 working days at 10", "report", "25.11.2026 10:00"),
        ("report +2w", "report", "07.12.2026 18:00"),
        ("послезавтра 10:00 встреча", "встреча", "25.11.2026 10:00"),
        ("call in 2 hours", "call", "23.11.2026 14:00"),
        ("через полчаса перезвонить", "перезвонить", "23.11.2026 12:30"),
        ("через 15 минут позвонить", "позвонить", "23.11.2026 12:15"),
    ],
)
def test_what_and_when_are_understood(line: str, what: str, due: str) -> None:
    assert (said(line).what, when(line), said(line).said_when) == (what, due, True)


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("call Rosa", "24.11.2026 18:00"),
        ("call Rosa!", "23.11.2026 18:00"),
        ("call Rosa 15:00", "23.11.2026 15:00"),
        ("call Rosa 9:00", "24.11.2026 09:00"),
    ],
)
def test_the_calendar_says_when_where_the_line_does_not(line: str, due: str) -> None:
    """The next working day; what is urgent, or has an hour to come, today."""
    assert when(line) == due
    friday = Now(MONDAY + timedelta(4), NOW.calendar)
    assert read("call Rosa", friday).due == NOW.calendar.moment((MONDAY + timedelta(7)).date(), NOW.calendar.closes)
    assert not said("call Rosa").said_when


@pytest.mark.parametrize(
    ("line", "kind", "urgent"),
    [
        ("call Acme !!", "call", True),
        ("Позвонить в Ромашку", "call", False),
        ("встреча с Петровым завтра!", "meeting", True),
        ("write to Acme", "mail", False),
        ("caller list ! to print", None, True),
        ("order 3 bags", None, False),
    ],
)
def test_what_it_takes_and_how_urgent_it_is(line: str, kind: str | None, urgent: bool) -> None:
    """X-17."""
    assert (said(line).kind, said(line).urgent) == (kind, urgent)


def test_people_and_deals_have_signs_of_their_own() -> None:
    found = said('send offer to "Rye & Co" fri #flour_2026 @Bob')
    assert (found.what, found.person, found.deal) == ("send offer to Rye & Co", "Bob", "flour 2026")
    assert found.quoted == ("Rye & Co",)


def test_what_is_in_quotes_is_taken_as_it_is() -> None:
    found = said('call "Friday at 15:00 Bakery" tomorrow')
    assert (found.what, when('call "Friday at 15:00 Bakery" tomorrow')) == (
        "call Friday at 15:00 Bakery",
        "24.11.2026 18:00",
    )
    assert said("позвонить в «Завтра» 15:00").quoted == ("Завтра",)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "what is to be done"),
        ("tomorrow 15:00 !", "what is to be done"),
        ("@Bob #flour", "what is to be done"),
        ("pay 31.02", "no day '31.02'"),
        ("pay 30 feb", "no day '30 feb'"),
        ("pay 2026-13-01", "no day"),
        ("pay 01.01.0001", "no day"),
        ("call 25:00", "no time '25:00'"),
        ("call 13pm", "no time '13pm'"),
        ("compare 12.05 with 13.05", "two days, '12.05' and '13.05'"),
        ("call 10:00 or 11:00", "two times"),
        ("in 999999 days pay", "too far away"),
        ("in 99999 hours pay", "too far away"),
        ("x" * 81, "81 signs"),
        ("x " * 600, "shorter"),
    ],
)
def test_what_cannot_be_understood_is_asked_back_in_a_sentence(line: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        said(line)


PARTS = (
    "call tomorrow завтра 15:00 25:99 в in 3 9999999 days через рабочих дней fri пятницу 31.02 12.05. 2026-02-30 ! @ #"
    ' " « » 5 декабря +3wd +99999w at pm 12pm через час \ue000 \ue001 \0 ٣ ² Acme'
)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(PARTS.split(" ")) | st.text(max_size=5)).map(" ".join))
def test_no_line_is_a_bug(line: str) -> None:
    """It is understood or asked back; any other error would be a bug."""
    with suppress(Refused):
        found = said(line)
        assert found.what.strip()
        assert found.due.tzinfo


# ── Who and what is meant ───────────────────────────────────────────────────


@pytest.mark.parametrize(("typed", "who"), [("Bob", BOB), ("bo", BOB), ("ann", ANN), ("me", HEAD), ("я", HEAD)])
def test_people_are_found_by_the_beginning_of_their_names(typed: str, who: Any) -> None:
    assert person_named(typed, HEAD, DIRECTORY) == who


def test_whoever_is_not_certain_is_asked_back() -> None:
    for typed in ("Zoe", "Bob"):
        with pytest.raises(Refused, match=f"No person called @{typed} works here"):
            person_named(typed, HEAD, gone(BOB))
    twins = changed(BOB, name="Ann Petrova")
    assert person_named("Ann", HEAD, twins) == ANN, "the whole name comes first"
    assert person_named("petrova", HEAD, twins) == BOB
    with pytest.raises(Refused, match="Which person is meant: Ann, Ann Petrova"):
        person_named("An", HEAD, twins)


def a_client(number: int, name: str, owner: Any = ANN, **changes: Any) -> Client:
    return Client(client_id=UUID(int=number), name=name, owner_id=owner, sector=None, met_at=MONDAY, **changes)


@pytest.fixture
def db(log: Log) -> Any:
    with log.datastore.get_connection() as db:
        names = ("ООО «Ромашка»", "Ромашка плюс", "Acme Corp", "Rye & Co", "Rye Mill", "Пекарня Ёлочка")
        keep(db, *(a_client(n, name) for n, name in enumerate(names, 901)))
        keep(db, a_client(950, "Bobs Bakery", BOB), a_client(951, "Old Acme", status="merged"))
        deals = (("Flour 2026", "open"), ("Flour for Rye", "open"), ("Sugar", "lost"), ("100% rye", "open"))
        keep(db, *(a_deal(n, title, outcome) for n, (title, outcome) in enumerate(deals, 801)))
        yield db


def a_deal(number: int, title: str, outcome: str) -> Deal:
    return Deal(
        deal_id=UUID(int=number),
        title=title,
        client_id=CLIENT,
        owner_id=ANN,
        pipeline="wholesale",
        playbook_version=1,
        stage="lead",
        outcome=outcome,
        amount=None,
        currency=None,
        product=None,
        opened_at=MONDAY,
        since=MONDAY,
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("call Acme tomorrow", "Acme Corp"),
        ("call acme corp", "Acme Corp"),
        ("позвонить Ромашка плюс завтра", "Ромашка плюс"),
        ('позвонить "ромашка" завтра', "ООО «Ромашка»"),
        ("позвонить в пекарню Ёлочка", "Пекарня Ёлочка"),
        ("позвонить Елочке", "Пекарня Ёлочка"),
        ("send offer to Rye & Co", "Rye & Co"),
        ("call the baker", None),
        ('buy a "Fridge"', None),
        ("call Bobs Bakery", None),
    ],
)
def test_a_client_is_found_by_name_among_those_whom_one_sees(db: Connection[Any], line: str, name: str | None) -> None:
    found = client_named(said(line), db, [ANN])
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("line", "told"),
    [("call Rye tomorrow", "Rye & Co, Rye Mill"), ('call "ye"', "Rye & Co, Rye Mill")],
)
def test_a_client_that_is_not_certain_is_asked_back_with_the_candidates(
    db: Connection[Any], line: str, told: str
) -> None:
    with pytest.raises(Refused, match=f"Which client is meant: {told}"):
        client_named(said(line), db, None)


def test_a_deal_is_found_by_the_beginning_of_its_title_while_it_is_open(db: Connection[Any]) -> None:
    assert deal_named("flour 2026", db, None).name == "Flour 2026"
    assert deal_named("2026", db, [ANN]).name == "Flour 2026"
    for typed, told in (
        ("flour", "Which deal is meant: Flour 2026, Flour for Rye"),
        ("sugar", "No deal called #sugar is open"),
        ("%", "No deal called"),
        ("2026", "No deal called"),
    ):
        with pytest.raises(Refused, match=told):
            deal_named(typed, db, [BOB] if typed == "2026" else None)


def test_a_line_becomes_a_wish(db: Connection[Any]) -> None:
    reference = Reference(people=DIRECTORY.people)
    found = understood(
        "call Acme tomorrow 15:00 ! #flour_2026 @Bob", me=ANN, at=MONDAY, reference=reference, db=db, people=[ANN]
    )
    wish = found.wish(ID)
    assert (wish.what, wish.responsible_id, wish.urgent, wish.kind) == ("call Acme", BOB, True, "call")
    assert (found.facts["client"], found.facts["deal"]) == ("Acme Corp", "Flour 2026")
    assert wish.due == datetime(2026, 11, 24, 15, tzinfo=UTC)
