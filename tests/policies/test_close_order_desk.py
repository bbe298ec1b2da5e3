"""What closes the order desk of its owner closes it until it is dealt with (S0-30)."""

from __future__ import annotations

import pytest
from examples import ANN, ID, OTHER_ID

from crm_es.aggregates.notebook import EntryAdded, EntryClosed
from crm_es.aggregates.order_desk import BlockOrderDesk, UnblockOrderDesk
from crm_es.ids import notebook_of, order_desk_of
from crm_es.policies.close_order_desk import react

added = EntryAdded(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=ID,
    kind="missed call",
    about="client",
    subject_id=OTHER_ID,
    text="Acme called.",
    to_do="Call back.",
    blocks=True,
    desks=("order",),
)
closed = EntryClosed(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=ID,
    kind="missed call",
    blocks=True,
    desks=("invoice", "order"),
    result="Called",
)


def test_an_entry_closes_the_desk_of_its_owner() -> None:
    assert list(react(added)) == [
        BlockOrderDesk(
            order_desk_id=order_desk_of(ANN), manager_id=ANN, entry_id=ID, kind="missed call", text="Acme called."
        )
    ]


def test_dealing_with_it_lifts_that() -> None:
    assert list(react(closed)) == [UnblockOrderDesk(order_desk_id=order_desk_of(ANN), entry_id=ID)]


@pytest.mark.parametrize("event", [added, closed])
def test_what_closes_another_desk_or_none_is_no_matter_of_orders(event: EntryAdded | EntryClosed) -> None:
    for desks in ((), ("invoice",)):
        assert list(react(event.model_copy(update={"desks": desks}))) == []
