"""The client gets the act by mail, with all that belongs to it (S3-07)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from billed import EMAIL, EVENING, billed, ready_to_bill
from billing_facts import ACT, sent
from examples import CAROL
from post_office import PostOffice, open_office

from crm_es.aggregates.work_act import ActSent, AnswerDispute, DisputeActLine, NoteActDelivered
from crm_es.application import Crm
from crm_es.client_links import read
from crm_es.context import Context
from crm_es.effects import Attempt, Outside
from crm_es.effects.act_letters import NO_SERVER, ActLetter, NotYet, given_up, perform, react
from crm_es.papers.links import last_letter
from crm_es.runners.following import catch_up
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
    assert text.startswith("Здравствуйте, Vera!")
    assert "Если до 26.11.2026 включительно возражений не будет, акт считается принятым." in text
    assert "возражения. " not in text
    token = text.split("https://crm.trade.example/c/")[1].split()[0]
    with staffed.log.datastore.get_connection() as db:
        link = read(token, secret(db), wish.until.replace(year=2026, month=11))
    assert (link.kind, link.id, link.round) == ("act", wish.work_act_id, 1)


def test_a_letter_after_an_answer_tells_it_and_waits_for_the_number_of_its_credit_note(
    staffed: Crm, office: tuple[PostOffice, dict[str, Any]]
) -> None:
    ready_to_bill(staffed, 60)
    wish, (desk, settings) = posted(staffed), office
    with staffed.log.datastore.get_connection() as db:
        act = by_stream(db, {wish.work_act_id: 0})[wish.work_act_id][0].event
    line_id = act.lines[0].line_id  # type: ignore[attr-defined]
    for command in (
        DisputeActLine(work_act_id=wish.work_act_id, line_id=line_id, comment="No."),
        AnswerDispute(work_act_id=wish.work_act_id, line_id=line_id, answer="Полчаса снимаем.", credit_minutes=30),
    ):
        staffed.handle(command, Context(by=CAROL, at=EVENING))
    with staffed.log.datastore.get_connection() as db:
        again = last_letter(db, wish.work_act_id)
    assert again is not None
    (anew,) = react(again.model_copy(update={"contact_name": ""}))
    with pytest.raises(NotYet, match="no number yet"):
        asyncio.run(perform(anew, attempt(staffed, settings)))
    catch_up(staffed, "issue_credit_notes")
    assert asyncio.run(perform(anew, attempt(staffed, settings))).round == 2
    (letter,) = desk.letters
    assert letter["Subject"] == "Акт № 1 и счёт № 1 на 1 500,00 RUB"
    body = letter.get_body()
    assert body is not None
    assert body.get_content().startswith("Здравствуйте!")
    assert "Мы ответили на ваши возражения. " in body.get_content()
    assert "Полчаса снимаем." in body.get_content()


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
