"""What a notebook promises (S0-22, S0-24, S0-40)."""

from __future__ import annotations

from uuid import UUID

from examples import ANN, BOB, ID, MONDAY, OTHER_ID, ann, bob, head, policy, standing_in
from spec import Spec

from crm_es.aggregates import notebook
from crm_es.aggregates.notebook import AddEntry, CloseEntry, EntryAdded, EntryClosed, EntrySeen, SeeEntry
from crm_es.ids import notebook_of

spec = Spec(notebook.decider, ann())
BOOK, ENTRY = notebook_of(ANN), UUID(int=40)

add = AddEntry(
    notebook_id=BOOK,
    person_id=ANN,
    entry_id=ENTRY,
    kind="price decision",
    about="price_approval",
    subject_id=ID,
    text="Flour at 45: granted",
)
see = SeeEntry(notebook_id=BOOK, entry_id=ENTRY)
close = CloseEntry(notebook_id=BOOK, entry_id=ENTRY, result="The client is told")

added = EntryAdded(**dict(add), to_do="Tell the client the price.", blocks=True)
seen = EntrySeen(notebook_id=BOOK, person_id=ANN, entry_id=ENTRY)
closed = EntryClosed(
    notebook_id=BOOK, person_id=ANN, entry_id=ENTRY, kind="price decision", blocks=True, result="The client is told"
)


def test_the_playbook_says_what_to_do_and_what_blocks() -> None:
    """S0-22, S0-30"""
    spec.given().when(add, policy()).then(added)
    unset = add.model_copy(update={"kind": "payment made", "entry_id": OTHER_ID})
    told = {"kind": "payment made", "entry_id": OTHER_ID, "to_do": "Read it and close it.", "blocks": False}
    spec.given(added).when(unset, policy()).then(added.model_copy(update=told))


def test_an_entry_is_added_once() -> None:
    spec.given(added).when(add, policy()).then_nothing()
    spec.given(added, seen).when(add, policy()).then_nothing()


def test_an_entry_comes_back_after_it_was_closed() -> None:
    spec.given(added, closed).when(add, policy()).then(added)


def test_an_entry_goes_into_the_notebook_of_its_person() -> None:
    spec.given().when(add.model_copy(update={"person_id": BOB}), policy()).then_refused("not that person's")


def test_the_owner_opens_an_entry_once() -> None:
    """S0-40"""
    spec.given(added).when(see).then(seen)
    spec.given(added, seen).when(see).then_nothing()


def test_nobody_else_opens_it_not_even_a_deputy() -> None:
    directory = standing_in(BOB, ANN, MONDAY.date(), MONDAY.date())
    spec.given(added).when(see, bob(directory=directory)).then_refused("only its owner")


def test_the_owner_closes_an_entry_with_a_result() -> None:
    """S0-29"""
    spec.given(added).when(close).then(closed)
    spec.given(added, seen).when(close).then(closed)


def test_a_deputy_closes_too_and_a_stranger_does_not() -> None:
    directory = standing_in(BOB, ANN, MONDAY.date(), MONDAY.date())
    spec.given(added).when(close, bob(directory=directory)).then(closed)
    spec.given(added).when(close, head()).then_refused("its owner or a deputy")


def test_a_policy_closes_what_is_settled() -> None:
    spec.given(added).when(close, policy()).then(closed)


def test_for_a_policy_what_is_not_open_is_settled_already() -> None:
    spec.given().when(close, policy()).then_nothing()
    spec.given(added, closed).when(close, policy()).then_nothing()


def test_a_person_hears_that_an_entry_is_not_open() -> None:
    for command in (see, close):
        spec.given(added, closed).when(command).then_refused("may be dealt with already")
        spec.given().when(command).then_refused("no such notebook")


def test_closing_one_entry_leaves_the_others_open() -> None:
    other = added.model_copy(update={"entry_id": OTHER_ID, "blocks": False, "kind": "payment decision"})
    last = closed.model_copy(update={"entry_id": OTHER_ID, "blocks": False, "kind": "payment decision"})
    spec.given(added, other, closed).when(close.model_copy(update={"entry_id": OTHER_ID})).then(last)


def test_an_entry_blocks_for_good_whatever_the_playbook_says_later() -> None:
    """S0-30"""
    spec.given(added.model_copy(update={"blocks": False})).when(close).then(closed.model_copy(update={"blocks": False}))


def test_what_has_to_be_explained_is_not_just_closed() -> None:
    """S0-44: it stays until what it is about is settled."""
    odd = added.model_copy(update={"kind": "payment without approval", "blocks": False})
    spec.given(odd).when(close).then_refused("closes by itself", rule="entry closes by itself")
    by_policy = closed.model_copy(update={"kind": odd.kind, "blocks": False})
    spec.given(odd).when(close, policy()).then(by_policy)
