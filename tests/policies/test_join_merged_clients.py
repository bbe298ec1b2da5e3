"""What a client has goes to the one into which it is merged, and comes back (X-11)."""

from __future__ import annotations

from client_facts import absorbing, buy, explained, merge, merged, on, unmerged
from examples import CLIENT, HEAD, OTHER_ID

from crm_es.aggregates.client import (
    ClientNotAbsorbed,
    DropPurchase,
    PurchasePassedOn,
    ReleaseClient,
    TakePurchase,
    UnmergeClient,
)
from crm_es.policies.join_merged_clients import react


def test_the_other_one_takes_over_and_gives_back() -> None:
    assert list(react(merged.last)) == [absorbing(merged.last)]
    assert list(react(unmerged.last)) == [ReleaseClient(client_id=OTHER_ID, from_id=CLIENT)]


def test_where_that_cannot_be_they_are_parted_again() -> None:
    failed = ClientNotAbsorbed(client_id=OTHER_ID, from_id=CLIENT, why="There is no such client.")
    assert list(react(failed)) == [UnmergeClient(client_id=CLIENT, from_id=OTHER_ID, reason="There is no such client.")]


def test_what_is_bought_in_the_old_name_counts_for_the_other() -> None:
    another = buy.model_copy(update={"purchase_id": HEAD})
    passed = merged.then(another, on(42)).last
    assert isinstance(passed, PurchasePassedOn)
    (take,) = react(passed)
    assert isinstance(take, TakePurchase)
    assert (take.client_id, take.from_id, take.purchase.purchase_id) == (OTHER_ID, CLIENT, HEAD)


def test_what_was_cancelled_counts_for_nobody() -> None:
    drop = DropPurchase(client_id=CLIENT, purchase_id=buy.purchase_id)
    assert list(react(merged.then(drop, on(42)).last)) == [
        DropPurchase(client_id=OTHER_ID, purchase_id=buy.purchase_id)
    ]
    assert list(react(explained.then(drop, on(40)).last)) == []
    assert explained.then(merge, on(40, HEAD)).last.settles is None
