"""The client gets the credit note by mail (X-25)."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from act_facts import NOTE, credit_note
from billed import EMAIL, EVENING, billed, ready_to_bill
from billing_facts import ACT
from examples import CAROL
from post_office import PostOffice, open_office

from crm_es.aggregates.billing import CreditNoteIssued
from crm_es.aggregates.work_act import CreditAct, CreditWanted
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.effects import Attempt, Outside
from crm_es.effects.credit_note_letters import given_up, perform, react
from crm_es.ids import BILLING
from crm_es.runners.following import catch_up
from crm_es.settings import Settings
from crm_es.store import company_secrets
from crm_es.store.reading import by_stream


def attempt(crm: Crm, settings: dict[str, Any]) -> Attempt:
    return Attempt(uuid4(), Outside(crm.log.database, Settings(**settings), crm.files))


def test_only_who_has_the_act_gets_its_credit_note() -> None:
    (wish,) = react(credit_note)
    assert (wish.act_id, wish.credit_note_id, wish.email) == (ACT, NOTE, EMAIL)
    assert list(react(credit_note.model_copy(update={"email": None}))) == []


def test_the_letter_brings_the_note(staffed: Crm) -> None:
    ready_to_bill(staffed, 60)
    act_id = uuid4()
    billed(staffed, act_id)
    with staffed.log.datastore.get_connection() as db:
        act = by_stream(db, {act_id: 0})[act_id][0].event
    wanted = CreditWanted(line_id=act.lines[0].line_id, minutes=15)  # type: ignore[attr-defined]
    wish = CreditAct(work_act_id=act_id, lines=(wanted,), reason="A gift.")
    staffed.handle(wish, Context(by=CAROL, at=EVENING))
    catch_up(staffed, "issue_credit_notes")
    with staffed.log.datastore.get_connection() as db:
        history = by_stream(db, {BILLING: 0})[BILLING]
    (event,) = (one.event for one in history if isinstance(one.event, CreditNoteIssued))
    (letter,) = react(event)
    office = PostOffice()
    with staffed.log.datastore.get_connection() as db:
        company_secrets.create_tables(db)
    with open_office(office) as settings:
        settings["public_url"] = "https://crm.trade.example"
        asyncio.run(perform(letter, attempt(staffed, {})))
        assert office.letters == [], "without a mail server"
        asyncio.run(perform(letter, attempt(staffed, settings)))
        office.moods = ["550 No such user"]
        asyncio.run(perform(letter, attempt(staffed, settings)))
    (got,) = office.letters
    assert got["Subject"] == "Корректировка № К-1 к акту № 1 на 750,00 RUB"
    body = got.get_body()
    assert body is not None
    assert "https://crm.trade.example/c/" in body.get_content()
    assert body.get_content().startswith("Здравствуйте!"), "an address is no name"
    (paper,) = got.iter_attachments()
    assert paper.get_filename() == "Корректировка К-1.pdf"
    given_up(letter, attempt(staffed, {}), "later")
