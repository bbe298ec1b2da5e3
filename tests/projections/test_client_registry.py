"""The clients, each with the name and owner of today."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import client_facts
import pytest
from client_facts import (
    DAYS,
    VERA,
    Story,
    absorbed,
    add_vera,
    bought,
    buy,
    contact,
    explained,
    lapsed,
    merged,
    on,
    released,
    unmerged,
)
from examples import ANN, BOB, CLIENT, HEAD, MONDAY, OTHER_ID, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.client import (
    ClientHandedOver,
    ClientMet,
    ClientRenamed,
    DescribeClient,
    DiscardClient,
    DropPurchase,
    PlanContacts,
    RemoveContact,
)
from crm_es.messages import Corrupt
from crm_es.projections import client_registry
from crm_es.projections.client_registry import Client
from crm_es.runners import topics

LISTENED = set(topics(client_registry.keys))

met = recorded(ClientMet(client_id=CLIENT, name="Rye", owner_id=ANN, sector="bakery"), MONDAY)
renamed = recorded(ClientRenamed(client_id=CLIENT, from_name="Rye", to_name="Rye & Co"), TUESDAY)
handed_over = recorded(ClientHandedOver(client_id=CLIENT, from_owner_id=ANN, to_owner_id=BOB), TUESDAY)


def test_a_client_is_there_from_the_day_we_met() -> None:
    assert fold(client_registry, met) == {CLIENT: Client(CLIENT, "Rye", ANN, "bakery", MONDAY)}


def test_a_client_has_the_last_name_and_owner() -> None:
    assert fold(client_registry, met, renamed, handed_over) == {
        CLIENT: Client(CLIENT, "Rye & Co", BOB, "bakery", MONDAY)
    }


def shown(*stories: Story) -> dict[Any, Client]:
    events = [event for story in stories for event in story.events if type(event).__name__ in LISTENED]
    return fold(client_registry, *(recorded(event, MONDAY) for event in events))


def test_a_client_is_a_prospect_until_it_buys_then_active_then_lapsed() -> None:
    assert [shown(story)[CLIENT].status for story in (client_facts.met, bought, lapsed)] == [
        "prospect",
        "active",
        "lapsed",
    ]
    row = shown(explained)[CLIENT]
    assert (row.purchases, row.revenue, row.currency, row.lapse_reason) == (1, Decimal(100), "RUB", "defect")
    assert (row.last_bought_at, row.lapsed_at, row.lapses_at) == (TUESDAY, TUESDAY + timedelta(DAYS), None)
    back = explained.then(buy.model_copy(update={"purchase_id": ANN}), on(60))
    assert (shown(back)[CLIENT].status, shown(back)[CLIENT].lapse_reason) == ("active", None)


def test_prospects_have_their_next_call() -> None:
    """S0-12."""
    assert shown(client_facts.met)[CLIENT].next_contact_on == (MONDAY + timedelta(7)).date()
    called = shown(client_facts.met.then(contact, on(8, ANN)))[CLIENT]
    assert (called.last_contact_on, called.next_contact_on) == (
        (MONDAY + timedelta(8)).date(),
        (MONDAY + timedelta(15)).date(),
    )
    plan = PlanContacts(client_id=CLIENT, every_days=90)
    assert shown(client_facts.met.then(plan, on(0, ANN)))[CLIENT].next_contact_on == (MONDAY + timedelta(90)).date()


def test_what_is_known_of_it_is_shown_and_who_is_there() -> None:
    told = DescribeClient(client_id=CLIENT, segment="shop", codes=("B-17",))
    row = shown(client_facts.met.then(told, on(1, ANN)).then(add_vera, on(1, ANN)))[CLIENT]
    assert (row.segment, row.codes, row.phones) == ("shop", ("B-17",), ("+79123456789",))
    assert row.contacts == ("Vera, director, +79123456780",)
    leave = RemoveContact(client_id=CLIENT, contact_id=VERA)
    gone = client_facts.met.then(add_vera, on(1, ANN)).then(leave, on(2, ANN))
    assert shown(gone)[CLIENT].contacts == ()


def test_a_discarded_client_is_not_there() -> None:
    discard = DiscardClient(client_id=CLIENT, reason="a typing error")
    assert shown(client_facts.met.then(discard, on(1, HEAD))) == {}


def test_a_merged_client_is_shown_as_such_and_unmerged_as_before() -> None:
    """X-11."""
    rows = shown(merged, absorbed)
    assert (rows[CLIENT].status, rows[CLIENT].merged_into_id) == ("merged", OTHER_ID)
    assert (rows[OTHER_ID].phones, rows[OTHER_ID].purchases, len(rows[OTHER_ID].contacts)) == (("+79123456789",), 1, 1)
    apart, before = shown(unmerged, released), shown(Story(*merged.events[:-1]), Story(*absorbed.events[:1]))
    assert apart[OTHER_ID] == before[OTHER_ID]
    assert (apart[CLIENT].status, apart[CLIENT].merged_into_id, apart[CLIENT].purchases) == ("lapsed", None, 1)


def test_what_is_cancelled_counts_no_more() -> None:
    drop = DropPurchase(client_id=CLIENT, purchase_id=buy.purchase_id)
    assert shown(bought.then(drop, on(2)))[CLIENT].status == "prospect"
    assert shown(merged.then(drop, on(42)))[CLIENT].status == "merged"


def test_nobody_is_renamed_whom_we_have_not_met() -> None:
    with pytest.raises(Corrupt):
        fold(client_registry, renamed)
