"""What blocks in a notebook blocks the invoice desk of its owner (S0-28..S0-30)."""

from __future__ import annotations

import pytest
from examples import ANN, ID, OTHER_ID

from crm_es.aggregates.invoice_desk import BlockDesk, UnblockDesk
from crm_es.aggregates.notebook import EntryAdded, EntryClosed
from crm_es.ids import desk_of, notebook_of
from crm_es.policies.block_invoice_desk import react

added = EntryAdded(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=ID,
    kind="price decision",
    about="price_approval",
    subject_id=OTHER_ID,
    text="Flour is granted",
    to_do="Tell the client the price.",
    blocks=True,
)
closed = EntryClosed(
    notebook_id=notebook_of(ANN), person_id=ANN, entry_id=ID, kind="price decision", blocks=True, result="Told"
)


def test_a_blocking_entry_blocks_the_desk_of_its_owner() -> None:
    """S0-28"""
    (block,) = react(added)
    assert block == BlockDesk(
        invoice_desk_id=desk_of(ANN), manager_id=ANN, entry_id=ID, kind="price decision", text="Flour is granted"
    )


def test_closing_it_lifts_that_block() -> None:
    """S0-29"""
    assert list(react(closed)) == [UnblockDesk(invoice_desk_id=desk_of(ANN), entry_id=ID)]


@pytest.mark.parametrize("event", [added, closed])
def test_what_does_not_block_is_no_matter_of_the_desk(event: EntryAdded | EntryClosed) -> None:
    """S0-30"""
    assert list(react(event.model_copy(update={"blocks": False}))) == []
