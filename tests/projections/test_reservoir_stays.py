"""From when until when each client was an active one, and why it left (S0-02..S0-09)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from client_facts import (
    DAYS,
    Story,
    absorbed,
    bought,
    buy,
    explained,
    hand_over,
    lapsed,
    merged,
    on,
    released,
    unmerged,
)
from examples import ANN, BOB, CLIENT, HEAD, MONDAY, OTHER_ID
from fold import fold, recorded

from crm_es.aggregates.client import DropPurchase, ReleaseClient
from crm_es.messages import Corrupt
from crm_es.projections import reservoir_stays
from crm_es.projections.reservoir_stays import ReservoirStay
from crm_es.runners import topics

BEGIN = MONDAY + timedelta(1)
LISTENED = set(topics(reservoir_stays.keys))


def stays(*stories: Story) -> list[ReservoirStay]:
    events = [event for story in stories for event in story.events if type(event).__name__ in LISTENED]
    rows: dict[Any, ReservoirStay] = fold(reservoir_stays, *map(recorded, events))
    return sorted(rows.values(), key=lambda stay: stay.since)


def test_a_client_comes_in_with_its_first_purchase_until_it_lapses() -> None:
    (stay,) = stays(bought)
    assert (stay.kind, stay.client_id, stay.since, stay.until) == ("new", CLIENT, BEGIN, BEGIN + timedelta(DAYS))
    assert (stay.manager_id, stay.revenue, stay.currency, stay.explained) == (ANN, Decimal(100), "RUB", False)


def test_it_is_told_why_it_left() -> None:
    (stay,) = stays(explained)
    assert (stay.reason, stay.note, stay.explained) == ("defect", "Twice in a row", True)


def test_whoever_buys_in_time_stays_and_who_comes_back_is_told_apart() -> None:
    (longer,) = stays(bought.then(buy.model_copy(update={"purchase_id": HEAD}), on(20)))
    assert longer.until == MONDAY + timedelta(20 + DAYS)
    again = explained.then(buy.model_copy(update={"purchase_id": HEAD}), on(60))
    assert [(stay.kind, stay.reason) for stay in stays(again)] == [("new", "defect"), ("back", None)]


def test_whoever_looks_after_it_when_it_leaves_is_told() -> None:
    assert [stay.manager_id for stay in stays(bought.then(hand_over, on(2, HEAD)))] == [BOB]
    assert [stay.manager_id for stay in stays(lapsed.then(hand_over, on(40, HEAD)))] == [ANN]


def test_what_is_cancelled_never_was() -> None:
    assert stays(bought.then(DropPurchase(client_id=CLIENT, purchase_id=buy.purchase_id), on(2))) == []


def test_a_merged_client_was_in_the_reservoir_as_the_other_one() -> None:
    """X-11."""
    (stay,) = stays(merged, absorbed)
    assert (stay.client_id, stay.reason) == (OTHER_ID, "defect")
    (back,) = stays(unmerged, released)
    assert (back.client_id, back.reason) == (CLIENT, "defect")
    assert absorbed.then(ReleaseClient(client_id=OTHER_ID, from_id=UUID(int=9)), on(41)).events == absorbed.events


def test_nothing_is_explained_that_was_not() -> None:
    with pytest.raises(Corrupt):
        fold(reservoir_stays, recorded(explained.last))
