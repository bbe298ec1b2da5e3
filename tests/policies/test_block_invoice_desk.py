"""What closes the invoice desk of its owner closes it until it is dealt with (S0-28..S0-30)."""

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
    desks=("invoice", "order"),
)
closed = EntryClosed(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=ID,
    kind="price decision",
    blocks=True,
    desks=("invoice",),
    result="Told",
)


def test_an_entry_closes_the_desk_of_its_owner() -> None:
    """S0-28"""
    (block,) = react(added)
    assert block == BlockDesk(
        invoice_desk_id=desk_of(ANN), manager_id=ANN, entry_id=ID, kind="price decision", text="Flour is granted"
    )


def test_dealing_with_it_lifts_that() -> None:
    """S0-29"""
    assert list(react(closed)) == [UnblockDesk(invoice_desk_id=desk_of(ANN), entry_id=ID)]


@pytest.mark.parametrize("event", [added, closed])
def test_what_closes_another_desk_or_none_is_no_matter_of_invoices(event: EntryAdded | EntryClosed) -> None:
    """S0-30"""
    for desks in ((), ("order",)):
        assert list(react(event.model_copy(update={"desks": desks, "blocks": bool(desks)}))) == []
