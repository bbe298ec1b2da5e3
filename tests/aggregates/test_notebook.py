"""What a notebook promises (S0-22, S0-24, S0-28..S0-30, S0-40)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    ID,
    MONDAY,
    NEXT_MONDAY,
    OTHER_ID,
    PLAYBOOK,
    TUESDAY,
    WEDNESDAY,
    ann,
    bob,
    clock,
    head,
    policy,
    standing_in,
)
from spec import Spec

from crm_es.aggregates import notebook
from crm_es.aggregates.notebook import (
    AddEntry,
    CloseEntry,
    EntryAdded,
    EntryClosed,
    EntryPutOff,
    EntryReminded,
    EntryReturned,
    EntrySeen,
    NotebookEvent,
    PutOffEntry,
    RemindEntries,
    ReturnEntries,
    SeeEntry,
)
from crm_es.context import Context
from crm_es.ids import notebook_of
from crm_es.messages import Corrupt
from crm_es.playbook import Calendar, Gate, Notebook, NotebookKind

spec = Spec(notebook.decider, ann())
BOOK, ENTRY = notebook_of(ANN), UUID(int=40)
whose: dict[str, Any] = {"notebook_id": BOOK, "person_id": ANN, "entry_id": ENTRY}

add = AddEntry(**whose, kind="price decision", about="price_approval", subject_id=ID, text="Flour at 45: granted")
see = SeeEntry(notebook_id=BOOK, entry_id=ENTRY)
put_off = PutOffEntry(notebook_id=BOOK, entry_id=ENTRY, until=TUESDAY)
close = CloseEntry(notebook_id=BOOK, entry_id=ENTRY, result="The client is told")

added = EntryAdded(**dict(add), to_do="Tell the client the price.", blocks=True, desks=("invoice",))
seen = EntrySeen(**whose)
off = EntryPutOff(**whose, kind="price decision", until=TUESDAY, times=1)
returned = EntryReturned(**whose, kind="price decision")
reminded = EntryReminded(**whose, kind="price decision")
closed = EntryClosed(**whose, kind="price decision", blocks=True, desks=("invoice",), result="The client is told")
BOBS_DAY = standing_in(BOB, ANN, MONDAY.date(), MONDAY.date())


def told(kind: NotebookKind, at: datetime = MONDAY, **changes: Any) -> EntryAdded:
    """What comes into Ann's notebook where the playbook says so of price decisions."""
    playbook = PLAYBOOK.model_copy(update={"notebook": Notebook(kinds=(kind,)), **changes})
    (event,) = spec.given().when(add, policy(at=at, playbooks={1: playbook})).events()
    assert isinstance(event, EntryAdded)
    return event


def gated(*gates: Gate) -> NotebookKind:
    return NotebookKind(kind="price decision", to_do="Tell them.", gates=gates)


# ── What comes in ───────────────────────────────────────────────────────────


def test_the_playbook_says_what_to_do_and_what_blocks() -> None:
    """S0-22, S0-30"""
    spec.given().when(add, policy()).then(added)
    unset = add.model_copy(update={"kind": "payment made", "entry_id": OTHER_ID})
    said = {"kind": "payment made", "entry_id": OTHER_ID, "to_do": "Read it and close it.", "blocks": False}
    spec.given(added).when(unset, policy()).then(added.model_copy(update=said | {"desks": ()}))


@pytest.mark.parametrize(
    ("gates", "desks"),
    [
        ((Gate(desk="order"), Gate()), ("invoice", "order")),
        ((Gate(roles=("manager",)),), ("invoice",)),
        ((Gate(roles=("lawyer",)), Gate(desk="order", people=(ANN,))), ("order",)),
        ((Gate(people=(BOB,)),), ()),
        ((Gate(since=date(2026, 11, 23)),), ("invoice",)),
        ((Gate(since=date(2026, 11, 24)),), ()),
    ],
)
def test_a_gate_is_for_those_whom_the_playbook_names_and_from_its_day_on(gates: Any, desks: Any) -> None:
    """S0-30: step by step."""
    found = told(gated(*gates))
    assert (found.desks, found.blocks) == (desks, bool(desks))


def test_the_day_is_that_of_the_company() -> None:
    """In Moscow it is Tuesday already."""
    late = datetime(2026, 11, 23, 22, tzinfo=UTC)
    tomorrow = gated(Gate(since=date(2026, 11, 24)))
    assert told(tomorrow, late).desks == ()
    assert told(tomorrow, late, calendar=Calendar(time_zone="Europe/Moscow")).desks == ("invoice",)


def test_an_entry_has_its_heading_and_the_time_of_its_reminder() -> None:
    found = told(NotebookKind(kind="price decision", to_do="Tell them.", group="Prices", remind_after_hours=4))
    assert (found.group, found.remind_at) == ("Prices", MONDAY + timedelta(hours=4))


def test_an_entry_is_added_once() -> None:
    spec.given(added).when(add, policy()).then_nothing()
    spec.given(added, seen, off).when(add, policy()).then_nothing()


def test_an_entry_comes_back_after_it_was_closed() -> None:
    spec.given(added, closed).when(add, policy()).then(added)


def test_an_entry_goes_into_the_notebook_of_its_person() -> None:
    spec.given().when(add.model_copy(update={"person_id": BOB}), policy()).then_refused("not that person's")


# ── What its owner does ─────────────────────────────────────────────────────


