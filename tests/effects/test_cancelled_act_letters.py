"""The client hears that its act counts no longer (S3-08)."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from act_facts import cancelled
from billing_facts import sent
from post_office import PostOffice, open_office

from crm_es.application import Crm
from crm_es.effects import Attempt, Outside
from crm_es.effects.cancelled_act_letters import given_up, perform, react
from crm_es.settings import Settings

told = cancelled.model_copy(update={"email": sent.email, "contact_name": "Вера"})


def attempt(crm: Crm, settings: dict[str, Any]) -> Attempt:
    return Attempt(uuid4(), Outside(crm.log.database, Settings(**settings), crm.files))


def test_only_who_has_the_act_hears_of_it() -> None:
    (wish,) = react(told)
    assert (wish.email, wish.number, wish.reason) == (sent.email, "1", "Wrong client.")
    assert list(react(cancelled)) == []


def test_the_letter_says_that_nothing_is_to_be_paid(staffed: Crm) -> None:
    (wish,) = react(told)
    office = PostOffice()
    with open_office(office) as settings:
        asyncio.run(perform(wish, attempt(staffed, {})))
        assert office.letters == [], "without a mail server"
        asyncio.run(perform(wish, attempt(staffed, settings)))
        office.moods = ["550 No such user"]
        asyncio.run(perform(wish, attempt(staffed, settings)))
    (got,) = office.letters
    assert got["Subject"].startswith("Акт № 1 на 7")
    text = got.get_content()
    assert text.startswith("Здравствуйте, Вера!")
    assert "Причина: Wrong client." in text
    assert "оплачивать его не нужно" in text
    given_up(wish, attempt(staffed, {}), "later")
