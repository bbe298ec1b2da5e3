"""The client gets the act by mail, with all that belongs to it (S3-07)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from billed import EMAIL, billed, ready_to_bill
from billing_facts import ACT, sent
from post_office import PostOffice, open_office

from crm_es.aggregates.work_act import ActSent, NoteActDelivered
from crm_es.application import Crm
from crm_es.client_links import read
from crm_es.effects import Attempt, Outside
from crm_es.effects.act_letters import NO_SERVER, ActLetter, given_up, perform, react
from crm_es.settings import Settings
from crm_es.store import company_secrets
from crm_es.store.company_secrets import secret
from crm_es.store.reading import by_stream


def test_each_round_is_a_letter() -> None:
    (wish,) = react(sent)
    assert (wish.work_act_id, wish.round, wish.email, wish.invoice_number) == (ACT, 1, sent.email, "2026-00017")


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, dict[str, Any]]]:
    office = PostOffice()
    with open_office(office) as settings:
        yield office, settings | {"public_url": "https://crm.trade.example"}


def posted(crm: Crm) -> ActLetter:
    """What is wished for once hours are billed."""
    act_id = uuid4()
    assert billed(crm, act_id, contact_name="Vera").email == EMAIL
    with crm.log.datastore.get_connection() as db:
        company_secrets.create_tables(db)
        (event,) = (one.event for one in by_stream(db, {act_id: 0})[act_id] if isinstance(one.event, ActSent))
    (wish,) = react(event)
    return wish


def attempt(crm: Crm, settings: dict[str, Any]) -> Attempt:
    return Attempt(uuid4(), Outside(crm.log.database, Settings(**settings), crm.files))


def parts(letter: EmailMessage) -> dict[str | None, bytes]:
    return {part.get_filename(): part.get_payload(decode=True) for part in letter.iter_attachments()}  # type: ignore[misc]


def test_the_letter_brings_act_invoice_hours_and_a_link(
    staffed: Crm, office: tuple[PostOffice, dict[str, Any]]
) -> None:
    ready_to_bill(staffed, 50, 100)
    wish, (desk, settings) = posted(staffed), office
    noted = asyncio.run(perform(wish, attempt(staffed, settings)))
    assert (noted.delivered, noted.email, noted.round, noted.detail) == (True, EMAIL, 1, "Taken")
    (letter,) = desk.letters
    files = parts(letter)
    assert list(files) == ["Акт 1.pdf", "Счёт 1.pdf", "Часы к акту 1.xlsx"]
    assert [content[:4] for content in files.values()] == [b"%PDF", b"%PDF", b"PK\x03\x04"]
    assert letter["Subject"] == "Акт № 1 и счёт № 1 на 7 500,00 RUB"
    body = letter.get_body()
    assert body is not None
    text = body.get_content()
    assert "Здравствуйте, Vera!" in text
    token = text.split("https://crm.trade.example/c/")[1].split()[0]
    with staffed.log.datastore.get_connection() as db:
        link = read(token, secret(db), wish.until.replace(year=2026, month=11))
    assert (link.kind, link.id, link.round) == ("act", wish.work_act_id, 1)


def test_what_cannot_be_sent_is_told(staffed: Crm, office: tuple[PostOffice, dict[str, Any]]) -> None:
    ready_to_bill(staffed, 60, organisation=None)
    wish, (desk, settings) = posted(staffed), office
    without = asyncio.run(perform(wish, attempt(staffed, {})))
    assert (without.delivered, without.detail) == (False, NO_SERVER)
    unknown = asyncio.run(perform(wish, attempt(staffed, settings)))
    assert not unknown.delivered
    assert "Say in the playbook who you are on paper" in unknown.detail
    assert desk.letters == []


def test_a_refused_letter_is_told(staffed: Crm, office: tuple[PostOffice, dict[str, Any]]) -> None:
    ready_to_bill(staffed, 60)
    wish, (desk, settings) = posted(staffed), office
    desk.moods = ["550 5.1.1 No such user"]
    noted = asyncio.run(perform(wish, attempt(staffed, settings)))
    assert (noted.delivered, noted.detail) == (False, "550 5.1.1 No such user")
    assert given_up(wish, attempt(staffed, settings), "451 later") == NoteActDelivered(
        work_act_id=wish.work_act_id, round=1, email=EMAIL, delivered=False, detail="451 later"
    )
