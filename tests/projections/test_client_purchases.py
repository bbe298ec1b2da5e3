"""What clients bought, each under the name that it goes by now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from client_facts import PURCHASE, Story, absorbed, bought, buy, merged, on, released, unmerged
from examples import ANN, CLIENT, ID, MONDAY, OTHER_ID
from fold import fold, recorded

from crm_es.aggregates.client import DropPurchase, TakePurchase
from crm_es.aggregates.client.state import bought as bought_in
from crm_es.projections import client_purchases
from crm_es.projections.client_purchases import Purchase
from crm_es.runners import topics

LISTENED = set(topics(client_purchases.keys))


def purchases(*stories: Story) -> dict[Any, Purchase]:
    events = [event for story in stories for event in story.events if type(event).__name__ in LISTENED]
    return fold(client_purchases, *map(recorded, events))


def test_a_purchase_has_its_day_its_amount_and_who_sold() -> None:
    on_tuesday = MONDAY + timedelta(1)
    assert purchases(bought) == {
        PURCHASE: Purchase(PURCHASE, CLIENT, "deal won", buy.amount.amount, "RUB", on_tuesday, ANN)  # type: ignore[union-attr]  # it has one
    }


def test_it_goes_with_the_client() -> None:
    assert purchases(merged, absorbed)[PURCHASE].client_id == OTHER_ID
    assert purchases(unmerged, released)[PURCHASE].client_id == CLIENT


def test_what_was_cancelled_is_none() -> None:
    dropped = bought.then(DropPurchase(client_id=CLIENT, purchase_id=PURCHASE), on(2))
    assert purchases(dropped) == {}


def test_what_was_cancelled_meanwhile_is_not_given_back() -> None:
    dropped = merged.then(DropPurchase(client_id=CLIENT, purchase_id=PURCHASE), on(40))
    assert purchases(dropped, Story(released.last)) == {}


def test_what_was_cancelled_before_the_merging_was_heard_of_goes_with_it_and_is_cancelled_there() -> None:
    dropped = merged.then(DropPurchase(client_id=CLIENT, purchase_id=PURCHASE), on(40))
    taken_back = absorbed.then(DropPurchase(client_id=OTHER_ID, purchase_id=PURCHASE), on(41))
    assert purchases(dropped, Story(absorbed.last))[PURCHASE].client_id == OTHER_ID
    assert purchases(dropped, Story(absorbed.last, taken_back.last)) == {}


def test_what_is_bought_in_the_old_name_stays_there_unless_it_is_taken_over() -> None:
    """The other client may never have heard of the merging, or have been merged away itself."""
    passed_on = merged.then(buy.model_copy(update={"purchase_id": ID}), on(41))
    taking = TakePurchase(client_id=OTHER_ID, from_id=CLIENT, purchase=bought_in(passed_on.last))
    assert purchases(passed_on)[ID].client_id == CLIENT
    assert purchases(passed_on, Story(absorbed.then(taking, on(41)).last))[ID].client_id == OTHER_ID
