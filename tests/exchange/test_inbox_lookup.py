"""Whom and what news are about: found by the surest sign, and never guessed among several (S0-37)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, CLIENT, DIRECTORY, ID, MONDAY, OTHER_ID, gone
from fold import keep
from inbox_facts import ORDER, order, shipment
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

from crm_es.exchange.inbox_lookup import Lookup, dialled
from crm_es.outside import Called, Found, Who
from crm_es.projections.client_registry import Client
from crm_es.projections.order_registry import Order
from crm_es.row import replace

acme = Client(
    CLIENT,
    "Acme",
    ANN,
    None,
    MONDAY,
    inn="7707083893",
    phones=("+74951234567",),
    emails=("buy@acme.example",),
    codes=("C-1",),
)
twin = replace(acme, client_id=OTHER_ID, codes=(), phones=(), emails=(), inn=None, owner_id=BOB)
known_order = Order(ID, "17", CLIENT, ANN, None, "manager", "ordered", None, "RUB", MONDAY, "", str(ANN))
Looking = Callable[..., Lookup]


@pytest.fixture
def looking(server_url: str, schema: str) -> Iterator[Looking]:
    with psycopg.connect(server_url, autocommit=True, row_factory=dict_row) as db:
        db.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
        keep(db, acme, twin, known_order)
        yield lambda directory=DIRECTORY: Lookup(db, directory, "erp")


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (Who(id=CLIENT), CLIENT),
        (Who(code="C-1"), CLIENT),
        (Who(inn="7707083893", name="somebody else"), CLIENT),
        (Who(code="?", phone="8 (495) 123-45-67"), CLIENT),
        (Who(phone="nonsense", email="BUY@acme.example"), CLIENT),
        (Who(name="acme"), None),
        (Who(id=ID, name="Nobody"), None),
        (Who(), None),
    ],
)
def test_a_client_is_found_by_the_first_sign_that_fits_one(looking: Looking, who: Who, found: UUID | None) -> None:
    client = looking().client(who)
    assert (client.client_id if client else None) == found


def test_whoever_was_merged_is_found_under_the_name_of_the_other(looking: Looking) -> None:
    lookup = looking()
    keep(lookup.db, replace(twin, name="Acme Ltd", status="merged", merged_into_id=CLIENT))
    found = lookup.client(Who(name="ACME LTD"))
    assert found is not None
    assert (found.client_id, found.owner_id) == (CLIENT, ANN)


@pytest.mark.parametrize(("named", "found"), [("ann", ANN), (str(BOB), BOB), (" Ann", ANN), ("Zoe", None)])
def test_a_manager_is_found_by_id_or_name(looking: Looking, named: str, found: UUID | None) -> None:
    assert looking().person(named) == found


def test_who_looks_after_the_client_is_responsible_unless_they_left(looking: Looking) -> None:
    assert looking().found(order).manager_id == ANN
    assert looking(gone(ANN)).found(order).manager_id is None
    assert looking().found(order.model_copy(update={"manager": "Bob"})).manager_id == BOB
    assert looking().found(order.model_copy(update={"manager": "Zoe"})).manager_id is None


def test_an_order_is_found_by_id_number_or_what_these_news_tell(looking: Looking) -> None:
    lookup = looking()
    assert (lookup.order(str(ID)), lookup.order("17"), lookup.order("4711")) == (ID, ID, None)
    assert lookup.found(shipment) == Found()
    lookup.found(order.model_copy(update={"number": "18"}))
    assert (lookup.order("4711"), lookup.order("18"), lookup.found(shipment)) == (ORDER, ORDER, Found(order_id=ORDER))
    keep(lookup.db, replace(known_order, order_id=OTHER_ID))
    assert lookup.order("17") is None


def test_whoever_calls_is_known_by_the_number(looking: Looking) -> None:
    call = Called(kind="call", id="1", phone="84951234567", missed=True)
    known = Found(client_id=CLIENT, manager_id=ANN, caller="Acme", phone="+74951234567")
    assert looking().found(call) == known
    assert looking().found(call.model_copy(update={"client": Who(code="?", name="X")})) == known
    named = call.model_copy(update={"phone": "anonymous", "client": Who(name="Shy"), "manager": "Bob"})
    assert looking().found(named) == Found(manager_id=BOB, caller="Shy")


def test_numbers_are_dialled_in_one_way() -> None:
    assert [dialled(text) for text in ("8 912 345-67-89", "+998 71 200 00 00", "12", "")] == [
        "+79123456789",
        "+998712000000",
        None,
        None,
    ]
