"""When the hour of a digest comes, a letter about the work of the team goes out (S2-20)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from company import Company
from examples import ANN, BOB, HEAD, MONDAY, PLAYBOOK, TUESDAY, WEDNESDAY, administration
from post_office import PostOffice, open_office

from crm_es.aggregates.digest import DigestDue, NoteDigestSent
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import RecordStaffEmail
from crm_es.aggregates.task import AssignTask, FinishTask, RescheduleTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.effects import Attempt, Outside
from crm_es.effects.digests import given_up, perform, react
from crm_es.ids import digest_of
from crm_es.playbook import Calendar, Control, Digest
from crm_es.runners.worker import settle
from crm_es.settings import Settings
from crm_es.store.reading import by_stream

ADDRESS = "helen@trade.example"
HOURS = tuple(datetime(2026, 1, 1, hour, tzinfo=UTC).time() for hour in (9, 18))
CONTROL = Control(digests=(Digest(role="head_of_sales", hours=HOURS),))
BOOK = PLAYBOOK.model_copy(update={"control": CONTROL, "calendar": Calendar(time_zone="Europe/Moscow", country="RU")})
NINE = TUESDAY - timedelta(hours=3)
SIX = TUESDAY + timedelta(hours=6)
"""Of Moscow, on Tuesday."""


@dataclass
class Letters:
    """A company in which Helen is written to, and its mail server."""

    crm: Crm
    office: PostOffice
    settings: dict[str, Any]

    @property
    def company(self) -> Company:
        return Company(self.crm)

    def due(self, at: datetime) -> DigestDue:
        """What the clock brings at this time."""
        for _ in range(2):  # what was missed before comes first
            self.company.clock(at + timedelta(seconds=1))
        with self.crm.log.datastore.get_connection() as db:
            (history,) = by_stream(db, {digest_of(HEAD): 0}).values()
        happened = [recorded.event for recorded in history]
        assert isinstance(happened[-1], DigestDue)
        return happened[-1]

    def attempt(self, **settings: Any) -> Attempt:
        outside = Outside(self.crm.log.database, Settings(**self.settings | settings), self.crm.files)
        return Attempt(uuid4(), outside)

    def deliver(self, at: datetime, **settings: Any) -> NoteDigestSent | None:
        (wish,) = react(self.due(at))
        return asyncio.run(perform(wish, self.attempt(**settings)))

    @property
    def letter(self) -> EmailMessage:
        (letter,) = self.office.letters
        return letter

    @property
    def text(self) -> str:
        return str(self.letter.get_content()).replace("\r", "")


def assign(number: int, who: UUID, what: str, due: datetime, **changes: Any) -> AssignTask:
    return AssignTask(task_id=UUID(int=number), what=what, responsible_id=who, due=due, **changes)


@pytest.fixture
def letters(staffed: Crm) -> Iterator[Letters]:
    staffed.handle(PublishPlaybook(playbook=BOOK), administration())
    office = PostOffice()
    with open_office(office) as settings:
        letters = Letters(staffed, office, settings)
        letters.company.ask(HEAD, RecordStaffEmail(staff_member_id=HEAD, email=ADDRESS, language="en"), MONDAY)
        yield letters


def plan(letters: Letters) -> None:
    for wish in (
        assign(1, ANN, "Call Rosa", MONDAY + timedelta(hours=1)),
        assign(2, ANN, "Send an offer", TUESDAY, urgent=True),
        assign(3, BOB, "Check the stock", TUESDAY),
    ):
        letters.crm.handle(wish, Context(by=HEAD, at=MONDAY))
    settle(letters.crm)


def test_the_morning_tells_what_is_overdue_and_due_of_everybody_below(letters: Letters) -> None:
    plan(letters)
    noted = letters.deliver(NINE)
    assert noted == NoteDigestSent(digest_id=digest_of(HEAD), slot=NINE, email=ADDRESS, sent=True, detail="Taken")
    assert letters.letter["Subject"] == "For 24 November 2026: 1 overdue, 2 due today"
    assert letters.letter["To"] == ADDRESS
    overdue, today = letters.text.split("Due today: 2")
    assert "Overdue: 1\n  Ann\n  - 23.11 13:00 Call Rosa\n" in overdue
    assert "  Ann\n  - 24.11 12:00 Send an offer; urgent\n  Bob\n  - 24.11 12:00 Check the stock\n" in today


def test_the_evening_tells_what_came_of_the_day(letters: Letters) -> None:
    plan(letters)
    letters.due(NINE)
    letters.crm.handle(FinishTask(task_id=UUID(int=3), result="All there"), Context(by=BOB, at=TUESDAY))
    move = RescheduleTask(task_id=UUID(int=2), due=WEDNESDAY, reason="They are away")
    letters.company.ask(ANN, move, TUESDAY)
    letters.deliver(SIX)
    assert letters.letter["Subject"] == "What came of 24 November 2026: 1 done, 1 moved, 1 left"
    assert "- 25.11 12:00 Send an offer; urgent; was 24.11 12:00; times moved: 1; They are away" in letters.text


def test_russians_are_written_to_in_russian(letters: Letters) -> None:
    letters.company.ask(HEAD, RecordStaffEmail(staff_member_id=HEAD, email=ADDRESS, language="ru"), MONDAY)
    plan(letters)
    letters.deliver(NINE)
    assert letters.letter["Subject"] == "На 24.11.2026: просрочено 1, на сегодня 2"
    assert "Просрочено: 1" in letters.text


def test_where_there_is_nothing_to_tell_nothing_is_sent(letters: Letters) -> None:
    """Few notices (S1-34)."""
    assert letters.deliver(NINE) is None
    assert letters.office.visits == 0


def test_without_a_mail_server_or_an_address_nothing_is_sent_nor_noted(letters: Letters) -> None:
    plan(letters)
    assert letters.deliver(NINE, smtp_host=None) is None
    letters.company.ask(HEAD, RecordStaffEmail(staff_member_id=HEAD, email=None), TUESDAY)
    assert letters.deliver(SIX) is None
    assert letters.office.visits == 0


def test_a_refusal_for_good_is_noted(letters: Letters) -> None:
    plan(letters)
    letters.office.moods = ["550 5.1.1 No such user"]
    noted = letters.deliver(NINE)
    assert noted is not None
    assert (noted.sent, noted.detail) == (False, "550 5.1.1 No such user")


def test_what_was_tried_in_vain_is_noted_with_its_address(letters: Letters) -> None:
    (wish,) = react(letters.due(NINE))
    noted = given_up(wish, letters.attempt(), "No answer.")
    assert (noted.sent, noted.email, noted.detail) == (False, ADDRESS, "No answer.")


def test_what_comes_much_too_late_is_not_sent(letters: Letters) -> None:
    assert list(react(letters.due(NINE + timedelta(hours=5)))) == []


def test_a_long_list_is_told_by_its_beginning(letters: Letters) -> None:
    for number in range(500, 550):
        letters.crm.handle(assign(number, ANN, f"Task {number}", TUESDAY), Context(by=HEAD, at=MONDAY))
    settle(letters.crm)
    letters.deliver(NINE)
    assert "Due today: 50" in letters.text
    assert letters.text.count("Task ") == 40
    assert "and 10 more" in letters.text
