"""Whose invoice desk is blocked, by what, since when, and what is left to finish (S0-28, S0-29)."""

from typing import Any

import pytest
from examples import ANN, CLIENT, FRIDAY, HEAD, ID, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY, roubles
from fold import fold, recorded

from crm_es.aggregates.invoice_desk import (
    DeskBlocked,
    DeskExempted,
    DeskUnblocked,
    InvoiceDraftDropped,
    InvoiceDrafted,
    InvoiceForm,
    InvoiceIssued,
)
from crm_es.ids import desk_of
from crm_es.messages import Corrupt
from crm_es.projections import desk_state
from crm_es.projections.desk_state import Desk

DESK = desk_of(ANN)
whose: dict[str, Any] = {"invoice_desk_id": DESK, "manager_id": ANN}
blocked = DeskBlocked(**whose, entry_id=ID, kind="price decision", text="Granted: 45 RUB.")
again = blocked.model_copy(update={"entry_id": OTHER_ID})
one_less = DeskUnblocked(**whose, entry_id=ID, free=False)
freed = DeskUnblocked(**whose, entry_id=ID, free=True)
exempted = DeskExempted(**whose, exempted_by=HEAD, until=FRIDAY, reason="The fair")
drafted = InvoiceDrafted(**whose, invoice_id=ID, form=InvoiceForm(), held_up=True)
issued = InvoiceIssued(**whose, invoice_id=ID, client_id=CLIENT, what_for="Flour", amount=roubles(900))


def desk(*history: Any) -> Desk:
    found: Desk = fold(desk_state, *history)[DESK]
    return found


def test_a_desk_is_blocked_since_the_first_entry() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(again, TUESDAY))
    assert found == Desk(DESK, ANN, 2, entries=(ID, OTHER_ID), since=MONDAY, times_blocked=1)


def test_closing_one_of_two_entries_leaves_it_blocked() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(again, TUESDAY), recorded(one_less, WEDNESDAY))
    assert (found.blocked_by, found.entries, found.since) == (1, (OTHER_ID,), MONDAY)


def test_closing_the_last_entry_frees_it() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(freed, TUESDAY))
    assert found == Desk(DESK, ANN, freed_at=TUESDAY, times_blocked=1)


def test_blocked_again_it_is_blocked_since_then() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(freed, TUESDAY), recorded(blocked, THURSDAY))
    assert (found.blocked_by, found.since, found.times_blocked) == (1, THURSDAY, 2)


def test_a_desk_that_was_never_blocked_is_not_freed() -> None:
    with pytest.raises(Corrupt):
        fold(desk_state, recorded(freed))


def test_what_was_begun_waits_at_the_desk_until_it_is_finished_or_dropped() -> None:
    """S0-29."""
    other = drafted.model_copy(update={"invoice_id": OTHER_ID})
    waiting = (recorded(drafted), recorded(other), recorded(other))
    assert desk(*waiting).drafts == (ID, OTHER_ID)
    assert desk(*waiting, recorded(issued)).drafts == (OTHER_ID,)
    dropped = InvoiceDraftDropped(**whose, invoice_id=OTHER_ID)
    assert desk(*waiting, recorded(dropped)).drafts == (ID,)


def test_an_exemption_is_told_and_who_passed_by_it_is_counted() -> None:
    found = desk(recorded(exempted), recorded(issued), recorded(issued.model_copy(update={"exempt": "The fair"})))
    assert (found.exempted_until, found.exempted_by_id, found.exempted_because) == (FRIDAY, HEAD, "The fair")
    assert (found.times_exempted, found.invoices, found.passed_gate) == (1, 2, 1)
