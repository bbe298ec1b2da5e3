"""The list of the morning on the command line (S0-22)."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from examples import ANN, CLIENT, HEAD, MONDAY, NEXT_MONDAY, roubles
from shell import Operator

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.price_approval import GrantPrice, RequestPrice
from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Command
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables

PRICE, TASK = UUID(int=101), UUID(int=102)


@pytest.fixture
def office(staffed: Crm) -> Crm:
    """Ann has an answer about a price in her notebook, and a task."""
    asked = RequestPrice(price_approval_id=PRICE, client_id=CLIENT, product="flour", price=roubles(40), reason="Large")
    wishes: tuple[tuple[UUID, Command], ...] = (
        (ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN)),
        (ANN, asked),
        (HEAD, GrantPrice(price_approval_id=PRICE, valid_until=NEXT_MONDAY.date())),
        (ANN, AssignTask(task_id=TASK, what="Call Acme", responsible_id=ANN, due=NEXT_MONDAY)),
    )
    for who, wish in wishes:
        staffed.handle(wish, Context(by=who, at=MONDAY))
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, ANN, "ann", "correct horse")
    return staffed


def test_the_morning_begins_with_what_closes_a_desk(office: Crm, crm_es: Operator) -> None:
    done = crm_es("today", "--as", "ann")
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[1]
    assert "price decision" in first
    assert "Tell the client the price." in first
    assert "Close entry, Put off entry" in first
    assert "Call Acme" in done.stdout
    assert "The invoice desk is closed: 1 comes first." in done.stderr


def test_programs_are_told_all_of_it_and_whose_it_is(office: Crm, crm_es: Operator) -> None:
    told = json.loads(crm_es("--json", "today", "--as", "ann").stdout)
    assert (told["person"], told["numbers"]["closing"], told["desks"][0]["closed"]) == ("Ann", 1, True)
    (entry,) = told["headings"][0]["entries"]
    assert entry["actions"][0]["command"] == "CloseEntry"
    nobody = crm_es("today", "--as", "nobody")
    assert (nobody.returncode, "Nobody has the login" in nobody.stderr) == (1, True)
