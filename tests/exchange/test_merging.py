"""Whoever merges is told at once where that cannot be (X-11)."""

from __future__ import annotations

import pytest
from examples import ANN, CLIENT, HEAD, ID, MONDAY, OTHER_ID

from crm_es.aggregates.client import MeetClient, MergeClient
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.merging import must_take_in
from crm_es.messages import Refused

wish = MergeClient(client_id=CLIENT, into_id=OTHER_ID)


@pytest.fixture
def two(staffed: Crm) -> Crm:
    for client_id, name in ((CLIENT, "Rye"), (OTHER_ID, "Rye Ltd")):
        meet = MeetClient(client_id=client_id, name=name, owner_id=ANN)
        staffed.handle(meet, Context(by=ANN, at=MONDAY))
    return staffed


def test_a_client_takes_another_in(two: Crm) -> None:
    must_take_in(two, wish)


@pytest.mark.parametrize("into", [ID, ANN], ids=["nothing", "somebody"])
def test_what_is_no_client_takes_nobody_in(two: Crm, into: object) -> None:
    with pytest.raises(Refused, match="name another"):
        must_take_in(two, wish.model_copy(update={"into_id": into}))


def test_a_merged_one_takes_nobody_in(two: Crm) -> None:
    two.handle(wish, Context(by=HEAD, at=MONDAY))
    with pytest.raises(Refused, match="Rye is merged into another"):
        must_take_in(two, MergeClient(client_id=OTHER_ID, into_id=CLIENT))
