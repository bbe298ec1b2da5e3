"""The lines of all notebooks (S0-22)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, HEAD, ID, MONDAY, OPERATOR, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded

from crm_es.aggregates.notebook import (
    EntryAdded,
    EntryClosed,
    EntryPutOff,
    EntryReminded,
    EntryReturned,
    EntrySeen,
)
from crm_es.ids import notebook_of
from crm_es.messages import Corrupt
from crm_es.projections import notebook_entries
from crm_es.projections.notebook_entries import Entry, open_for

whose: dict[str, Any] = {"notebook_id": notebook_of(ANN), "person_id": ANN, "entry_id": ID}
kind: dict[str, Any] = {"kind": "price decision", "blocks": True, "desks": ("invoice", "order")}
added = EntryAdded(
    **whose, **kind, about="price_approval", subject_id=OTHER_ID, text="Granted: 45 RUB.", to_do="Tell the client."
)
seen = EntrySeen(**whose)
off = EntryPutOff(**whose, kind="price decision", until=THURSDAY, times=2)
returned = EntryReturned(**whose, kind="price decision")
reminded = EntryReminded(**whose, kind="price decision")
closed = EntryClosed(**whose, **kind, result="Told them.")


def entry(*later: Any) -> Entry:
    found: Entry = fold(notebook_entries, recorded(added, MONDAY), *later)[ID]
    return found


def test_an_entry_says_what_to_do_about_what() -> None:
    """S0-24."""
    found = entry()
    assert (found.text, found.to_do, found.about, found.subject_id) == (
        "Granted: 45 RUB.",
        "Tell the client.",
        "price_approval",
        OTHER_ID,
    )
    assert (found.blocks, found.desks, found.added_at) == (True, ("invoice", "order"), MONDAY)
    assert (found.seen_at, found.put_off_until, found.reminded_at, found.closed_at) == (None, None, None, None)


def test_it_stands_under_its_heading_else_under_its_kind() -> None:
    (found,) = fold(notebook_entries, recorded(added.model_copy(update={"group": "Prices"}))).values()
    assert (found.heading, entry().heading) == ("Prices", "price decision")


def test_it_is_known_who_saw_and_closed_it_when() -> None:
    """S0-40."""
    found = entry(recorded(seen, TUESDAY), recorded(closed, WEDNESDAY, actor=str(HEAD)))
    assert (found.seen_at, found.closed_at, found.closed_by) == (TUESDAY, WEDNESDAY, str(HEAD))
    assert found.result == "Told them."


def test_an_entry_that_an_operator_closes_is_closed_by_whom_it_was_for() -> None:
    """S0-46."""
    assert entry(recorded(closed, actor=str(OPERATOR), on_behalf_of=ANN)).closed_by == str(ANN)


def test_it_is_known_how_often_it_was_put_off_and_whether_it_is_back() -> None:
    away = entry(recorded(off, TUESDAY))
    assert (away.put_off_until, away.times_put_off) == (THURSDAY, 2)
    back = entry(recorded(off, TUESDAY), recorded(returned, THURSDAY))
    assert (back.put_off_until, back.times_put_off) == (None, 2)
    assert entry(recorded(off), recorded(closed)).put_off_until is None
    assert entry(recorded(reminded, TUESDAY)).reminded_at == TUESDAY


def test_an_entry_added_again_is_open_again() -> None:
    assert entry(recorded(off), recorded(closed), recorded(added, TUESDAY)) == entry(recorded(added, TUESDAY))


def test_nothing_is_closed_that_was_never_added() -> None:
    with pytest.raises(Corrupt):
        fold(notebook_entries, recorded(closed))


def test_the_notebook_begins_with_what_closes_a_desk(company: psycopg.Connection[Any]) -> None:
    """S0-28."""
    lines: tuple[dict[str, Any], ...] = (
        {"added_at": TUESDAY, "blocks": False, "desks": ()},
        {"added_at": WEDNESDAY},
        {"added_at": MONDAY, "blocks": False, "desks": ()},
        {"closed_at": WEDNESDAY},
        {"person_id": BOB},
    )
    keep(company, *(replace(entry(), entry_id=UUID(int=n), **changes) for n, changes in enumerate(lines)))
    assert [line.entry_id.int for line in open_for(ANN, company)] == [1, 2, 0]
