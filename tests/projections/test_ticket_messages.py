"""The thread of a ticket: who said what, and whether answers arrived (S3-02)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, MONDAY, TUESDAY
from fold import fold, recorded
from ticket_facts import MAIL, NEXT_MAIL, REPLY, opened, replied, undelivered, wrote

from crm_es.messages import Corrupt
from crm_es.projections import ticket_messages


def thread(*history: Any) -> list[Any]:
    rows = fold(ticket_messages, *history)
    return sorted(rows.values(), key=lambda row: row.said_at)


def test_what_was_said_stands_in_order_with_its_mails() -> None:
    first, answer = thread(recorded(opened), recorded(replied, TUESDAY))
    assert (first.from_client, first.who, first.text, first.message_id) == (True, "Vera", "They show nothing.", MAIL)
    assert (answer.from_client, answer.by_id, answer.email) == (False, ANN, "vera@bakery.example")
    assert (answer.message_id, answer.answers_mail, answer.delivered) == (REPLY, MAIL, None)


def test_what_was_said_twice_without_a_mail_stands_there_twice() -> None:
    once, again = (wrote(message_id=None, number=number) for number in (2, 3))
    assert len(thread(recorded(opened), recorded(once), recorded(again))) == 3


def test_an_answer_shows_whether_it_arrived() -> None:
    _, answer = thread(recorded(opened), recorded(replied, TUESDAY), recorded(undelivered, TUESDAY))
    assert (answer.delivered, answer.detail) == (False, "550 no such box")


def test_a_further_message_names_what_it_answers() -> None:
    (message,) = thread(recorded(wrote(), MONDAY))
    assert (message.message_id, message.answers_mail) == (NEXT_MAIL, REPLY)


def test_nothing_is_told_of_a_mail_that_nobody_wrote() -> None:
    with pytest.raises(Corrupt):
        thread(recorded(undelivered))
