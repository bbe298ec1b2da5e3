"""Every record can be found by what it says now, by what it names, and by no more (X-04)."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from examples import ANN, CLIENT, DEAL, ID, MONDAY, OTHER_ID
from fold import fold, recorded
from invoice_facts import issued

from crm_es.aggregates.client import ClientMet, ClientRenamed, ContactAdded, ContactRemoved
from crm_es.aggregates.deal import DealDescribed, DealDiscarded, DealOpened
from crm_es.aggregates.invoice_numbers import InvoiceNumbered
from crm_es.finding import KINDS
from crm_es.messages import Event
from crm_es.projections import record_words
from crm_es.projections.record_words import TOLD, Telling

opened = DealOpened(
    deal_id=DEAL,
    title="Blue pumps",
    client_id=CLIENT,
    owner_id=ANN,
    pipeline="wholesale",
    playbook_version=1,
    stage="lead",
)
met = ClientMet(client_id=CLIENT, name="Acme", owner_id=ANN)
IVAN = ContactAdded(client_id=CLIENT, contact_id=ID, name="Ivan Petrov", phone="+79161234567")


def words(*facts: Event) -> set[str]:
    (row,) = fold(record_words, *map(recorded, facts)).values()
    return set(row.words)


def test_every_event_that_is_listened_to_tells_something() -> None:
    assert set(TOLD) == set(get_args(Telling))
    assert {told.list for told in TOLD.values()} == set(KINDS)


def test_a_record_is_found_by_its_words_its_list_and_what_it_names() -> None:
    assert words(opened) == {"#deals", "=blue pumps", "blue", "pumps", f"@{CLIENT}"}


def test_what_changed_is_found_by_its_new_words_alone() -> None:
    renamed = ClientRenamed(client_id=CLIENT, from_name="Acme", to_name="Bolt")
    assert words(met, renamed) == {"#clients", "=bolt", "bolt"}
    described = DealDescribed(deal_id=DEAL, from_details={}, to_details={}, client_id=OTHER_ID, product="Valve")
    found = words(opened, described)
    assert {"blue", "valve", f"@{OTHER_ID}"} <= found
    assert f"@{CLIENT}" not in found


def test_a_client_is_found_by_its_people_until_they_leave() -> None:
    anna = IVAN.model_copy(update={"contact_id": OTHER_ID, "name": "Anna", "phone": None})
    assert {"ivan", "petrov", "79161234567", "9161234567", "anna"} <= words(met, IVAN, anna)
    left = words(met, IVAN, anna, ContactRemoved(client_id=CLIENT, contact_id=ID, name="Ivan Petrov"))
    assert left & {"ivan", "79161234567", "anna"} == {"anna"}


def test_an_invoice_is_found_by_its_number_once_it_is_issued() -> None:
    numbered = InvoiceNumbered(
        invoice_numbers_id=UUID(int=9),
        series="",
        period="2026",
        n=7,
        number="INV-7",
        invoice_id=issued.invoice_id,
        manager_id=issued.manager_id,
        client_id=CLIENT,
        on=MONDAY.date(),
    )
    assert fold(record_words, recorded(numbered)) == {}
    assert {"inv", "7", "=inv 7"} <= words(issued, numbered)


def test_what_is_discarded_is_not_found() -> None:
    gone = DealDiscarded(deal_id=DEAL, owner_id=ANN, reason="twice", left_behind=())
    assert fold(record_words, recorded(opened), recorded(gone)) == {}


def test_the_newest_come_first() -> None:
    (row,) = fold(record_words, recorded(opened, position=77)).values()
    assert row.begun == 77
