"""When something waits in an inbox, its keepers are told of what waits longest (S0-37)."""

from uuid import UUID

from examples import ADMIN, CLIENT, HEAD, ID, OPERATOR, OTHER_ID

from crm_es.aggregates.inbox import InboxHandedOver, InboxItemAwaited, InboxItemLetGo
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_keepers_of_inbox import react


def awaited(waiting: int) -> InboxItemAwaited:
    return InboxItemAwaited(
        inbox_id=ID,
        source="erp",
        inbox_item_id=OTHER_ID,
        why="Order 17: no client of ours is known.",
        keepers=(OPERATOR, HEAD),
        waiting=waiting,
    )


def let_go(*, was_oldest: bool, oldest_id: UUID | None = None) -> InboxItemLetGo:
    return InboxItemLetGo(
        inbox_id=ID,
        source="erp",
        inbox_item_id=OTHER_ID,
        keepers=(OPERATOR, HEAD),
        waiting=1 if oldest_id else 0,
        was_oldest=was_oldest,
        oldest_id=oldest_id,
        why="Order 18: who?" if oldest_id else None,
    )


def entry(person_id: UUID, item_id: UUID = OTHER_ID) -> UUID:
    return derived(item_id, "inbox to settle", person_id)


def closed(person_id: UUID) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry(person_id), result="It is dealt with.")


def test_the_first_that_waits_is_told() -> None:
    first, second = react(awaited(1))
    assert first == AddEntry(
        notebook_id=notebook_of(OPERATOR),
        person_id=OPERATOR,
        entry_id=entry(OPERATOR),
        kind="inbox to settle",
        about="inbox_item",
        subject_id=OTHER_ID,
        text="News from erp wait. Order 17: no client of ours is known.",
    )
    assert isinstance(second, AddEntry)
    assert second.person_id == HEAD
    assert list(react(awaited(2))) == []


def test_it_goes_when_nothing_waits() -> None:
    assert list(react(let_go(was_oldest=True))) == [closed(OPERATOR), closed(HEAD)]


def test_the_next_takes_its_place() -> None:
    assert list(react(let_go(was_oldest=False, oldest_id=CLIENT))) == []
    *gone, first, _ = react(let_go(was_oldest=True, oldest_id=CLIENT))
    assert gone == [closed(OPERATOR), closed(HEAD)]
    assert isinstance(first, AddEntry)
    assert (first.subject_id, first.entry_id) == (CLIENT, entry(OPERATOR, CLIENT))
    assert first.text == "News from erp wait. Order 18: who? (1 wait)"


def test_whoever_keeps_it_now_is_told_in_the_stead_of_who_has_left() -> None:
    event = InboxHandedOver(
        inbox_id=ID,
        source="erp",
        inbox_item_id=OTHER_ID,
        why="Order 17: who?",
        from_keepers=(OPERATOR,),
        to_keepers=(ADMIN,),
        waiting=3,
    )
    old, new = react(event)
    assert old == closed(OPERATOR).model_copy(update={"result": "Somebody else keeps the inbox now."})
    assert isinstance(new, AddEntry)
    assert (new.person_id, new.subject_id, new.entry_id) == (ADMIN, OTHER_ID, entry(ADMIN))
    assert new.text == "News from erp wait. Order 17: who? (3 wait)"