def test_the_owner_opens_an_entry_once() -> None:
    """S0-40"""
    spec.given(added).when(see).then(seen)
    spec.given(added, seen).when(see).then_nothing()


def test_nobody_else_opens_it_not_even_a_deputy() -> None:
    spec.given(added).when(see, bob(directory=BOBS_DAY)).then_refused("only its owner")


def test_the_owner_closes_an_entry_with_a_result() -> None:
    """S0-29"""
    spec.given(added).when(close).then(closed)
    spec.given(added, seen).when(close).then(closed)


def test_a_deputy_closes_and_puts_off_too_and_a_stranger_does_not() -> None:
    for command, event in ((close, closed), (put_off, off)):
        spec.given(added).when(command, bob(directory=BOBS_DAY)).then(event)
        spec.given(added).when(command, head()).then_refused("its owner or a deputy")


def test_a_policy_closes_what_is_settled() -> None:
    spec.given(added).when(close, policy()).then(closed)
    spec.given(added, off).when(close, policy()).then(closed)


def test_for_a_policy_what_is_not_open_is_settled_already() -> None:
    spec.given().when(close, policy()).then_nothing()
    spec.given(added, closed).when(close, policy()).then_nothing()


def test_a_person_hears_that_an_entry_is_not_open() -> None:
    for command in (see, put_off, close):
        spec.given(added, closed).when(command).then_refused("may be dealt with already")
        spec.given().when(command).then_refused("no such notebook")


def test_closing_one_entry_leaves_the_others_open() -> None:
    changes = {"entry_id": OTHER_ID, "blocks": False, "desks": (), "kind": "payment decision"}
    other, last = added.model_copy(update=changes), closed.model_copy(update=changes)
    spec.given(added, other, closed).when(close.model_copy(update={"entry_id": OTHER_ID})).then(last)


def test_an_entry_closes_its_desks_for_good_whatever_the_playbook_says_later() -> None:
    """S0-30"""
    for desks in ((), ("order",), ("invoice", "order")):
        held = {"desks": desks, "blocks": bool(desks)}
        spec.given(added.model_copy(update=held)).when(close).then(closed.model_copy(update=held))


def test_what_has_to_be_settled_is_not_just_closed() -> None:
    """S0-44: it stays until what it is about is settled; it may wait, but not go."""
    odd = added.model_copy(update={"kind": "payment without approval"})
    spec.given(odd).when(close).then_refused("closes by itself", rule="entry closes by itself")
    spec.given(odd).when(put_off).then(off.model_copy(update={"kind": odd.kind}))
    spec.given(odd).when(close, policy()).then(closed.model_copy(update={"kind": odd.kind}))


# ── Later ───────────────────────────────────────────────────────────────────


def test_an_entry_is_put_off_until_a_later_time_and_that_is_counted() -> None:
    spec.given(added).when(put_off).then(off)
    spec.given(added, off).when(put_off).then_nothing()
    again = put_off.model_copy(update={"until": WEDNESDAY})
    spec.given(added, off).when(again).then(off.model_copy(update={"until": WEDNESDAY, "times": 2}))
    spec.given(added, off, returned).when(again).then(off.model_copy(update={"until": WEDNESDAY, "times": 2}))


@pytest.mark.parametrize("until", [MONDAY, MONDAY - timedelta(1), MONDAY + timedelta(days=31, seconds=1)])
def test_nothing_is_put_off_into_the_past_or_out_of_sight(until: datetime) -> None:
    spec.given(added).when(put_off.model_copy(update={"until": until})).then_refused("a later time, within 31 days")


@pytest.mark.parametrize(
    ("asking", "events"), [(clock(at=TUESDAY), (returned,)), (clock(at=TUESDAY - timedelta(seconds=1)), ())]
)
def test_it_comes_back_when_its_time_has_come(asking: Context, events: tuple[NotebookEvent, ...]) -> None:
    back = ReturnEntries(notebook_id=BOOK)
    spec.given(added, off).when(back, asking).then(*events)
    spec.given(added, off, returned).when(back, asking).then_nothing()
    spec.given(added).when(back, asking).then_nothing()


def test_what_was_put_off_until_later_still_stays_away() -> None:
    further = off.model_copy(update={"entry_id": OTHER_ID, "until": NEXT_MONDAY})
    other = added.model_copy(update={"entry_id": OTHER_ID})
    spec.given(added, other, off, further).when(ReturnEntries(notebook_id=BOOK), clock(at=WEDNESDAY)).then(returned)


def test_its_person_is_reminded_once() -> None:
    remind = RemindEntries(notebook_id=BOOK)
    timed = added.model_copy(update={"remind_at": TUESDAY})
    spec.given(timed).when(remind, clock(at=MONDAY)).then_nothing()
    spec.given(timed).when(remind, clock(at=TUESDAY)).then(reminded)
    spec.given(timed, reminded).when(remind, clock(at=WEDNESDAY)).then_nothing()
    spec.given(timed, closed).when(remind, clock(at=WEDNESDAY)).then_nothing()


@pytest.mark.parametrize("news", [seen, off, returned, reminded, closed], ids=lambda event: type(event).__name__)
def test_nothing_happens_to_an_entry_that_is_not_open(news: NotebookEvent) -> None:
    for history in ((news,), (added, closed, news)):
        with pytest.raises(Corrupt):
            notebook.decider.fold(history)
